import { charging, said, saidOfCharge } from "./finding";

const all = { ErrorEquals: ["States.ALL"] };
const throttled = { ErrorEquals: ["Throttled"], MaxAttempts: 5 };
const toFailed = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] };

describe("a change of Retry", () => {
  it("says how often a call is repeated, and for how long", () => {
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ...all, MaxAttempts: 9 }] })).toEqual([
      "attention retry-changed: Charge retries States.ALL differently (Retry: MaxAttempts 3 → 9): a failing call is repeated up to 9 times instead of 3 times, so it must be safe to repeat, and the waits between tries add up to 511 s instead of 7 s",
    ]);
    expect(saidOfCharge({ Retry: [{ ...all, MaxAttempts: 3 }] }, { Retry: [{ ...all, MaxAttempts: 1 }] })).toEqual([
      "attention retry-changed: Charge retries States.ALL differently (Retry: MaxAttempts 3 → 1): a failing call is repeated up to once instead of 3 times, so fewer temporary failures recover, and a lasting one ends the execution sooner, and the waits between tries add up to 1 s instead of 7 s",
    ]);
  });

  it.each([
    [{ IntervalSeconds: 5 }, "IntervalSeconds 1 → 5", "the waits between tries add up to 35 s instead of 7 s"],
    [{ BackoffRate: 1.5 }, "BackoffRate 2 → 1.5", "the waits between tries add up to 5 s instead of 7 s"],
    [{ MaxDelaySeconds: 2 }, "MaxDelaySeconds (none) → 2", "the waits between tries add up to 5 s instead of 7 s"],
    [{ JitterStrategy: "FULL" }, "JitterStrategy NONE → FULL", "no longer come at the same moment"],
    [{ Unheard: 1 }, "Unheard (none) → 1", ""],
  ])("says %j with both values", (fields, values, effect) => {
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ...all, ...fields }] })).toEqual([
      expect.stringContaining(`attention retry-changed: Charge retries States.ALL differently (Retry: ${values})`),
    ]);
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ...all, ...fields }] })[0]).toContain(effect);
  });

  it("is dangerous if a Task that catches nothing retries nothing any more", () => {
    const ends = "is no longer retried and ends the execution at the first try";
    expect(saidOfCharge({ Retry: [all] }, {})).toEqual([
      `dangerous retry-removed: Charge no longer has a Retry for States.ALL (the retrier with MaxAttempts 3 is removed): a failure ${ends}`,
    ]);
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ...all, MaxAttempts: 0 }] })).toEqual([
      `dangerous retry-changed: Charge retries States.ALL differently (Retry: MaxAttempts 3 → 0): a failure ${ends}`,
    ]);
  });

  it("asks for attention if the Task catches the failure", () => {
    expect(saidOfCharge({ Retry: [all], ...toFailed }, toFailed)).toEqual([
      expect.stringMatching(
        /^attention retry-removed: .* a failure is no longer retried and goes to Failed at the first try$/,
      ),
    ]);
  });

  it("names the retrier that decides instead of a removed one", () => {
    expect(saidOfCharge({ Retry: [throttled, all] }, { Retry: [all] })).toEqual([
      "attention retry-removed: Charge no longer has a Retry for Throttled (the retrier with MaxAttempts 5 is removed): the retrier for States.ALL now decides (MaxAttempts 5 → 3)",
    ]);
  });

  it("says what a new one repeats", () => {
    expect(saidOfCharge({ Retry: [all] }, { Retry: [throttled, all] })).toEqual([
      "attention retry-added: Charge has a new Retry for Throttled added in place 1 (MaxAttempts 5): a failed call is repeated up to 5 times, so it must be safe to repeat, and failures show later",
    ]);
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ...throttled, MaxAttempts: 0 }, all] })).toEqual([
      expect.stringContaining("they are never retried, whatever later retriers say"),
    ]);
  });

  it("says which errors are retried no longer, and which in addition", () => {
    expect(saidOfCharge({ Retry: [throttled] }, { Retry: [{ ...throttled, ErrorEquals: ["Busy"] }] })).toEqual([
      "attention retry-errors: Charge no longer retries Throttled and now retries Busy up to 5 times (ErrorEquals of a Retry: Throttled → Busy): such a failure ends the execution at the first try",
    ]);
    expect(saidOfCharge({ Retry: [all] }, { Retry: [{ ErrorEquals: ["States.Timeout"] }] })).toEqual([
      "attention retry-errors: Charge no longer retries States.ALL (ErrorEquals of a Retry: States.ALL → States.Timeout): such a failure ends the execution at the first try",
    ]);
  });

  it("says what an earlier States.ALL hides", () => {
    expect(saidOfCharge({ Retry: [throttled, all] }, { Retry: [all, throttled] })).toEqual([
      "attention retry-moved: Charge has another order of Retry: the retrier for States.ALL moves from place 2 → 1, before Throttled, and the first retrier that names an error decides; States.ALL hides the later retriers for Throttled, and AWS refuses it in that place",
    ]);
  });

  it.each([
    [
      { Retry: [all] },
      { Retry: [{ ...all, MaxAttempts: 3, IntervalSeconds: 1, BackoffRate: 2.0, JitterStrategy: "NONE" }] },
    ],
    [{ Retry: [] }, {}],
  ])("says nothing for defaults written out: %j and %j", (one, other) => {
    expect(saidOfCharge(one, other)).toEqual([]);
    expect(saidOfCharge(other, one)).toEqual([]);
  });

  it("keeps to its state if others change too", () => {
    const others = (seconds: number) => ({ Pause: { Type: "Wait", Seconds: seconds, Next: "Done" } });
    expect(said(charging({ Retry: [all] }, others(1)), charging({ Retry: [throttled, all] }, others(2)))).toEqual([
      expect.stringMatching(/^attention retry-added: Charge /),
      expect.stringMatching(
        /^attention wait-changed: Pause changes its Seconds: 1 → 2; each execution waits 2 s instead of 1 s$/,
      ),
    ]);
  });
});
