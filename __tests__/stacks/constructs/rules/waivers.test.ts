import { statesOf } from "../../../../asl/states";
import { checkWorkflow } from "../../../../stacks/constructs/rules/check";
import type { CheckedWorkflow, Rule } from "../../../../stacks/constructs/rules/rule";
import { type Json, machine, map, synth, task } from "./machines";

const timeless = (comment?: string) =>
  task({ TimeoutSeconds: undefined, ...(comment === undefined ? {} : { Comment: comment }) });

describe("a waiver", () => {
  it("in a state's Comment lets that state break the rule, and is listed with its reason", () => {
    const greet = timeless("Greets. waive:task-timeout because the function has a timeout of its own.");
    expect(synth(machine({ Greet: greet }))).toEqual({
      refused: [],
      printed: ["workflows/try.asl.json, state Greet: task-timeout is waived: the function has a timeout of its own."],
    });
  });

  it("in a state's Comment applies to no other state", () => {
    const greet = task({ ...timeless("waive:task-timeout because it is quick."), End: undefined, Next: "Again" });
    const { refused } = synth(machine({ Greet: greet, Again: timeless() }));
    expect(refused).toEqual([
      expect.stringMatching(/^workflows\/try\.asl\.json, state Again: The Task has no timeout/),
    ]);
  });

  it("in the definition's Comment applies to every state", () => {
    const Comment = "waive:task-timeout because all of it is quick.";
    const definition = {
      ...machine({ Greet: task({ ...timeless(), End: undefined, Next: "Again" }), Again: timeless() }),
      Comment,
    };
    expect(synth(definition)).toEqual({
      refused: [],
      printed: ["workflows/try.asl.json: task-timeout is waived: all of it is quick."],
    });
  });

  it("may be passed with the definition, for one state or for all", () => {
    const waiver = { rule: "task-timeout", reason: "It is quick." };
    const definition = machine({ Greet: timeless() });
    expect(synth(definition, { waivers: [waiver] }).printed).toEqual([
      "workflows/try.asl.json: task-timeout is waived: It is quick.",
    ]);
    expect(synth(definition, { waivers: [{ ...waiver, state: "Greet" }] }).refused).toEqual([]);
    expect(synth(definition, { waivers: [{ ...waiver, state: "Fallen" }] }).refused).toHaveLength(2);
  });

  it("may follow another in one Comment", () => {
    const greet = task({
      ...timeless("waive:task-timeout because it is quick. waive:raw-result because it is small."),
      ResultPath: "$",
    });
    expect(synth(machine({ Greet: greet })).printed).toEqual([
      "workflows/try.asl.json, state Greet: task-timeout is waived: it is quick.",
      "workflows/try.asl.json, state Greet: raw-result is waived: it is small.",
    ]);
  });

  it.each([
    "waive:task-timeout",
    "waive:task-timeout because",
    "waive:task-timeout because ",
    "waive:task-timeout: quick",
  ])("needs a reason: %j", (comment) => {
    const { refused, printed } = synth(machine({ Greet: timeless(comment) }));
    expect(refused).toEqual([
      "workflows/try.asl.json, state Greet: It waives task-timeout without a reason. Write waive:task-timeout because ..., with the reason. (waiver: A waiver needs a broken rule that it may waive, and a reason)",
    ]);
    expect(printed).toEqual([]);
  });

  it("is refused when there is no such rule, with the rules that exist", () => {
    const { refused } = synth(machine({ Greet: task({ Comment: "waive:timeout because it is quick." }) }));
    expect(refused).toEqual([
      expect.stringMatching(
        /^workflows\/try\.asl\.json, state Greet: It waives "timeout", which is not a rule\. Name one of: reachable-state, task-retry,/,
      ),
    ]);
  });

  it("is refused when the rule is not broken", () => {
    const { refused } = synth(machine({ Greet: task({ Comment: "waive:task-timeout because it is quick." }) }));
    expect(refused).toEqual([
      expect.stringContaining("It waives task-timeout, which is not broken here. Remove the waiver."),
    ]);
  });

  it("is refused for what AWS itself refuses, and the finding is still reported", () => {
    const Comment = "waive:transition-target because it is fine.";
    const { refused } = synth(machine({ Greet: task({ End: undefined, Next: "Nowhere", Comment }) }));
    expect(refused).toEqual([
      expect.stringContaining("It leads to Nowhere"),
      expect.stringContaining("It waives transition-target, which cannot be waived. Fix what the rule finds."),
    ]);
  });

  it("applies to a state inside a Map too", () => {
    const each = map(machine({ Greet: timeless("waive:task-timeout because it is quick.") }));
    expect(synth({ StartAt: "Each", States: { Each: each } }).refused).toEqual([]);
  });
});

describe("a rule that throws", () => {
  const check = (rule: Partial<Rule>, definition: Json = machine({ Greet: task() })) => {
    const workflow: CheckedWorkflow = {
      file: "workflows/try.asl.json",
      type: "STANDARD",
      definition,
      states: statesOf(definition),
      substitutions: {},
    };
    const whole: Rule = {
      id: "odd",
      reason: "Odd",
      link: "https://x.example",
      isWaivable: true,
      check: () => [],
      ...rule,
    };
    return () => checkWorkflow(workflow, [], [whole]);
  };

  it("is broken by what it threw on, whether it throws at once or later", () => {
    const message =
      "workflows/try.asl.json: The rule could not be checked: no such thing. Correct stacks/constructs/rules/odd.ts, or what it cannot read. (odd: Odd. https://x.example)";
    const fail = () => {
      throw new Error("no such thing");
    };
    expect(check({ check: fail })).toThrow(message);
    const later = function* () {
      yield { wrong: "It is odd", fix: "Fix it" };
      fail();
    };
    expect(check({ check: later })).toThrow(message);
    expect(check({})).not.toThrow();
  });
});
