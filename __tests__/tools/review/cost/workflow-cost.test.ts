import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDefinition } from "../../../../asl/parse";
import { pathCosts } from "../../../../tools/review/cost/path-cost";
import { examineWorkflowCost } from "../../../../tools/review/cost/workflow-cost";
import { type GivenMachine, machine, subject } from "../plan-json";

const ADDRESS = "aws_sfn_state_machine.orders";

/** A definition of so many states in a row. */
function chain(length: number): Readonly<Record<string, unknown>> {
  const states = Array.from({ length }, (_, index) => [
    `S${index}`,
    index === length - 1 ? { Type: "Succeed" } : { Type: "Pass", Next: `S${index + 1}` },
  ]);
  return { StartAt: "S0", States: Object.fromEntries(states) };
}

async function findings(given: GivenMachine) {
  const found = await examineWorkflowCost(subject(machine(ADDRESS, given)));
  return found.map(({ level, rule, text }) => [level, rule, String(text)]);
}

describe("the cost of a workflow", () => {
  it("rises with a state on the way: 25 USD for a million transitions", async () => {
    expect(await findings({ before: chain(10), after: chain(11) })).toEqual([
      [
        "safe",
        "workflow-cost",
        `The cost of a million executions of ${ADDRESS} rises from $250 for 10 state transitions each to $275 for 11 state transitions each.`,
      ],
    ]);
  });

  it("asks for attention above twice the former cost", async () => {
    expect((await findings({ before: chain(10), after: chain(20) }))[0]?.[0]).toBe("safe");
    expect((await findings({ before: chain(10), after: chain(21) }))[0]?.[0]).toBe("attention");
    expect((await findings({ before: chain(21), after: chain(10) }))[0]?.[0]).toBe("safe");
  });

  it("is not mentioned while it stays the same, whatever retries and comments say", async () => {
    const States = { S0: { Type: "Task", Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 9 }], End: true } };
    expect(await findings({ before: chain(1), after: { StartAt: "S0", States } })).toEqual([]);
  });

  // One request at 1 USD per million, and 1 s of 64 MB: 0.0625 GB-s at 0.00001667 USD, so 1.04 USD per million.
  it("changes with the type: an Express execution is one request and its duration", async () => {
    const [changed] = await findings({ before: chain(10), after: chain(10), attributesAfter: { type: "EXPRESS" } });
    expect(changed?.[2]).toContain("falls from $250 for 10 state transitions each to $2.04 for one Express request");
    const [back] = await findings({
      before: chain(10),
      after: chain(10),
      attributes: { type: "EXPRESS" },
      attributesAfter: { type: "STANDARD" },
    });
    expect(back?.[0]).toBe("attention");
  });

  it("does not depend on the states of an Express workflow", async () => {
    expect(await findings({ before: chain(3), after: chain(9), attributes: { type: "EXPRESS" } })).toEqual([]);
  });

  it("is stated for a new workflow, and not for one that goes or whose definition cannot be read", async () => {
    expect(await findings({ after: chain(4) })).toEqual([
      [
        "safe",
        "workflow-cost-new",
        `A million executions of the new ${ADDRESS} cost $100 for 4 state transitions each.`,
      ],
    ]);
    expect((await findings({ after: chain(1) }))[0]?.[2]).toContain("cost $25 for 1 state transition each.");
    expect(await findings({ before: chain(4) })).toEqual([]);
    expect(await findings({ before: chain(4), after: "{" })).toEqual([]);
    expect(await findings({ before: "[]", after: chain(4) })).toEqual([]);
    expect(await findings({ before: chain(4), after: chain(5), afterUnknown: { definition: true } })).toEqual([]);
  });
});

// README.md states ten transitions for a completed order, and three more with an approval.
it("of order-fulfilment lies around the README's ten and thirteen transitions", () => {
  const file = join(__dirname, "../../../../workflows/order-fulfilment.asl.json");
  const costs = pathCosts(parseDefinition(file, readFileSync(file, "utf8")));
  expect(costs?.least.transitions).toBeLessThanOrEqual(10);
  expect(costs?.most.transitions).toBeGreaterThanOrEqual(13);
});
