import fc from "fast-check";
import { normalised } from "../../../../asl/normalise";
import { type AslObject, isObject } from "../../../../asl/states";
import { apply } from "../../../../tools/review/workflows/apply";
import type { Change } from "../../../../tools/review/workflows/change";
import { compare } from "../../../../tools/review/workflows/compare";
import { renameStates } from "../../../../tools/review/workflows/renames";
import { definitions, pairsOfDefinitions, reordered } from "./definitions";

/** The changes between two definitions. */
function changes(before: AslObject, after: AslObject): Change[] {
  return compare(normalised(before), normalised(after)).flatMap((pair) => [...pair.changes]);
}

describe("the changes between two definitions", () => {
  it("lead from the first one to the second one, whatever they are", () => {
    fc.assert(
      fc.property(pairsOfDefinitions(), ([before, after]) => {
        expect(apply(changes(before, after), normalised(before))).toEqual(normalised(after));
      }),
      { numRuns: 300 },
    );
  });

  it("lead from one JSON object to another, even where neither is a definition", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue());
    const looseStates = fc.dictionary(fc.constantFrom("A", "B", "__proto__"), fc.jsonValue());
    const any = fc.oneof(
      objects,
      fc.record({ StartAt: fc.jsonValue(), States: fc.oneof(looseStates, fc.jsonValue()) }),
    );
    fc.assert(
      fc.property(any, any, (before, after) => {
        expect(apply(changes(before, after), normalised(before))).toEqual(normalised(after));
      }),
    );
  });

  it("are none for the order of states and keys", () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        const other = reordered(definition);
        expect(isObject(other) && changes(definition, other)).toEqual([]);
      }),
    );
  });

  it("are one rename for a state under another name", () => {
    fc.assert(
      fc.property(definitions(), (definition) => {
        const [from = ""] = Object.keys(Object(definition.States));
        const renamed = renameStates(definition, new Map([[from, "Other"]]));
        expect(changes(definition, renamed)).toEqual([{ kind: "renamed", machine: [], from, to: "Other" }]);
      }),
    );
  });

  it.each(["Retry", "Catch", "Choices", "Branches"])("are said for another order of %s", (list) => {
    const [one, other] = [
      { ErrorEquals: ["A"], StartAt: "A", Variable: "$.a", Next: "X" },
      { ErrorEquals: ["B"], StartAt: "B", Variable: "$.b", Next: "Y" },
    ];
    const machine = (items: readonly unknown[]) => ({ StartAt: "S", States: { S: { Type: "Task", [list]: items } } });
    expect(changes(machine([one, other]), machine([other, one]))).toEqual([
      { kind: "listed", path: ["States", "S", list], before: [one, other], items: [{ from: 1 }, { from: 0 }] },
    ]);
  });

  it("are found among 5,000 states", () => {
    const machine = (prefix: string, seconds: number) => ({
      StartAt: `${prefix}0`,
      States: Object.fromEntries(
        Array.from({ length: 5000 }, (_, index) => [
          `${prefix}${index}`,
          { Type: "Wait", Seconds: seconds + index, Next: `${prefix}${(index + 1) % 5000}` },
        ]),
      ),
    });
    expect(changes(machine("S", 1), machine("S", 10_000))).toHaveLength(5000);
    expect(changes(machine("S", 1), machine("T", 1))).toHaveLength(5000);
  });
});
