import fc from "fast-check";
import { machine } from "../plan-json";
import { found, said } from "./said";

type Json = Readonly<Record<string, unknown>>;
const ADDRESS = "aws_sfn_state_machine.orders";
const RULES =
  /^(bypassed|states-reordered|unreachable|.*-missing|dead-end|type-unknown|no-end|loop-|uncaught|no-longer)/;

const objectOf = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries);
const task = (next?: string, more: Json = {}): Json => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  ...(next === undefined ? { End: true } : { Next: next }),
  ...more,
});
const choice = (then: string, otherwise: string, rule: Json = { Variable: "$.a", IsPresent: true }): Json => ({
  Type: "Choice",
  Choices: [{ ...rule, Next: then }],
  Default: otherwise,
});
const flow = (StartAt: string, States: Json): Json => ({ StartAt, States });
const review = (before: Json | undefined, after: Json) => said(RULES, machine(ADDRESS, { before, after }));

const ORDER = {
  Reserve: task("InStock"),
  InStock: choice("Charge", "Cancelled"),
  Charge: task("Ship", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Release" }] }),
  Ship: task("Done", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Release" }] }),
  Release: task("Failed"),
  Done: { Type: "Succeed" },
  Cancelled: { Type: "Succeed" },
  Failed: { Type: "Fail" },
};
const order = (changed: Json = {}, start = "Reserve") => flow(start, { ...ORDER, ...changed });

describe("bypass", () => {
  test("a Choice that goes past the payment bypasses it, although other paths end elsewhere", async () => {
    const shortcut = { IsPaid: choice("Ship", "Charge"), InStock: choice("IsPaid", "Cancelled") };
    expect(await review(order(), order(shortcut))).toEqual([
      "dangerous Charge is bypassed: Ship can now be reached without it, because IsPaid now leads to Ship",
    ]);
  });

  test("a state that nothing leads to any more is unreachable, not bypassed", async () => {
    expect(await review(order(), order({ InStock: choice("Ship", "Cancelled") }))).toEqual([
      expect.stringMatching(/^dangerous Charge becomes unreachable: no path from StartAt leads to it any more/),
    ]);
    expect(await review(order(), order({}, "InStock"))).toEqual([
      expect.stringMatching(/^dangerous Reserve becomes unreachable/),
    ]);
  });

  test("new work in its place needs attention only", async () => {
    const other = { How: choice("Invoice", "Charge"), Invoice: task("Ship"), InStock: choice("How", "Cancelled") };
    expect(await review(order(), order(other))).toEqual([
      expect.stringMatching(/^attention Charge is bypassed: Ship .*; Invoice runs in its place$/),
      expect.stringMatching(/^attention Nothing catches a failure of the new state Invoice/),
    ]);
  });

  test("another order, or running at the same time, is said as that", async () => {
    const swapped = { Charge: task("Reserve"), Reserve: task("Ship"), Ship: task() };
    const straight = { Reserve: task("Charge"), Charge: task("Ship"), Ship: task() };
    expect(await review(flow("Reserve", straight), flow("Charge", swapped))).toEqual([
      "attention The order changes: Charge now comes before Reserve, no longer after it",
    ]);
    const both = {
      Both: {
        Type: "Parallel",
        Next: "Ship",
        Branches: [flow("Reserve", { Reserve: task() }), flow("Charge", { Charge: task() })],
      },
      Ship: task(),
    };
    expect(
      await said(
        /^(bypassed|states-reordered)/,
        machine(ADDRESS, { before: flow("Reserve", straight), after: flow("Both", both) }),
      ),
    ).toEqual(["attention Both > Reserve and Both > Charge now run at the same time; Reserve used to come first"]);
  });

  test("a new Catch, a new step, a renamed state or a state moved into a Map that always runs bypasses nothing", async () => {
    const caught = { Reserve: task("InStock", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Cancelled" }] }) };
    expect(await review(order(), order(caught))).toEqual([]);
    const { Charge, ...others } = ORDER;
    expect(
      await review(order(), flow("Reserve", { ...others, Pay: Charge, InStock: choice("Pay", "Cancelled") })),
    ).toEqual([]);
    const map = {
      Type: "Map",
      ItemProcessor: flow("Charge", { Charge: task() }),
      Next: "Ship",
      Catch: ORDER.Charge.Catch,
    };
    expect(
      await review(order(), flow("Reserve", { ...others, Items: map, InStock: choice("Items", "Cancelled") })),
    ).toEqual([]);
  });
});

describe("a definition that AWS refuses", () => {
  test.each<[string, Json, RegExp]>([
    [
      "a Next to no state",
      order({ Reserve: task("Nowhere") }),
      /Reserve leads to Nowhere, which is no state there \(Next\)/,
    ],
    [
      "a Catch to no state",
      order({ Reserve: task("InStock", { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Oops" }] }) }),
      /leads to Oops.*\(Catch\)/,
    ],
    ["a StartAt to no state", order({}, "Nowhere"), /starts at Nowhere/],
    ["no StartAt", { States: ORDER }, /has no StartAt/],
    ["no States", { StartAt: "Reserve" }, /has no States/],
    ["neither Next nor End", order({ Done: { Type: "Pass" } }), /Done has neither Next nor End/],
    ["an unknown Type", order({ Done: { Type: "Stop", End: true } }), /Done has the unknown Type Stop/],
    ["no end that can be reached", flow("A", { A: task("B"), B: task("A"), C: { Type: "Succeed" } }), /reaches no end/],
  ])("%s", async (_, after, words) => {
    expect(await review(order(), after)).toContainEqual(expect.stringMatching(words));
    expect(await review(order(), after)).toContainEqual(expect.stringMatching(/^dangerous .*AWS refuses/));
  });

  test("needs attention where it was so before", async () => {
    const broken = { Done: { Type: "Pass" } };
    const changed = order({ ...broken, Reserve: task("InStock", { Comment: "x" }) });
    expect(await review(order(broken), changed)).toEqual([
      expect.stringMatching(/^attention .*as before this change.*AWS refuses/),
    ]);
  });
});

describe("loops", () => {
  const poll = (state: Json, rule?: Json) =>
    flow("Ask", { Ask: task("Ready"), Ready: choice("Done", "Again", rule), Again: state, Done: { Type: "Succeed" } });
  const wait: Json = { Type: "Wait", Seconds: 5, Next: "Ask" };
  const pass: Json = { Type: "Pass", Next: "Ask" };
  const straight = flow("Ask", { Ask: task("Done"), Done: { Type: "Succeed" } });

  test("a new loop without a way out is dangerous, and its path is said", async () => {
    const endless = flow("Ask", { Ask: task("Again"), Again: pass, Done: { Type: "Succeed" } });
    expect(await review(straight, endless)).toContainEqual(
      expect.stringMatching(/^dangerous A new loop without an end: Ask → Again → Ask\. /),
    );
  });

  test("a new loop says whether it waits or counts", async () => {
    const loop = /^loop-/;
    expect(await said(loop, machine(ADDRESS, { before: straight, after: poll(wait) }))).toEqual([
      expect.stringMatching(
        /^attention A new loop: Ask → Ready → Again → Ask; it ends at Ready, and waits in each turn/,
      ),
    ]);
    expect(await said(loop, machine(ADDRESS, { before: straight, after: poll(pass) }))).toEqual([
      expect.stringMatching(/neither waits nor counts/),
    ]);
    const counted = { Variable: "$.tries", NumericGreaterThan: 9 };
    expect(await said(loop, machine(ADDRESS, { before: straight, after: poll(pass, counted) }))).toEqual([
      expect.stringMatching(/a Choice compares a number or time/),
    ]);
  });

  test("a loop on both sides is no finding until it loses its way out or its wait", async () => {
    expect(await review(poll(wait), poll({ ...wait, Seconds: 9 }))).toEqual([]);
    expect(await review(poll(wait), poll(pass))).toEqual([
      expect.stringMatching(/^attention The loop Ask → Ready → Again → Ask no longer waits/),
    ]);
    const stuck = flow("Ask", {
      Ask: task("Ready"),
      Ready: choice("Again", "Again"),
      Again: wait,
      Done: { Type: "Succeed" },
    });
    expect(await review(poll(wait), stuck)).toContainEqual(
      expect.stringMatching(/^dangerous The loop .* becomes one without an end/),
    );
  });
});

describe("failures that nobody catches", () => {
  const all = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] };
  const items = (catches: Json, inner: Json) =>
    flow("Items", {
      Items: { Type: "Map", ItemProcessor: flow("Label", { Label: task(undefined, inner) }), End: true, ...catches },
      Failed: { Type: "Fail" },
    });

  test("of a new state are said, with what it does catch", async () => {
    const before = flow("Pay", { Pay: task("Done"), Done: { Type: "Succeed" } });
    const audited = (more: Json) =>
      flow("Pay", { Pay: task("Audit"), Audit: task("Done", more), Done: { Type: "Succeed" } });
    expect(await review(before, audited({}))).toEqual([
      "attention Nothing catches a failure of the new state Audit: it ends the execution",
    ]);
    expect(await review(before, audited({ Catch: [{ ErrorEquals: ["Busy"], Next: "Done" }] }))).toEqual([
      expect.stringContaining("a failure other than Busy"),
    ]);
    expect(await review(before, audited({ Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Done" }] }))).toEqual([
      expect.stringContaining("a States.Timeout"),
    ]);
    expect(await review(before, audited({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }] }))).toEqual([]);
  });

  test("inside a Map that no longer catches are said once for the Map, unless the state catches them itself", async () => {
    expect(await review(items(all, {}), items({}, {}))).toContainEqual(
      "dangerous Items no longer catches failures of Items > Label: nothing else catches a failure, so it ends the execution",
    );
    const own = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Label" }] };
    expect(await said(/^no-longer/, machine(ADDRESS, { before: items(all, own), after: items({}, own) }))).toEqual([]);
  });
});

test("a new machine is checked for broken paths, not for each failure", async () => {
  expect(await review(undefined, order())).toEqual([]);
  expect(await review(undefined, order({ Lost: task("Done") }))).toEqual([
    expect.stringMatching(/^dangerous Lost is added, but is unreachable/),
  ]);
});

test("the states reported as unreachable are those that a plain search cannot reach, whatever the graph", async () => {
  const sides = fc.array(fc.array(fc.nat(6), { maxLength: 3 }), { minLength: 7, maxLength: 7 });
  const definition = (nexts: readonly (readonly number[])[]) =>
    flow(
      "s0",
      objectOf(
        nexts
          .map((to, at): [string, Json] => [
            `s${at}`,
            { Type: "Choice", Variable: `$.${at}`, Choices: to.map((next) => ({ Next: `s${next}` })), Default: "end" },
          ])
          .concat([["end", { Type: "Succeed" }]]),
      ),
    );
  const reached = (nexts: readonly (readonly number[])[]) => {
    const states = new Set([0]);
    for (const state of states) for (const next of nexts[state] ?? []) states.add(next);
    return states;
  };
  await fc.assert(
    fc.asyncProperty(sides, sides, async (before, after) => {
      const change = machine(ADDRESS, { before: definition(before), after: definition(after) });
      const findings = await found(/^unreachable$/, change);
      const expected = after.flatMap((_, at) => (reached(before).has(at) && !reached(after).has(at) ? [`s${at}`] : []));
      expect(findings.map(({ state }) => state).sort()).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test("odd definitions neither hang nor crash", async () => {
  const odd: unknown[] = [null, 7, [], "x", { States: [] }, { StartAt: 5, States: { a: 1, b: null, c: [] } }];
  const hostile = {
    StartAt: "__proto__",
    States: JSON.parse(
      '{"__proto__":{"Type":"Task","Next":{"a":1},"Catch":{}},"constructor":{"Type":"Map","ItemProcessor":{"States":5},"Next":"constructor"}}',
    ),
  };
  for (const each of [...odd, hostile]) {
    await review(order(), JSON.parse(JSON.stringify(each === null ? {} : each)));
  }
  let deep = flow("Last", { Last: task() });
  for (let level = 0; level < 100; level++)
    deep = flow(`M${level}`, { [`M${level}`]: { Type: "Map", ItemProcessor: deep, End: true } });
  expect(await review(order(), deep)).toEqual(expect.anything());
});

test("reviews five thousand states", async () => {
  const long = (skip: number) =>
    flow(
      "s0",
      objectOf(
        Array.from({ length: 5_000 }, (_, at) => [
          `s${at}`,
          task(at === 4_999 ? undefined : `s${at + (at === 100 ? skip : 1)}`),
        ]),
      ),
    );
  const findings = await found(RULES, machine(ADDRESS, { before: long(1), after: long(2) }));
  expect(findings.map(({ rule, state }) => [rule, state])).toEqual([["unreachable", "s101"]]);
});
