import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployment, loadDeployment } from "../../tools/aws/deployment";
import { list, type Statement, statementsOf } from "./policy";
import { problemsOf } from "./published-iam";
import { expectedKeyUses, expectedRights } from "./roles/expected";
import { expectedOthers } from "./roles/others";
import { itGuardsResources } from "./roles/resource-policies";
import { synthesize } from "./synthesized";

/** IAM takes no longer managed policy, white space left out. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_LIMIT = 6_144;

/** The one that is looked at, and the one with the longest name. */
const environments = ["dev", "staging"];
let folder: string;
let deployments: Deployment[];
let dev: Deployment;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stacks-"));
  const outdir = join(folder, "out");
  await synthesize(outdir, environments.join(","));
  deployments = environments.map((name) => loadDeployment(outdir, name, { awsUrl: "http://127.0.0.1:4566" }));
  dev = loadDeployment(outdir, "dev", { awsUrl: "http://127.0.0.1:4566" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policies = (deployment = dev) =>
  deployment
    .resources("aws_iam_policy")
    .map((policy) => ({ name: String(policy.attributes.name), text: String(policy.attributes.policy), policy }));

/** The statements of a role, by the end of its name. */
function statements(part: string): Statement[] {
  const [found, ...others] = policies().filter(({ name }) => name.match(/^orders-dev-[a-z]+-(.*)/)?.[1] === part);
  if (found === undefined || others.length > 0) throw new Error(`There are ${others.length} more policies of ${part}.`);
  return statementsOf(found.policy);
}

const isOfLogsOrTraces = ({ Action }: Statement) => list(Action).every((action) => /^(logs|xray):/.test(action));
const isOfKey = ({ Action }: Statement) => list(Action).every((action) => action.startsWith("kms:"));
/** Without region and account, and what AWS makes up at the end of a secret's ARN. */
const brief = (arn: string) =>
  arn.replace(/^arn:aws:([a-z0-9]+):[^:]*:\d*:/, "$1 ").replace(/^(secretsmanager .*)-\w{6}$/, "$1");

describe("every role", () => {
  it("may do what AWS publishes as an action, on a resource of a type that the action has, * only where it has none", async () => {
    const all = policies().flatMap(({ name, policy }) => statementsOf(policy).map((each) => ({ name, ...each })));
    expect(all.length).toBeGreaterThan(100);
    const problems = await Promise.all(
      all.map(async (each) => (await problemsOf(each)).map((problem) => `${each.name} ${each.Sid}: ${problem}`)),
    );
    expect(problems.flat()).toEqual([]);
  });

  it("has a policy that IAM takes, also in the environment with the longest name", () => {
    const sizes = deployments.flatMap((deployment) =>
      policies(deployment).map(({ name, text }) => [name, text.length]),
    );
    expect(sizes).toHaveLength(2 * policies().length);
    expect(sizes.filter(([, size]) => Number(size) > POLICY_LIMIT)).toEqual([]);
  });

  it("has statements with distinct Sids", () => {
    for (const { name, policy } of policies()) {
      const sids = statementsOf(policy).map(({ Sid }) => Sid);
      expect([name, new Set(sids).size]).toEqual([name, sids.length]);
    }
  });

  it("uses the key only through the services that hold what it encrypts, or for the one resource that it opens", () => {
    const uses = policies().flatMap(({ policy }) => statementsOf(policy).filter(isOfKey));
    expect(uses.length).toBeGreaterThan(20);
    for (const { Condition, Resource } of uses) {
      const [[name, value] = [], ...others] = Object.entries(Object(Object(Condition).StringEquals));
      expect([Object.keys(Object(Condition)), others]).toEqual([["StringEquals"], []]);
      if (name !== "kms:ViaService")
        expect([name, value]).toEqual([expect.stringMatching(/arn$/i), expect.any(String)]);
      expect(list(Resource)).toEqual([expect.stringMatching(/^arn:aws:kms:eu-west-1:123456789012:key\/[\w-]+$/)]);
    }
  });

  it("has one policy, neither AWS-managed nor inline", () => {
    const names = dev.resources("aws_iam_role").map(({ attributes }) => attributes.name);
    const attachments = dev.resources("aws_iam_role_policy_attachment").map(({ attributes }) => attributes);
    expect(attachments.map(({ role }) => role).sort()).toEqual([...names].sort());
    for (const { role, policy_arn } of attachments) {
      expect(policy_arn).toBe(`arn:aws:iam::123456789012:policy/${role}`);
    }
    expect(dev.resources("aws_iam_role_policy")).toEqual([]);
  });

  it("may be taken by one service, for one resource of this account where the service passes its source", () => {
    const trusts = dev.resources("aws_iam_role").map(({ attributes }) => {
      const { Statement } = JSON.parse(String(attributes.assume_role_policy));
      expect(Statement).toEqual([expect.objectContaining({ Effect: "Allow", Action: "sts:AssumeRole" })]);
      const [{ Principal, Condition }] = Statement;
      return { name: String(attributes.name), service: String(Principal.Service).split(".")[0], Condition };
    });
    // Lambda and API Gateway pass no source.
    for (const { name, service, Condition } of trusts) {
      const isTold = !["lambda", "apigateway"].includes(String(service));
      expect([name, Condition]).toEqual([
        name,
        isTold
          ? {
              StringEquals: { "aws:SourceAccount": "123456789012" },
              ArnEquals: { "aws:SourceArn": sourceOf(name, String(service)) },
            }
          : undefined,
      ]);
    }
  });

  function sourceOf(name: string, service: string): string | string[] {
    const arn = (of: string, resource: string) => `arn:aws:${of}:eu-west-1:123456789012:${resource}`;
    const machine = arn("states", `stateMachine:${name}`);
    const sources: Record<string, string | string[]> = {
      // Of a version or an alias, after a colon; of a Distributed Map, after a slash.
      states: [machine, `${machine}:*`, ...(name.endsWith("-order-fulfilment") ? [`${machine}/*`] : [])],
      pipes: arn("pipes", `pipe/${name}`),
      events: arn("events", `rule/${name}`),
      scheduler: arn("scheduler", `schedule-group/${name}`),
    };
    return sources[service] ?? "no such service";
  }
});

describe("the role of the workflow", () => {
  it.each(Object.entries(expectedRights))(
    "%s may do what its definition calls, and nothing else",
    (workflow, rights) => {
      const granted = statements(workflow)
        .filter((each) => !isOfLogsOrTraces(each) && !isOfKey(each))
        .map(({ Sid, Action, Resource }) => [
          Sid.replace(/\d$/, "").replaceAll("And", " "),
          list(Action).join(" "),
          list(Resource).map(brief).join(" "),
        ]);
      expect([...granted].sort()).toEqual([...rights].sort());
    },
  );

  it.each(Object.entries(expectedKeyUses))("%s uses the key for what it reads and writes", (workflow, uses) => {
    const granted = statements(workflow)
      .filter(isOfKey)
      .map(({ Action, Condition }) => [
        list(Action).join(" ").replace("kms:", ""),
        Object(Condition).StringEquals["kms:ViaService"].join(" ").replaceAll(".eu-west-1.amazonaws.com", ""),
      ]);
    expect(Object.fromEntries(granted)).toEqual(uses);
  });

  it("is expected here for each workflow", () => {
    const machines = dev.resources("aws_sfn_state_machine").map(({ attributes }) => String(attributes.name));
    const expected = (part: string) => machines.filter((name) => name.endsWith(`-${part}`));
    expect(Object.keys(expectedRights).flatMap(expected).sort()).toEqual(machines.sort());
    const withoutKey = Object.keys(expectedRights).filter((part) => statements(part).every((one) => !isOfKey(one)));
    expect([...Object.keys(expectedKeyUses), ...withoutKey].sort()).toEqual(Object.keys(expectedRights).sort());
    expect(withoutKey).toEqual(["reconcile-orders"]);
  });

  it.each(Object.keys(expectedRights))("%s may deliver its log and trace", (workflow) => {
    expect(
      statements(workflow)
        .filter(isOfLogsOrTraces)
        .map(({ Sid, Resource }) => [Sid, Resource]),
    ).toEqual([
      ["DeliverLog", ["*"]],
      ["Trace", ["*"]],
    ]);
  });
});

describe("the role of", () => {
  it.each(Object.entries(expectedOthers))("%s may do what it is for, and nothing else", (part, rights) => {
    const granted = statements(part).map(({ Action, Resource, Condition }) => {
      const conditions = Object.entries(Object(Object(Condition).StringEquals));
      const suffix = conditions.map(([name, value]) =>
        name === "kms:ViaService"
          ? ` via ${[value].flat().join(" ").replaceAll(".eu-west-1.amazonaws.com", "")}`
          : ` for ${name.replace("kms:EncryptionContext:", "")} ${brief(String(value))}`,
      );
      return `${list(Action).join(" ")} on ${list(Resource)
        .map(brief)
        .join(", ")
        .replace(/key\/.*/, "key")}${suffix.join("")}`;
    });
    expect(granted.sort()).toEqual([...rights].sort());
  });

  it("nothing else is without an expectation here", () => {
    const parts = policies().map(({ name }) => name.replace(/^orders-dev-[a-z]+-/, ""));
    expect(parts.sort()).toEqual([...Object.keys(expectedRights), ...Object.keys(expectedOthers)].sort());
  });
});

itGuardsResources(() => dev);
