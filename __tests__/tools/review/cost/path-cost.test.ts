import type { AslObject } from "../../../../asl/states";
import { pathCosts } from "../../../../tools/review/cost/path-cost";

const pass = (Next?: string): AslObject => (Next === undefined ? { Type: "Pass", End: true } : { Type: "Pass", Next });
const machine = (States: AslObject, StartAt = "A"): AslObject => ({ StartAt, States });
const transitionsOf = (States: AslObject, StartAt?: string) => {
  const costs = pathCosts(machine(States, StartAt));
  return costs && [costs.least.transitions, costs.most.transitions];
};

// "Step Functions counts a state transition each time a step of your workflow is executed", 25 USD per million:
// https://aws.amazon.com/step-functions/pricing/
describe("the cost of a way through a Standard machine", () => {
  it("is one transition for each state entered", () => {
    expect(pathCosts(machine({ A: pass("B"), B: { Type: "Task", Next: "C" }, C: { Type: "Succeed" } }))).toEqual({
      least: { transitions: 3, usd: 75 },
      most: { transitions: 3, usd: 75 },
    });
  });

  it("lies between the shortest and the longest branch of a Choice that ends well", () => {
    const A = { Type: "Choice", Choices: [{ Next: "B" }, { Next: "D" }], Default: "Failed" };
    const States = { A, B: pass("C"), C: pass("D"), D: pass(), Failed: { Type: "Fail" } };
    expect(transitionsOf(States)).toEqual([2, 4]);
  });

  it("leaves out what only a Catch leads to", () => {
    const A = { Type: "Task", Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }], End: true };
    expect(transitionsOf({ A, B: pass("C"), C: pass() })).toEqual([1, 1]);
  });

  it("does not repeat a loop", () => {
    const B = { Type: "Choice", Choices: [{ Next: "A" }], Default: "C" };
    expect(transitionsOf({ A: pass("B"), B, C: pass() })).toEqual([3, 3]);
  });

  it("is unknown if no way ends well, or a state or the start does not exist", () => {
    expect(transitionsOf({ A: pass("B"), B: pass("A") })).toBeUndefined();
    expect(transitionsOf({ A: pass("B"), B: { Type: "Fail" } })).toBeUndefined();
    expect(transitionsOf({ A: pass("Nowhere") })).toBeUndefined();
    expect(transitionsOf({ A: pass() }, "Nowhere")).toBeUndefined();
    expect(transitionsOf({ A: pass() }, "constructor")).toBeUndefined();
    expect(transitionsOf({ A: pass("__proto__") })).toBeUndefined();
  });

  it("counts every branch of a Parallel", () => {
    const Branches = [machine({ A: pass("B"), B: pass() }), machine({ A: pass() })];
    expect(transitionsOf({ A: { Type: "Parallel", Branches, End: true } })).toEqual([4, 4]);
  });

  it("counts the states of a Map for ten items, or for the items that the definition lists", () => {
    const ItemProcessor = machine({ A: pass("B"), B: pass() });
    expect(transitionsOf({ A: { Type: "Map", ItemProcessor, End: true } })).toEqual([21, 21]);
    expect(transitionsOf({ A: { Type: "Map", Iterator: ItemProcessor, End: true } })).toEqual([21, 21]);
    expect(transitionsOf({ A: { Type: "Map", ItemProcessor, Items: [1, 2, 3], End: true } })).toEqual([7, 7]);
    expect(transitionsOf({ A: { Type: "Map", ItemProcessor, Items: [], End: true } })).toEqual([1, 1]);
  });

  it("counts a Distributed Map's executions by their own type, batches of items as one", () => {
    const processor = (ExecutionType: string) => ({
      ...machine({ A: pass("B"), B: pass() }),
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType },
    });
    const map = (ItemProcessor: AslObject, more: AslObject = {}) =>
      pathCosts(machine({ A: { Type: "Map", ItemProcessor, End: true, ...more } }))?.most;
    expect(map(processor("STANDARD"))).toEqual({ transitions: 21, usd: 525 });
    // 1 USD per million requests.
    expect(map(processor("EXPRESS"))).toEqual({ transitions: 1, usd: 35 });
    expect(map(processor("EXPRESS"), { ItemBatcher: { MaxItemsPerBatch: 4 } })).toEqual({ transitions: 1, usd: 28 });
    expect(map(processor("EXPRESS"), { ItemBatcher: { MaxItemsPerBatch: 0 } })).toEqual({ transitions: 1, usd: 35 });
  });

  it("takes a chain of 20,000 states and 100 levels of Maps", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `S${index}`);
    const chain = Object.fromEntries(names.map((name, index) => [name, pass(names[index + 1])]));
    expect(transitionsOf(chain, "S0")).toEqual([20_000, 20_000]);
    let nested = machine({ A: pass() });
    for (let level = 0; level < 100; level += 1)
      nested = machine({ A: { Type: "Map", ItemProcessor: nested, End: true } });
    expect(pathCosts(nested)?.most.transitions).toBeGreaterThan(1e99);
  });
});
