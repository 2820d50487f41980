import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { Construct } from "constructs";
import type { Environment } from "../environments/schema";
import { boundary } from "./bootstrap/boundary";
import { asksApi, computeRights } from "./bootstrap/compute-rights";
import { document, reads, writes } from "./bootstrap/document";
import { identityRights } from "./bootstrap/identity-rights";
import { ISSUER } from "./bootstrap/issuer";
import { messagingRights } from "./bootstrap/messaging-rights";
import { PipelineRole, type PipelineRoleOptions } from "./bootstrap/pipeline-role";
import type { Names } from "./bootstrap/right";
import { StateBucket } from "./bootstrap/state-bucket";
import { stateRights } from "./bootstrap/state-rights";
import { encryptedRights, storageRights } from "./bootstrap/storage-rights";
import { boundaryPolicy } from "./bootstrap-names";
import { logAccess } from "./constructs/access-log";
import { Refused } from "./constructs/refused";
import { PlatformStack } from "./platform-stack";

/** The branch that environments are deployed from and checked for drift against. */
const BRANCH = "main";

/** What must exist before pipelines can deploy an environment: their roles, the boundary and the state bucket. */
export class BootstrapStack extends PlatformStack {
  private readonly names: Names;

  constructor(scope: Construct, environment: Environment) {
    super(scope, "bootstrap", environment);
    const { name, pipeline, backend } = environment;
    if (pipeline === undefined) {
      throw new Refused(
        `The environment ${name} has no pipeline to create roles for. Set pipeline: { repository: "owner/name" } in environments/${name}.ts, or ORDERS_${name.toUpperCase()}_PIPELINE_REPOSITORY.`,
      );
    }
    this.names = this.createNames();
    const { names } = this;
    const own = `${this.node.id}-state-${this.accountId}`;
    const bucket = backend.type === "s3" ? (backend.bucket ?? own) : own;
    if (bucket === own) {
      const states = new StateBucket(this, "state", own);
      logAccess(this, { bucket: states, prefix: "states", id: "state-access", sid: "AccessLogsOfStates" });
    }
    const kmsKeyArn = backend.type === "s3" ? backend.kmsKeyArn : undefined;
    const state = { ...names, bucket, kmsKeyArn };

    const storage = storageRights(names);
    const messaging = messagingRights(names);
    const compute = computeRights(names);
    const identity = identityRights(names);
    const all = [...storage, ...messaging, ...compute, ...identity];
    const bounds = new IamPolicy(this, "boundary", {
      name: boundaryPolicy(environment),
      description: `The most that any role of ${names.prefix} may do.`,
      policy: document(boundaryPolicy(environment), boundary(names, all, state)),
    });
    // As written in the setting: where GitHub's tokens contain ids, a name without ids matches none of them.
    const repository = `repo:${pipeline.repository}`;
    const { providerArn, after } = this.provider(pipeline.createOidcProvider);
    const common = { providerArn, after: [...after, bounds], boundaryArn: names.boundaryArn };
    new PipelineRole(this, "plan", {
      ...common,
      description: `Plans ${names.prefix} for pull requests and checks it for drift. It changes nothing.`,
      subjects: [`${repository}:pull_request`, `${repository}:ref:refs/heads/${BRANCH}`],
      policies: {
        storage: [...reads([...storage, ...identity]), ...stateRights("plan", state)],
        workload: reads([...messaging, ...compute, ...encryptedRights(names)]),
      },
    });
    new PipelineRole(this, "deploy", {
      ...common,
      description: `Deploys ${names.prefix}.`,
      subjects: [`${repository}:environment:${name}`],
      policies: {
        storage: [...reads(storage), ...writes(storage), ...this.emptiesBuckets(), ...stateRights("deploy", state)],
        messaging: [...reads(messaging), ...writes(messaging)],
        compute: [...reads(compute), ...writes(compute), ...asksApi(names)],
        identity: [...reads(identity), ...writes(identity)],
      },
    });
  }

  private createNames(): Names {
    const { region, namePrefix, name } = this.environment;
    const iamArn = (resource: string) => `arn:${this.partition}:iam::${this.accountId}:${resource}`;
    return {
      arn: (service, resource) => this.arn(service, resource),
      iamArn,
      bucketArn: (bucket) => `arn:${this.partition}:s3:::${bucket}`,
      apiArn: (path) => `arn:${this.partition}:apigateway:${region}::${path}`,
      region,
      prefix: `${namePrefix}-${name}`,
      boundaryArn: iamArn(`policy/${boundaryPolicy(this.environment)}`),
    };
  }

  /** The provider through which the account trusts GitHub's tokens. An account can have only one. */
  private provider(isMadeHere: boolean): Pick<PipelineRoleOptions, "providerArn" | "after"> {
    const made = isMadeHere
      ? [
          new IamOpenidConnectProvider(this, "github", {
            url: `https://${ISSUER}`,
            clientIdList: ["sts.amazonaws.com"],
          }),
        ]
      : [];
    // The ARN is built from names, so that a plan shows whom the roles trust.
    return { providerArn: this.names.iamArn(`oidc-provider/${ISSUER}`), after: made };
  }

  /** Without deletion protection, a destroy empties the buckets first. */
  private emptiesBuckets() {
    if (this.environment.deletionProtection) return [];
    const { bucketArn, prefix } = this.names;
    const ofObjects = ["s3:DeleteObject", "s3:DeleteObjectVersion"];
    return [
      {
        Sid: "ListObjects",
        Effect: "Allow",
        Action: ["s3:ListBucketVersions"],
        Resource: [bucketArn(`${prefix}-data-*`)],
      },
      { Sid: "EmptyBuckets", Effect: "Allow", Action: ofObjects, Resource: [bucketArn(`${prefix}-data-*/*`)] },
    ] as const;
  }
}
