import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { list, statementsOf } from "./policy";
import { type SynthesizedStack, synthesize } from "./synthesized";

let folder: string;
let stacks: SynthesizedStack[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stacks-"));
  stacks = await synthesize(join(folder, "out"), "dev");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everywhere = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
const inStack = (id: string) => stacks.filter((stack) => stack.id === id);

describe("every role", () => {
  it("has a policy with actions named one by one", () => {
    const actions = everywhere("aws_iam_policy")
      .flatMap(statementsOf)
      .flatMap(({ Action }) => list(Action));
    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
  });

  it("has * only where AWS has no resource-level permission or the names are made up later", () => {
    const wild = everywhere("aws_iam_policy")
      .flatMap(statementsOf)
      .filter(({ Resource }) => list(Resource).some((resource) => resource.includes("*")))
      .map(({ Sid, Resource }) => [
        Sid,
        list(Resource).map((arn) => arn.replace(/.*(?=:(log-group|execution):)|\$\{.*\}/, "")),
      ]);
    const kinds = [...new Set(wild.map((entry) => JSON.stringify(entry)))].sort();
    expect(kinds).toEqual(
      [
        ["DeliverLog", ["*"]],
        ["FollowItself", [":execution:orders-dev-fulfilment-order-fulfilment:*"]],
        ["KeepLines", ["/lines/*"]],
        ["Log", [":*"]],
        ["ReadLines", ["/lines/*"]],
        ["ReadUploads", ["/uploads/*"]],
        ["Trace", ["*"]],
        ["Upload", ["/uploads/*"]],
        ["WriteLogsOfApis", [":log-group:*"]],
      ].map((entry) => JSON.stringify(entry)),
    );
  });

  it("uses the key only through the services that hold what it encrypts", () => {
    const uses = everywhere("aws_iam_policy")
      .flatMap(statementsOf)
      .filter(({ Action }) => list(Action)[0]?.startsWith("kms:"));
    expect(uses.length).toBe(19);
    for (const { Condition } of uses) {
      expect(Condition).toEqual({ StringEquals: { "kms:ViaService": expect.any(Array) } });
    }
  });

  it("has no AWS-managed policy and no inline one", () => {
    expect(stacks.map(({ text }) => text.includes(":policy/")).includes(true)).toBe(false);
    expect(everywhere("aws_iam_role_policy")).toEqual([]);
  });
});

describe("the role of each workflow", () => {
  const workflows = readdirSync(resolve(__dirname, "../../workflows")).map((file) => file.replace(".asl.json", ""));

  it.each(workflows)("of %s allows the actions of its tasks and no others", (workflow) => {
    const definition = readFileSync(resolve(__dirname, `../../workflows/${workflow}.asl.json`), "utf8");
    const [policy] = inStack(workflow === "order-intake" ? "orders-dev-intake" : "orders-dev-fulfilment")
      .flatMap((stack) => stack.ofType("aws_iam_policy"))
      .filter(({ attributes }) => String(attributes.name).endsWith(`-${workflow}`));
    if (policy === undefined) throw new Error(`There is no policy of ${workflow}.`);
    const allowed = statementsOf(policy)
      .flatMap(({ Action }) => list(Action))
      .filter((action) => !/^(logs|xray|kms):/.test(action));
    expect([...new Set(allowed)].sort()).toEqual(actionsOf(definition));
  });

  /**
   * IAM actions of the tasks in a definition. A transaction has none of its own, but those of what it writes; a
   * Distributed Map has those on the executions that it starts.
   */
  function actionsOf(definition: string): string[] {
    const iam: Record<string, string[]> = {
      "lambda:invoke": ["lambda:InvokeFunction"],
      "aws-sdk:s3:headObject": ["s3:GetObject"],
      "aws-sdk:dynamodb:transactWriteItems": [
        ...(definition.includes('"Put":') ? ["dynamodb:PutItem"] : []),
        ...(definition.includes('"Update":') ? ["dynamodb:UpdateItem"] : []),
      ],
    };
    const resources = [...definition.matchAll(/"arn:aws:states:::([^"]+)"/g)].map(([, resource = ""]) => resource);
    const named = (resource: string) =>
      resource
        .replace("aws-sdk:sfn:", "states:")
        .replace("aws-sdk:", "")
        .replace(".waitForTaskToken", "")
        .replace(/:(.)/, (_, first: string) => `:${first.toUpperCase()}`);
    const distributed = definition.includes('"DISTRIBUTED"') ? ["Start", "Describe", "Stop"] : [];
    const actions = resources.flatMap((resource) => iam[resource] ?? [named(resource)]);
    return [...new Set([...actions, ...distributed.map((verb) => `states:${verb}Execution`)])].sort();
  }
});

describe("API Gateway's role", () => {
  it("runs the workflows that answer, calls the one function and reads the one table", () => {
    const [policy] = inStack("orders-dev-intake")
      .flatMap((stack) => stack.ofType("aws_iam_policy"))
      .filter(({ attributes }) => attributes.name === "orders-dev-intake-api");
    if (policy === undefined) throw new Error("There is no policy of the API.");
    expect(statementsOf(policy).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["states:StartSyncExecution"],
        [
          expect.stringMatching(/^\$\{aws_sfn_state_machine\.order-intake_[\w-]+\.arn\}$/),
          expect.stringMatching(/aws_sfn_state_machineresolve-approval_machine_\w+arn\}$/),
          expect.stringMatching(/aws_sfn_state_machinecarrier-event_machine_\w+arn\}$/),
        ],
      ],
      [["lambda:InvokeFunction"], [expect.stringMatching(/^\$\{aws_lambda_function\.create-upload_\w+\.arn\}$/)]],
      [["dynamodb:GetItem"], [expect.stringMatching(/aws_dynamodb_tableordersarn\}$/)]],
      [["kms:Decrypt"], [expect.stringMatching(/aws_kms_key[\w]+arn\}$/)]],
    ]);
  });
});

/** The grants of a role, by Sid: actions and resources. */
function grantsOf(stack: string, part: string): Record<string, readonly [string[], string[]]> {
  const [policy] = inStack(stack)
    .flatMap((each) => each.ofType("aws_iam_policy"))
    .filter(({ attributes }) => attributes.name === `${stack}-${part}`);
  if (policy === undefined) throw new Error(`There is no policy of ${stack}-${part}.`);
  return Object.fromEntries(statementsOf(policy).map((each) => [each.Sid, [list(each.Action), list(each.Resource)]]));
}

describe("rights on a part of something", () => {
  const fulfilment = "orders-dev-fulfilment";
  const oneOf = (pattern: RegExp) => [expect.stringMatching(pattern)];

  it("let fulfilment start, follow and stop batches of itself, and read lines of orders", () => {
    const grants = grantsOf(fulfilment, "order-fulfilment");
    expect(grants.StartItself).toEqual([
      ["states:StartExecution"],
      oneOf(/^arn:.*:states:eu-west-1:.*:stateMachine:orders-dev-fulfilment-order-fulfilment$/),
    ]);
    expect(grants.FollowItself).toEqual([
      ["states:DescribeExecution", "states:StopExecution"],
      oneOf(/^arn:.*:states:eu-west-1:.*:execution:orders-dev-fulfilment-order-fulfilment:\*$/),
    ]);
    expect(grants.ReadLines).toEqual([["s3:GetObject"], oneOf(/aws_s3_bucketpayloads_bucket_\w+arn\}\/lines\/\*$/)]);
  });

  it("let fulfilment's role be taken for its batches as well, and no other workflow's", () => {
    const sources = everywhere("aws_iam_role")
      .filter(({ attributes }) => String(attributes.assume_role_policy).includes("states.amazonaws.com"))
      .map(({ attributes }) => [
        String(attributes.name),
        JSON.parse(String(attributes.assume_role_policy)).Statement[0].Condition.ArnEquals["aws:SourceArn"],
      ]);
    expect(sources).toHaveLength(9);
    for (const [name, source] of sources) {
      const itself = expect.stringMatching(`:stateMachine:${name}$`);
      const batches = expect.stringMatching(`:stateMachine:${name}/\\*$`);
      expect(source).toEqual(String(name).endsWith("-order-fulfilment") ? [itself, batches] : itself);
    }
  });

  it.each(["resolve-approval", "carrier-event"])("let %s answer for fulfilment alone", (workflow) => {
    expect(grantsOf(fulfilment, workflow).Answer?.[1]).toEqual(
      oneOf(/^\$\{aws_sfn_state_machine\.order-fulfilment_machine_\w+\.arn\}$/),
    );
  });

  it("let only carrier-event send a heartbeat", () => {
    const may = (workflow: string) => grantsOf(fulfilment, workflow).Answer?.[0].includes("states:SendTaskHeartbeat");
    expect([may("resolve-approval"), may("carrier-event")]).toEqual([false, true]);
  });

  it("let the reconciler query the one index, and start itself and its child", () => {
    const grants = grantsOf(fulfilment, "reconcile-orders");
    expect(grants.FindOrders).toEqual([["dynamodb:Query"], oneOf(/\}\/index\/pending-hand-over$/)]);
    expect(grants.StartItself?.[1]).toEqual(oneOf(/:stateMachine:orders-dev-fulfilment-reconcile-orders$/));
    expect(grants.RunChild?.[1]).toEqual(oneOf(/hand-over-orders_machine_\w+\.arn\}$/));
    expect(grants).not.toHaveProperty("FollowItself");
  });

  it("let functions read uploads, keep lines and lend the right to upload, and nothing else in the bucket", () => {
    const onBucket = (part: string) =>
      Object.values(grantsOf("orders-dev-intake", part))
        .filter(([actions]) => actions.some((action) => action.startsWith("s3:")))
        .map(([actions, resources]) => [actions, resources.map((arn) => arn.replace(/^\$\{.*\}/, ""))]);
    expect(onBucket("validate-order")).toEqual([
      [["s3:GetObject", "s3:GetObjectVersion"], ["/uploads/*"]],
      [["s3:PutObject"], ["/lines/*"]],
    ]);
    expect(onBucket("create-upload")).toEqual([[["s3:PutObject"], ["/uploads/*"]]]);
  });

  it("let the schedule and the rule start their workflow alone", () => {
    expect(grantsOf(fulfilment, "reconcile").StartWorkflow).toEqual([
      ["states:StartExecution"],
      oneOf(/reconcile-orders_machine_\w+\.arn\}$/),
    ]);
    expect(grantsOf("orders-dev-intake", "uploaded")).toEqual({
      StartWorkflow: [["states:StartExecution"], oneOf(/order-intake_machine_\w+\.arn\}$/)],
    });
  });
});
