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
      .map(({ Sid, Resource }) => [Sid, list(Resource).map((arn) => arn.replace(/.*(?=:log-group:)|\$\{.*\}/, ""))]);
    const kinds = [...new Set(wild.map((entry) => JSON.stringify(entry)))].sort();
    expect(kinds).toEqual(
      [
        ["DeliverLog", ["*"]],
        ["Log", [":*"]],
        ["Trace", ["*"]],
        ["WriteLogsOfApis", [":log-group:*"]],
      ].map((entry) => JSON.stringify(entry)),
    );
  });

  it("uses the key only through the services that hold what it encrypts", () => {
    const uses = everywhere("aws_iam_policy")
      .flatMap(statementsOf)
      .filter(({ Action }) => list(Action)[0]?.startsWith("kms:"));
    expect(uses.length).toBe(12);
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

  /** IAM actions of the tasks in a definition. A transaction has none of its own, but those of what it writes. */
  function actionsOf(definition: string): string[] {
    const iam: Record<string, string[]> = {
      "lambda:invoke": ["lambda:InvokeFunction"],
      "aws-sdk:sfn:startSyncExecution": ["states:StartSyncExecution"],
      "aws-sdk:dynamodb:transactWriteItems": [
        ...(definition.includes('"Put":') ? ["dynamodb:PutItem"] : []),
        ...(definition.includes('"Update":') ? ["dynamodb:UpdateItem"] : []),
      ],
    };
    const resources = [...definition.matchAll(/"arn:aws:states:::([^"]+)"/g)].map(([, resource = ""]) => resource);
    const named = (resource: string) => resource.replace(/:(.)/, (_, first: string) => `:${first.toUpperCase()}`);
    return [...new Set(resources.flatMap((resource) => iam[resource] ?? [named(resource)]))].sort();
  }
});

describe("API Gateway's role", () => {
  it("starts the one workflow and reads the one table", () => {
    const [policy] = inStack("orders-dev-intake")
      .flatMap((stack) => stack.ofType("aws_iam_policy"))
      .filter(({ attributes }) => attributes.name === "orders-dev-intake-api");
    if (policy === undefined) throw new Error("There is no policy of the API.");
    expect(statementsOf(policy).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ["states:StartSyncExecution"],
        [expect.stringMatching(/^\$\{aws_sfn_state_machine\.order-intake_[\w-]+\.arn\}$/)],
      ],
      [["dynamodb:GetItem"], [expect.stringMatching(/aws_dynamodb_tableordersarn\}$/)]],
      [["kms:Decrypt"], [expect.stringMatching(/aws_kms_key[\w]+arn\}$/)]],
    ]);
  });
});
