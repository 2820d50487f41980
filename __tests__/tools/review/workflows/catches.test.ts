import { charging, perItem, said, saidOfCharge } from "./finding";

const toRelease = { ErrorEquals: ["States.ALL"], Next: "ReleaseStock" };
const declined = { ErrorEquals: ["Declined"], Next: "Done" };

describe("a change of Catch", () => {
  it("says that a failure without its Catch ends the execution, which is dangerous", () => {
    expect(saidOfCharge({ Catch: [toRelease] }, {})).toEqual([
      "dangerous catch-removed: Charge no longer catches States.ALL (the Catch is removed): a failed Charge now ends the execution instead of going to ReleaseStock; on this way the compensation ReleaseStock is skipped, so earlier steps are not undone",
    ]);
  });

  it("follows the Catch of the Map around the state", () => {
    const map = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Undone" }] };
    const catcher = { ErrorEquals: ["States.TaskFailed"], Next: "Failed" };
    expect(said(perItem({ Catch: [catcher] }, map), perItem({}, map))).toEqual([
      "dangerous catch-removed: Items > Charge no longer catches States.TaskFailed (the Catch is removed): a failed Charge now fails the whole Map Items, whose Catch goes to Undone instead of going to Failed",
    ]);
    expect(said(perItem({ Catch: [catcher] }), perItem({}))).toEqual([
      expect.stringContaining("a failed Charge now fails the whole Map Items and ends the execution"),
    ]);
  });

  it("says that a child execution of a distributed Map fails alone", () => {
    const processor = (fields: object) => ({ ...charging({ ...fields }), ProcessorConfig: { Mode: "DISTRIBUTED" } });
    const [before, after] = [processor({ Catch: [toRelease] }), processor({})];
    expect(said(perItem({}, { ItemProcessor: before }), perItem({}, { ItemProcessor: after }))).toEqual([
      expect.stringContaining(
        "dangerous catch-removed: Items > Charge no longer catches States.ALL (the Catch is removed): a failed Charge now fails that item of the Map Items",
      ),
    ]);
  });

  it("is dangerous if it takes fewer errors", () => {
    expect(
      saidOfCharge({ Catch: [toRelease] }, { Catch: [{ ...toRelease, ErrorEquals: ["States.Timeout"] }] }),
    ).toEqual([
      expect.stringMatching(
        /^dangerous catch-narrowed: Charge no longer catches States.ALL \(ErrorEquals of the Catch is narrower: States.ALL → States.Timeout\): a failed Charge now ends the execution instead of going to ReleaseStock/,
      ),
    ]);
  });

  it("is not narrower if another catcher takes the same errors to the same state", () => {
    const both = { ErrorEquals: ["A", "B"], Next: "ReleaseStock" };
    expect(saidOfCharge({ Catch: [both, toRelease] }, { Catch: [{ ...both, ErrorEquals: ["A"] }, toRelease] })).toEqual(
      [expect.stringMatching(/^safe catch-narrowed: .* but another catcher takes it and still goes to ReleaseStock$/)],
    );
  });

  it("says which errors are caught in addition", () => {
    expect(saidOfCharge({ Catch: [{ ...toRelease, ErrorEquals: ["A"] }] }, { Catch: [toRelease] })).toEqual([
      "attention catch-widened: Charge now also catches States.ALL (ErrorEquals of the Catch: A → States.ALL): such a failure goes to ReleaseStock instead of ending the execution",
    ]);
  });

  it("is dangerous if a failure no longer passes the compensation", () => {
    expect(saidOfCharge({ Catch: [toRelease] }, { Catch: [{ ...toRelease, Next: "Failed" }] })).toEqual([
      "dangerous catch-elsewhere: Charge sends a failure with States.ALL to Failed instead of ReleaseStock (Next of the Catch: ReleaseStock → Failed); on this way the compensation ReleaseStock is skipped, so earlier steps are not undone",
    ]);
  });

  it("is dangerous if a failure ends as a success", () => {
    const toFailed = { ErrorEquals: ["States.ALL"], Next: "Failed" };
    expect(saidOfCharge({ Catch: [toFailed] }, { Catch: [{ ...toFailed, Next: "Done" }] })).toEqual([
      expect.stringMatching(/^dangerous catch-elsewhere: .*what ended in a failure now ends as a success/),
    ]);
  });

  it("asks for attention if there is a new one, and says where the failure went before", () => {
    expect(saidOfCharge({ Catch: [toRelease] }, { Catch: [declined, toRelease] })).toEqual([
      expect.stringMatching(
        /^(attention|dangerous) catch-added: Charge now catches Declined \(a Catch is added in place 1\): such a failure goes to Done instead of going to ReleaseStock/,
      ),
    ]);
    expect(saidOfCharge({}, { Catch: [toRelease] })).toEqual([
      "attention catch-added: Charge now catches States.ALL (a Catch is added in place 1): such a failure goes to ReleaseStock instead of ending the execution",
    ]);
  });

  it("says what another order does", () => {
    expect(saidOfCharge({ Catch: [declined, toRelease] }, { Catch: [toRelease, declined] })).toEqual([
      "attention catch-moved: Charge has another order of Catch: the catcher for States.ALL moves from place 2 → 1, and the first catcher that names an error decides; States.ALL hides the later catchers for Declined, and AWS refuses it in that place",
    ]);
  });

  it("says that an error overwrites the data of the execution", () => {
    expect(saidOfCharge({ Catch: [{ ...toRelease, ResultPath: "$.error" }] }, { Catch: [toRelease] })).toEqual([
      expect.stringMatching(
        /^attention catch-result-path: Charge changes its Catch for States.ALL: ResultPath \$\.error → \$: the error replaces/,
      ),
    ]);
  });

  it("says nothing for the order of errors and for a ResultPath that says the default", () => {
    const [one, other] = [
      { ErrorEquals: ["A", "B"], Next: "Failed" },
      { ErrorEquals: ["B", "A"], Next: "Failed", ResultPath: "$" },
    ];
    expect(saidOfCharge({ Catch: [one] }, { Catch: [other] })).toEqual([]);
  });
});
