import { charging, findings, perItem, said } from "./finding";

const refund = {
  Type: "Task",
  Resource: "arn:aws:lambda:eu-west-1:111122223333:function:refund-payment",
  Next: "Failed",
};

describe("states", () => {
  it("says what is added, what it does and where it is reached from", () => {
    const check = { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:111122223333:function:check", Next: "Ship" };
    const after = charging({ Next: "Check" }, { Check: check });
    expect(said(charging({}), after)).toEqual([
      "attention state-added: State Check is added: a Task that calls check, reached from Charge, then goes to Ship",
      "attention next-changed: Charge goes to Check instead of Ship (Next: Ship → Check)",
    ]);
    expect(findings(charging({}), after)[0]?.details?.map(String)).toEqual([
      `Its definition: ${JSON.stringify(check)}`,
    ]);
  });

  it("says what is removed", () => {
    const pause = { Type: "Wait", Seconds: 5, Next: "Ship" };
    expect(said(charging({ Next: "Pause" }, { Pause: pause }), charging({}))).toEqual([
      "attention state-removed: State Pause is removed (it was reached from Charge): an execution no longer waits",
      "attention next-changed: Charge goes to Ship instead of Pause (Next: Pause → Ship)",
    ]);
  });

  it("is dangerous to remove a compensation", () => {
    const [before, after] = [
      charging({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Refund" }] }, { Refund: refund }),
      charging({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] }),
    ];
    expect(said(before, after)).toContain(
      "dangerous compensation-removed: State Refund is removed (it was reached from Charge): an execution no longer calls refund-payment, so this compensation is lost and earlier steps are not undone",
    );
  });

  it("is dangerous to remove a step after a failure, whatever its name", () => {
    const notify = { Type: "Task", Resource: "arn:aws:states:::sns:publish", Next: "Failed" };
    const handled = (next: string) => ({ Catch: [{ ErrorEquals: ["States.ALL"], Next: next }] });
    expect(said(charging(handled("Notify"), { Notify: notify }), charging(handled("Failed")))).toContainEqual(
      expect.stringMatching(/^dangerous failure-path-removed: State Notify is removed .* no longer calls sns:publish/),
    );
  });

  it("is dangerous to remove a wait for an answer", () => {
    const ask = { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Next: "Ship" };
    expect(said(charging({ Next: "Approve" }, { Approve: ask }), charging({}))).toContainEqual(
      expect.stringMatching(/^dangerous state-removed: State Approve is removed .* so nobody's answer is awaited$/),
    );
  });

  it("tells a rename from a removal, with what refers to it", () => {
    const pay = { StartAt: "Pay", States: { Pay: { Type: "Pass", Next: "Done" }, Done: { Type: "Succeed" } } };
    const charge = { StartAt: "Charge", States: { Charge: { Type: "Pass", Next: "Done" }, Done: { Type: "Succeed" } } };
    expect(said(pay, charge)).toEqual([
      "safe state-renamed: State Pay is renamed to Charge, with what refers to it; it does the same, but logs, metrics and dashboards show the new name",
    ]);
  });

  it("says what changes in a Task with another name but the same work", () => {
    const task = (seconds: number) => ({ ...refund, TimeoutSeconds: seconds });
    expect(said(charging({}, { Refund: task(5) }), charging({}, { Repay: task(10) }))).toEqual([
      expect.stringMatching(/^safe state-renamed: State Refund is renamed to Repay/),
      expect.stringMatching(/^attention timeout-changed: the timeout of Repay changes \(TimeoutSeconds: 5 → 10\)/),
    ]);
  });

  it("says that a state moves into a Map", () => {
    const inside = perItem({}, { ItemProcessor: charging({}, { Refund: refund }) });
    const outside = perItem({});
    const after = { ...outside, States: { ...Object(outside.States), Refund: refund } };
    expect(said(inside, after)).toEqual([
      "attention state-added: State Refund is added (it was Items > Refund before): a Task that calls refund-payment, then goes to Failed",
      "attention state-moved: State Items > Refund moves to Refund: it is removed here and runs there",
    ]);
  });

  it.each([
    [{ Type: "Fail", Error: "E" }, { Type: "Succeed" }, "dangerous", "an execution that failed here now does not"],
    [{ Type: "Task", Resource: "a" }, { Type: "Pass" }, "attention", "it prepares data, where it calls a today"],
    [refund, { Type: "Pass", Next: "Failed" }, "dangerous", "this compensation no longer undoes earlier steps"],
  ])("says another type: %j to %j", (before, after, level, effect) => {
    const [remark = "", ...rest] = said(charging({}, { X: before }), charging({}, { X: after }));
    expect(rest).toEqual([]);
    expect(remark).toContain(`${level} type-changed: X changes its Type: ${before.Type} → ${after.Type}; `);
    expect(remark).toContain(effect);
  });

  it("says another start, and gives the path of a state in a Map", () => {
    const before = perItem({});
    expect(said(before, perItem({}, { ItemProcessor: { ...charging({}), StartAt: "Ship" } }))).toEqual([
      "attention start-changed: The item of Items starts at Ship instead of Charge (StartAt: Charge → Ship)",
    ]);
    expect(findings(before, perItem({ TimeoutSeconds: 5 }))).toMatchObject([{ state: "Items > Charge" }]);
  });

  it("says a Comment, which is safe", () => {
    expect(said({ ...charging({}), Comment: "a" }, { ...charging({ Comment: "c" }), Comment: "b" })).toEqual([
      "safe comment: The workflow has another Comment: a → b",
      "safe comment: Charge has another Comment: (none) → c",
    ]);
  });

  it("says nothing for the former names of a Map's fields", () => {
    const former = perItem({}, { ItemProcessor: undefined, Iterator: charging({}), Parameters: { "a.$": "$.a" } });
    const today = perItem({}, { ItemSelector: { "a.$": "$.a" }, MaxConcurrency: 0 });
    expect(said(former, today)).toEqual([]);
  });

  it("says branches that come and go", () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { ...refund, End: true } } });
    const both = (...branches: unknown[]) =>
      charging({}, { Both: { Type: "Parallel", Branches: branches, Next: "Done" } });
    expect(said(both(branch("Pack")), both(branch("Pack"), branch("Label")))).toEqual([
      "attention branch-added: Both has a new branch 2, added beside the others: Label; a failure in it fails Both",
    ]);
    expect(said(both(branch("Refund"), branch("Label")), both(branch("Label")))).toEqual([
      expect.stringMatching(/^dangerous branch-removed: Both loses branch 1: its states Refund are removed/),
    ]);
    expect(said(both(branch("Pack"), branch("Label")), both(branch("Label"), branch("Pack")))).toEqual([
      expect.stringMatching(/^attention branches-moved: Both has another order of Branches/),
    ]);
  });
});

describe("a sensitive definition", () => {
  it("is compared, but nothing of it is shown", () => {
    const [before, after] = [charging({ TimeoutSeconds: 5 }), charging({ TimeoutSeconds: 10 })];
    const [finding, ...rest] = findings(before, after, { afterSensitive: { definition: true } });
    expect(rest).toEqual([]);
    expect(finding?.state).toBeUndefined();
    expect(String(finding?.text)).toMatch(/^the timeout of \(sensitive\) changes .*\(the definition is sensitive\)$/);
    expect(JSON.stringify(finding)).not.toMatch(/Charge|10/);
  });
});
