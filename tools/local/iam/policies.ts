import type { Resource } from "../deployment";
import { textOf } from "../stepfunctions/asl/json";
import { readPolicy, type Statement } from "./document";
import { PolicyError } from "./policy-error";
import { type Place, type Right, rightsOf } from "./right";

/** What policies are read from: the Deployment class has it all. */
export interface PolicySource {
  readonly accountId: string;
  readonly types: readonly string[];
  resources(type: string): readonly Resource[];
}

/** The rights that one role has, or that one resource's policy gives or refuses. */
export interface PolicySet {
  readonly allows: readonly Right[];
  readonly denies: readonly Right[];
}

/** Every policy of a deployment. */
export interface Policies {
  /** By the role's ARN. */
  readonly ofRoles: ReadonlyMap<string, PolicySet>;
  /** By the resource's ARN; a role's is its trust policy. */
  readonly ofResources: ReadonlyMap<string, PolicySet>;
  /** What is not held to here, for whoever runs it. */
  readonly notices: readonly string[];
}

/** Policies of resources, and how each names the resource that it belongs to. */
const RESOURCE_POLICIES: readonly { readonly type: string; arnOf(policy: Resource, source: PolicySource): string }[] = [
  { type: "aws_kms_key", arnOf: (key) => argument(key, "arn") },
  { type: "aws_secretsmanager_secret_policy", arnOf: (policy) => argument(policy, "secret_arn") },
  { type: "aws_sns_topic_policy", arnOf: (policy) => argument(policy, "arn") },
  {
    type: "aws_s3_bucket_policy",
    arnOf: (policy, source) => arnOfOwner(policy, "bucket", "aws_s3_bucket", "id", source),
  },
  {
    type: "aws_sqs_queue_policy",
    arnOf: (policy, source) => arnOfOwner(policy, "queue_url", "aws_sqs_queue", "url", source),
  },
];

/** Resources that give or bound rights in ways that are not read here: with one of them nothing would be certain. */
const NOT_READ =
  /^aws_(?:iam_(?:user|group|role_polic(?:y|ies)_exclusive|.*boundary)|lambda_permission|kms_(?:grant|key_policy)|.*_resource_policy|cloudwatch_event_(?:permission|bus_policy)|api_gateway_rest_api_policy|s3_(?:bucket_acl|access_point)|sns_topic_data_protection)/;

/** Reads every policy. Throws a PolicyError, with stack and address, for what the local run cannot hold to as AWS would. */
export function readPolicies(source: PolicySource): Policies {
  const unread = source.types.filter((type) => NOT_READ.test(type));
  if (unread.length > 0) {
    throw new PolicyError(
      unread.join(", "),
      "the local run does not read such rights yet. Teach it in tools/local/iam.",
    );
  }
  const roles = source.resources("aws_iam_role");
  const ofResources = new Map<string, PolicySet>();
  for (const role of roles) ofResources.set(argument(role, "arn"), trustOf(role, source));
  for (const { type, arnOf } of RESOURCE_POLICIES) {
    for (const resource of source.resources(type).filter(({ attributes }) => attributes.policy !== undefined)) {
      const arn = arnOf(resource, source);
      ofResources.set(
        arn,
        policySet(readPolicy(argument(resource, "policy"), placeOf(resource)), resource, arn, source),
      );
    }
  }
  const ofRoles = new Map(roles.map((role) => [argument(role, "arn"), rightsOfRole(role, source)]));
  return { ofRoles, ofResources, notices: boundaryNotices(roles) };
}

/** A boundary stands outside of what is run here: it gives no right, and what it refuses is not known. */
function boundaryNotices(roles: readonly Resource[]): string[] {
  const boundaries = roles.flatMap(({ attributes }) => textOf(attributes, "permissions_boundary") ?? []);
  return [...new Set(boundaries)].map((arn) => `Roles are bounded by ${arn}, which the local run does not hold to.`);
}

function trustOf(role: Resource, source: PolicySource): PolicySet {
  for (const argument of ["inline_policy", "managed_policy_arns"]) {
    if (role.attributes[argument] === undefined) continue;
    throw new PolicyError(
      placeOf(role),
      `the local run does not read ${argument}. Use aws_iam_role_policy_attachment.`,
    );
  }
  const statements = readPolicy(argument(role, "assume_role_policy"), placeOf(role));
  return policySet(statements, role, argument(role, "arn"), source);
}

function rightsOfRole(role: Resource, source: PolicySource): PolicySet {
  const { name } = role.attributes;
  const arn = argument(role, "arn");
  const policies = source.resources("aws_iam_policy");
  const attached = source
    .resources("aws_iam_role_policy_attachment")
    .filter(({ attributes }) => attributes.role === name || attributes.role === role.attributes.id)
    .map((attachment) => {
      const policy = policies.find(({ attributes }) => attributes.arn === attachment.attributes.policy_arn);
      if (policy) return policy;
      throw new PolicyError(placeOf(attachment), `the deployment has no policy ${attachment.attributes.policy_arn}.`);
    });
  const inline = source.resources("aws_iam_role_policy").filter(({ attributes }) => attributes.role === name);
  const sets = [...attached, ...inline].map((policy) => {
    const where = placeOf(policy);
    return split(readPolicy(argument(policy, "policy"), where), () => [{ policyOf: arn, holder: arn, where }]);
  });
  return { allows: sets.flatMap(({ allows }) => allows), denies: sets.flatMap(({ denies }) => denies) };
}

function policySet(statements: readonly Statement[], resource: Resource, arn: string, source: PolicySource): PolicySet {
  const where = placeOf(resource);
  return split(statements, ({ principals, sid }) => {
    if (principals === undefined) throw new PolicyError(where, `its statement ${sid} names no Principal.`);
    return principals.map(({ value }) => ({
      policyOf: arn,
      // The account may stand as its number alone.
      holder: value === source.accountId ? `arn:aws:iam::${value}:root` : value,
      ownResource: arn,
      where,
    }));
  });
}

function split(statements: readonly Statement[], placesOf: (statement: Statement) => readonly Place[]): PolicySet {
  const rights = (effect: Statement["effect"]) =>
    statements
      .filter((statement) => statement.effect === effect)
      .flatMap((statement) => placesOf(statement).flatMap((place) => rightsOf(statement, place)));
  return { allows: rights("Allow"), denies: rights("Deny") };
}

function arnOfOwner(policy: Resource, by: string, type: string, named: string, source: PolicySource): string {
  const owner = source.resources(type).find(({ attributes }) => attributes[named] === policy.attributes[by]);
  if (owner) return argument(owner, "arn");
  throw new PolicyError(placeOf(policy), `the deployment has no ${type} ${policy.attributes[by]}.`);
}

function argument(resource: Resource, name: string): string {
  const value = textOf(resource.attributes, name);
  if (value !== undefined) return value;
  throw new PolicyError(placeOf(resource), `a text "${name}" was expected.`);
}

function placeOf({ stack, address }: Resource): string {
  return `${stack}, ${address}`;
}
