import fc from "fast-check";
import { normalised } from "../../../../asl/normalise";
import { compare } from "../../../../tools/review/workflows/compare";
import { describeState } from "../../../../tools/review/workflows/words/fields";
import { pairsOfDefinitions } from "./definitions";
import { findings } from "./finding";

describe("the sentences about two definitions", () => {
  it("say each value that a state loses or gets", () => {
    fc.assert(
      fc.property(pairsOfDefinitions(), ([before, after]) => {
        for (const pair of compare(normalised(before), normalised(after))) {
          if (pair.kind === "machine") continue;
          const said = describeState(pair)
            .flatMap(({ text, details = [] }) => [text, ...details])
            .join("\n");
          for (const change of pair.changes) {
            if (change.kind !== "set" || ["End", "Resource"].includes(String(change.path[pair.path.length]))) continue;
            for (const value of [change.before, change.after]) {
              if (["string", "number", "boolean"].includes(typeof value)) {
                expect([said.includes(String(value)) || said.includes(JSON.stringify(value)), said, change]).toEqual([
                  true,
                  said,
                  change,
                ]);
              }
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("are there for any difference, and never fail, whatever the definitions hold", () => {
    const state = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          "Type",
          "Retry",
          "Catch",
          "Choices",
          "Branches",
          "ItemProcessor",
          "Next",
          "End",
          "Default",
          "Resource",
          "Credentials",
          "TimeoutSeconds",
          "Parameters",
          "Error",
          "ResultPath",
          "__proto__",
        ),
        fc.oneof(
          fc.jsonValue(),
          fc.constantFrom("Task", "Map", "Parallel", "Choice", "A", "B", "$.a", "arn:", "arn:aws:states:::sqs:x.sync"),
          fc.array(
            fc.record(
              { ErrorEquals: fc.jsonValue(), Next: fc.constantFrom("A", "B", null), And: fc.jsonValue() },
              { requiredKeys: [] },
            ),
          ),
          fc.record({
            StartAt: fc.jsonValue(),
            States: fc.dictionary(fc.constantFrom("A", "__proto__"), fc.jsonValue()),
          }),
        ),
      ),
    );
    const machine = fc.record({
      StartAt: fc.jsonValue(),
      States: fc.dictionary(fc.constantFrom("A", "B", "C", "__proto__", "constructor"), state),
    });
    fc.assert(
      fc.property(machine, machine, (before, after) => {
        const isSame = JSON.stringify(normalised(before)) === JSON.stringify(normalised(after));
        const found = findings(JSON.stringify(before), JSON.stringify(after));
        expect(
          isSame ||
            found.length > 0 ||
            compare(normalised(before), normalised(after)).every(({ changes }) => changes.length === 0),
        ).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("end for states that lead to each other in a circle", () => {
    const circle = (last: string) => ({
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: last }, C: { Type: "Pass", Next: "A" } },
    });
    expect(findings(circle("A"), circle("C"))).toHaveLength(1);
  });

  it("come soon for Maps in a hundred levels", () => {
    const nested = (levels: number, seconds: number): object => ({
      StartAt: "S",
      States: {
        S:
          levels === 0
            ? { Type: "Wait", Seconds: seconds, End: true }
            : { Type: "Map", End: true, ItemProcessor: nested(levels - 1, seconds) },
      },
    });
    expect(findings({ ...nested(100, 1) }, { ...nested(100, 2) })).toMatchObject([{ rule: "wait-changed" }]);
  });

  it("come in well under a second of a quiet machine for 5,000 states", () => {
    const machine = (next: number, seconds: number) => ({
      StartAt: "S0",
      States: Object.fromEntries(
        Array.from({ length: 5000 }, (_, index) => [
          `S${index}`,
          {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            TimeoutSeconds: seconds,
            Next: `S${(index + next) % 5000}`,
            Catch: [{ ErrorEquals: ["States.ALL"], Next: `S${(index + 2 * next) % 5000}` }],
          },
        ]),
      ),
    });
    expect(findings(machine(1, 5), machine(3, 6))).toHaveLength(15_000);
  });
});
