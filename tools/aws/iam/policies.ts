import { textOf } from "../../support/json";
import type { Resource } from "../deployment";
import { readPolicy, type Statement } from "./document";
import { PolicyError } from "./policy-error";
import { type Place, type Right, rightsOf } from "./right";

/** The part of a deployment from which policies are read. */
export interface PolicySource {
  readonly accountId: string;
  readonly types: readonly string[];
  resources(type: string): readonly Resource[];
}

/** The rights of one role, or the rights that one resource's policy allows or denies. */
export interface PolicySet {
  readonly allows: readonly Right[];
  readonly denies: readonly Right[];
}

/** Every policy of a deployment. */
export interface Policies {
  /** By the role's ARN. */
  readonly ofRoles: ReadonlyMap<string, PolicySet>;
  /** By the resource's ARN. A role's resource policy is its trust policy. */
  readonly ofResources: ReadonlyMap<string, PolicySet>;
  /** Limits of the enforcement, for the operator. */
  readonly notices: readonly string[];
}

/** Types of resource policies, each with the argument that names its resource. */
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

/** Types of policies and attachments that name a role. */
const OF_ROLES = ["aws_iam_role_policy_attachment", "aws_iam_role_policy"];
const READ = new Set(["aws_iam_policy", ...OF_ROLES, ...RESOURCE_POLICIES.map(({ type }) => type)]);

/** Types whose names suggest that they allow, deny or bound rights. An unread one would make every answer uncertain. */
const OF_RIGHTS =
  /^aws_(?:iam_(?:user|group)|kms_(?:external_key|replica)|(?:api_gateway|cloudwatch_event|iam|kms|lambda|organizations|s3|s3control|secretsmanager|sns|sqs|vpc_endpoint)_.*(?:polic(?:y|ies)|permission|grant|boundary|acl|access_point)|.*_resource_policy)/;
/** Types that only have such names: they configure where dead letters go. */
const NOT_OF_RIGHTS = /^aws_sqs_queue_redrive_(?:allow_)?policy$/;

/** Arguments that allow or deny rights within another resource, and how to fix a configuration that uses them. */
const NOT_READ_ARGUMENTS: Readonly<Record<string, { readonly names: readonly string[]; readonly fix: string }>> = {
  aws_iam_role: { names: ["inline_policy", "managed_policy_arns"], fix: "Use aws_iam_role_policy_attachment" },
  aws_sqs_queue: { names: ["policy"], fix: "Use aws_sqs_queue_policy" },
  aws_sns_topic: { names: ["policy"], fix: "Use aws_sns_topic_policy" },
  aws_s3_bucket: { names: ["policy", "acl", "grant"], fix: "Use aws_s3_bucket_policy" },
  aws_secretsmanager_secret: { names: ["policy"], fix: "Use aws_secretsmanager_secret_policy" },
  aws_api_gateway_rest_api: { names: ["policy"], fix: "Add support in tools/aws/iam" },
  aws_vpc_endpoint: { names: ["policy"], fix: "Add support in tools/aws/iam" },
};

/** Reads every policy. Throws a PolicyError, with stack and address, if it cannot be enforced as on AWS. */
export function readPolicies(source: PolicySource): Policies {
  refuseWhatIsNotRead(source);
  const roles = source.resources("aws_iam_role");
  const ofResources = new Map<string, PolicySet>();
  for (const role of roles) ofResources.set(argument(role, "arn"), trustOf(role, source));
  for (const { type, arnOf } of RESOURCE_POLICIES) {
    for (const resource of source.resources(type).filter(({ attributes }) => attributes.policy !== undefined)) {
      const arn = arnOf(resource, source);
      // On AWS, the later policy would replace the earlier one.
      if (ofResources.has(arn)) throw new PolicyError(placeOf(resource), `${arn} already has another policy.`);
      ofResources.set(
        arn,
        policySet(readPolicy(argument(resource, "policy"), placeOf(resource)), resource, arn, source),
      );
    }
  }
  const ofRoles = new Map(roles.map((role) => [argument(role, "arn"), rightsOfRole(role, source)]));
  return { ofRoles, ofResources, notices: boundaryNotices(roles) };
}

function refuseWhatIsNotRead(source: PolicySource): void {
  const unread = source.types.filter((type) => OF_RIGHTS.test(type) && !READ.has(type) && !NOT_OF_RIGHTS.test(type));
  if (unread.length > 0) {
    throw new PolicyError(
      unread.join(", "),
      "the local run does not read such rights yet. Add support in tools/aws/iam.",
    );
  }
  for (const [type, { names, fix }] of Object.entries(NOT_READ_ARGUMENTS)) {
    for (const resource of source.resources(type)) {
      const name = names.find((each) => resource.attributes[each] !== undefined);
      if (name === undefined) continue;
      throw new PolicyError(placeOf(resource), `the local run does not read ${name}. ${fix}.`);
    }
  }
  const roles = source.resources("aws_iam_role");
  for (const policy of OF_ROLES.flatMap((type) => source.resources(type))) {
    if (roles.some((role) => isOf(role, policy))) continue;
    throw new PolicyError(placeOf(policy), `the deployment has no role ${policy.attributes.role}.`);
  }
}

/** A boundary is outside the local run: it gives no right, and its denials are unknown. */
function boundaryNotices(roles: readonly Resource[]): string[] {
  const boundaries = roles.flatMap(({ attributes }) => textOf(attributes, "permissions_boundary") ?? []);
  return [...new Set(boundaries)].map((arn) => `Roles are bounded by ${arn}, which the local run does not enforce.`);
}

function trustOf(role: Resource, source: PolicySource): PolicySet {
  const statements = readPolicy(argument(role, "assume_role_policy"), placeOf(role));
  for (const { sid, resources } of statements) {
    if (resources === undefined) continue;
    throw new PolicyError(
      placeOf(role),
      `its statement ${sid} names a Resource. AWS refuses that: the resource is the role.`,
    );
  }
  return policySet(statements, role, argument(role, "arn"), source);
}

function rightsOfRole(role: Resource, source: PolicySource): PolicySet {
  const arn = argument(role, "arn");
  const policies = source.resources("aws_iam_policy");
  const sets = OF_ROLES.flatMap((type) => source.resources(type).filter((each) => isOf(role, each)))
    .map((each) => (each.type === "aws_iam_role_policy" ? each : attachedBy(each, policies)))
    .map((policy) => {
      const where = placeOf(policy);
      return split(statementsOfRole(policy), () => [{ policyOf: arn, holder: arn, where }]);
    });
  return { allows: sets.flatMap(({ allows }) => allows), denies: sets.flatMap(({ denies }) => denies) };
}

function isOf({ attributes: { name, id } }: Resource, policy: Resource): boolean {
  return [name, id].includes(argument(policy, "role"));
}

function attachedBy(attachment: Resource, policies: readonly Resource[]): Resource {
  const policy = policies.find(({ attributes }) => attributes.arn === attachment.attributes.policy_arn);
  if (policy) return policy;
  throw new PolicyError(placeOf(attachment), `the deployment has no policy ${attachment.attributes.policy_arn}.`);
}

function statementsOfRole(policy: Resource): Statement[] {
  const where = placeOf(policy);
  const statements = readPolicy(argument(policy, "policy"), where);
  for (const { sid, resources, principals } of statements) {
    if (resources === undefined)
      throw new PolicyError(where, `its statement ${sid} names no Resource. AWS refuses that.`);
    if (principals === undefined) continue;
    throw new PolicyError(where, `its statement ${sid} names a Principal. AWS refuses that: it is the role.`);
  }
  return statements;
}

function policySet(statements: readonly Statement[], resource: Resource, arn: string, source: PolicySource): PolicySet {
  const where = placeOf(resource);
  return split(statements, ({ principals, sid }) => {
    if (principals === undefined) throw new PolicyError(where, `its statement ${sid} names no Principal.`);
    return principals.map(({ value }) => ({
      policyOf: arn,
      // An account may be written as its number alone.
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
