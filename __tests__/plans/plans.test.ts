import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadEnvironments } from "../../environments/load";
import { pinned } from "../environments/fixture";
import { planAll } from "./all-plans";
import { type AwsEndpoint, startAwsEndpoint } from "./aws-endpoint";
import { itKeepsTheBaseline } from "./baseline-plans";
import { itHoldsOrders } from "./data-plan";
import type { Plan } from "./plan";
import { itRunsOrders } from "./workload-plans";

const environments = loadEnvironments(undefined, pinned());
const units = ["data", "fulfilment", "intake"] as const;
const stacks = environments.flatMap(({ name }) => units.map((unit) => `orders-${name}-${unit}`));

let scratch: string;
let endpoint: AwsEndpoint;
let plans: ReadonlyMap<string, Plan>;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "plans-"));
  endpoint = await startAwsEndpoint();
  plans = await planAll(scratch, endpoint.url);
});
afterAll(async () => {
  await endpoint?.close();
  rmSync(scratch, { recursive: true, force: true });
});

function planOf(environment: string, unit: (typeof units)[number]): Plan {
  const plan = plans.get(`orders-${environment}-${unit}`);
  if (plan === undefined) throw new Error(`There is no plan of ${unit} in ${environment}.`);
  return plan;
}

it("plans every stack of every environment", () => {
  expect([...plans.keys()].sort()).toEqual([...stacks].sort());
});

it("needs nothing of AWS but who calls and whether a definition is one", () => {
  expect([...new Set(endpoint.calls)].sort()).toEqual([
    "AWSStepFunctions.ValidateStateMachineDefinition",
    "GetCallerIdentity",
  ]);
});

it("has AWS validate the definitions that are known before anything exists", () => {
  const comments = endpoint.definitions.map((definition) => JSON.parse(definition).Comment);
  const expected = ["carrier-event", "release-inventory", "reserve-inventory", "resolve-approval"].map(
    (workflow) => JSON.parse(readFileSync(resolve(__dirname, `../../workflows/${workflow}.asl.json`), "utf8")).Comment,
  );
  expect([...new Set(comments)].sort()).toEqual(expected.sort());
  expect(comments).toHaveLength(expected.length * environments.length);
});

describe.each(stacks)("%s", (stack) => {
  const plan = () => planOf(stack.split("-")[1] ?? "", units.find((unit) => stack.endsWith(unit)) ?? "data");

  it("is valid without a warning", () => {
    expect(plan().diagnostics).toEqual([]);
  });

  it("creates everything, and changes or destroys nothing", () => {
    expect(plan().actions.length).toBeGreaterThan(10);
    expect(plan().actions.filter(([, actions]) => actions.join() !== "create")).toEqual([]);
  });

  it("tags everything that can have tags with project, environment and stack", () => {
    const tagged = plan().resources.filter(({ values }) => values.tags_all !== undefined);
    expect(tagged.length).toBeGreaterThan(0);
    for (const { address, values } of tagged) {
      expect([address, values.tags_all]).toEqual([
        address,
        expect.objectContaining({ Project: "order-platform", Environment: stack.split("-")[1], Stack: stack }),
      ]);
    }
  });
});

describe.each(environments)("$name", (environment) => {
  const planFor = (unit: (typeof units)[number]) => () => planOf(environment.name, unit);

  itHoldsOrders(environment, planFor("data"));
  itRunsOrders(environment, planFor("fulfilment"), planFor("intake"));
  itKeepsTheBaseline(() => units.map((unit) => planFor(unit)()));
});
