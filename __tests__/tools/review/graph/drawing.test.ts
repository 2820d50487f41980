import { drawing, MOST_ARROWS, MOST_TEXT } from "../../../../tools/review/graph/drawing";
import { review } from "../../../../tools/review/review";
import { type GivenMachine, machine, subject } from "../plan-json";

type States = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const task = (Next: string, more = {}) => ({ Type: "Task", Resource: `arn:aws:lambda:::${Next}`, Next, ...more });
const flow = (StartAt: string, states: States) => ({ StartAt, States: states });
const Done = { Type: "Succeed" };
const Lost = { Type: "Fail" };
const caughtBy = (Next: string) => ({ Catch: [{ ErrorEquals: ["States.ALL"], Next }] });

const states = { Reserve: task("Charge"), Charge: task("Done", caughtBy("Lost")) };
const others = { Done, Lost };
const orders = flow("Reserve", { ...states, ...others });

function draw(before: GivenMachine["before"], after: GivenMachine["after"], more: Partial<GivenMachine> = {}) {
  const [first] = subject(machine("aws_sfn_state_machine.orders", { before, after, ...more })).machines;
  if (first === undefined) throw new Error("The plan has no machine");
  return drawing(first);
}

/** The lines of a drawing with each box's name, without marks of encoding, in place of its identifier. */
function read(mermaid: string | undefined): string[] {
  const lines = (mermaid ?? "").split("\n").map((line) => line.trim());
  const decoded = (text: string) => text.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  const names = new Map(
    lines.flatMap((line) => {
      const [, id, name] = /^(?:subgraph )?(n\d+)[[({]+"([^"]*)"/.exec(line) ?? [];
      return id === undefined || name === undefined ? [] : [[id, decoded(name)] as const];
    }),
  );
  return lines.map((line) => decoded(line.replace(/\bn\d+\b/g, (id) => names.get(id) ?? id)));
}

/** The arrows of a colour, as `from --> to`. */
function arrows(lines: readonly string[], colour: string): string[] {
  const all = lines.filter((line) => / -\.?->/.test(line)).map((line) => line.replaceAll('"', ""));
  return lines.flatMap((line) => {
    const [, indexes = "", stroke] = /^linkStyle ([\d,]+) stroke:(#\w+)/.exec(line) ?? [];
    return stroke === colour ? indexes.split(",").map((index) => all[Number(index)] ?? "") : [];
  });
}

const [GREEN, RED, AMBER] = ["#1a7f37", "#cf222e", "#9a6700"];

describe("colours", () => {
  const { Reserve, Charge } = states;

  it("shows an added state and its transitions green, and the transition that it takes the place of red and dashed", () => {
    const lines = read(
      draw(orders, flow("Reserve", { ...orders.States, Reserve: task("Check"), Check: task("Charge") })),
    );
    expect(lines).toContain("class Check (added) added");
    expect(lines).toContainEqual(expect.stringMatching(/^classDef added fill:#dafbe1,stroke:#1a7f37/));
    expect(arrows(lines, GREEN)).toEqual(["Reserve (changed) --> Check (added)", "Check (added) --> Charge"]);
    expect(arrows(lines, RED)).toEqual(["Reserve (changed) --> Charge"]);
    expect(lines).toContainEqual(expect.stringMatching(/^linkStyle .*stroke:#cf222e.*stroke-dasharray:5 5$/));
  });

  it("shows a removed state red and dashed", () => {
    const lines = read(draw(orders, flow("Charge", { Charge, ...others })));
    expect(lines).toContain("class Reserve (removed) removed");
    expect(lines).toContainEqual(
      expect.stringMatching(/^classDef removed fill:#ffebe9,stroke:#cf222e.*dasharray:5 5$/),
    );
    expect(arrows(lines, RED)).toEqual(["Start --> Reserve (removed)", "Reserve (removed) --> Charge"]);
    expect(arrows(lines, GREEN)).toEqual(["Start --> Charge"]);
  });

  it("shows a changed state amber, and a renamed one with both names", () => {
    const lines = read(
      draw(orders, flow("Hold", { Hold: Reserve, Charge: { ...Charge, TimeoutSeconds: 9 }, ...others })),
    );
    expect(lines).toContain("class Reserve → Hold (changed),Charge (changed) changed");
    expect(lines).toContainEqual(expect.stringMatching(/^classDef changed fill:#fff8c5,stroke:#9a6700/));
    expect(lines.join()).not.toMatch(/added|removed/);
    expect(lines.filter((line) => line.startsWith("linkStyle"))).toEqual([]);
  });

  it("shows rules that change places amber, and a rule that is only further down as it was", () => {
    const rule = (amount: number, Next: string) => ({ Variable: "$.total", NumericGreaterThan: amount, Next });
    const choice = (...Choices: object[]) =>
      flow("Which", { Which: { Type: "Choice", Choices, Default: "Done" }, Lost, Done });
    const [large, small] = [rule(900, "Lost"), rule(1, "Done")];
    expect(arrows(read(draw(choice(large, small), choice(small, large))), AMBER)).toEqual([
      "Which (changed) -->|rule 1: $.total NumericGreaterThan 1| Done",
      "Which (changed) -->|rule 2: $.total NumericGreaterThan 900| Lost",
    ]);
    const more = read(draw(choice(large, small), choice(rule(5000, "Lost"), large, small)));
    expect(arrows(more, AMBER)).toEqual([]);
    expect(arrows(more, GREEN)).toEqual(["Which (changed) -->|rule 1: $.total NumericGreaterThan 5000| Lost"]);
  });

  it("shows a new machine green", () => {
    expect(read(draw(undefined, orders))).toContain(
      "class Reserve (added),Charge (added),Done (added),Lost (added) added",
    );
  });

  it("draws nothing if no state changes, or if the machine is deleted", () => {
    expect(draw(orders, { ...orders, Comment: "Orders" })).toBeUndefined();
    expect(draw(orders, orders)).toBeUndefined();
    expect(draw(orders, undefined)).toBeUndefined();
  });
});

it("shows catches as dashed arrows with their errors, and a lost one in red", () => {
  const uncaught = flow("Reserve", { ...states, ...others, Charge: task("Done") });
  expect(arrows(read(draw(orders, uncaught)), RED)).toEqual(["Charge (changed) -.->|States.ALL| Lost"]);
  expect(arrows(read(draw(uncaught, orders)), GREEN)).toEqual(["Charge (changed) -.->|States.ALL| Lost"]);
});

it("marks the states that may end an execution", () => {
  const lines = read(draw(orders, { ...orders, StartAt: "Charge" }));
  expect(lines).toContain("class Done,Lost final");
  expect(lines).toContain('Done(["Done"])');
  expect(lines).toContain('Lost{{"Lost"}}');
});

it("draws the states of a Map or Parallel inside it", () => {
  const inner = (Type: string) => flow("Each", { Each: { Type, End: true } });
  const outer = (Type: string, branches: object[]) =>
    flow("Items", {
      Items: { Type: "Map", ItemProcessor: inner(Type), Next: "Both" },
      Both: { Type: "Parallel", Branches: branches, Next: "Done" },
      Done,
    });
  const left = flow("Left", { Left: Done });
  const right = flow("Right", { Right: Done });
  const lines = read(draw(outer("Pass", [left]), outer("Wait", [right, left])));
  const inside = (name: string) => lines.slice(lines.findIndex((line) => line.startsWith(`subgraph ${name}`)));
  expect(inside("Items").slice(1, 4)).toEqual(['Start(("Start"))', 'Each (changed)(["Each (changed)"])', "end"]);
  expect(inside("Both").slice(1, 6)).toEqual([
    'Start(("Start"))',
    'Right (added)(["Right (added)"])',
    'Start(("Start"))',
    'Left(["Left"])',
    "end",
  ]);
  expect(lines).toContain("Items --> Both (changed)");
});

it.each([
  'a"b',
  "`tick`",
  "``` \n# out",
  "two\nlines",
  "%%{init: {}}%%",
  "%% comment",
  "end",
  "subgraph x",
  "direction TB",
  "<script>alert(1)</script>",
  "x]",
  "x --> y",
  "style:#a;",
  "#35;",
  "click n1",
  "\u202eleft",
  "é",
  "__proto__",
  "",
])("gives a state called %j no meaning in Mermaid or Markdown", (name) => {
  const Which = { Type: "Choice", Choices: [{ Variable: name, StringEquals: name, Next: name }], Default: "Done" };
  const catches = { Catch: [{ ErrorEquals: [name], Next: name }] };
  const states = JSON.parse(JSON.stringify({ Which, Done, Task: task("Done", catches) }));
  Object.defineProperty(states, name, { value: { Type: "Pass", End: true }, enumerable: true });
  const mermaid = draw(flow("Done", { Done }), JSON.stringify(flow("Which", states))) ?? "";
  expect(mermaid).toContain("(added)".replace(/[()]/g, (bracket) => `#${bracket.charCodeAt(0)};`));
  const label = '"(?:[A-Za-z0-9 ]|#\\d+;)+"';
  const line = new RegExp(
    `^(flowchart TB|n\\d+(\\(\\(|\\{\\{|\\(\\[|[{[])${label}(\\)\\)|\\}\\}|\\]\\)|[}\\]])` +
      `|n\\d+ -\\.?->(\\|${label}\\|)? n\\d+|class(Def)? [n\\d,]*(final|added|removed|changed)?.*|linkStyle [\\d,]+ [\\w:#, -]+)$`,
  );
  for (const each of mermaid.split("\n")) expect(each.trim()).toMatch(line);
});

describe("limits of Mermaid", () => {
  /** A machine whose states lead to one another in a row, with one arrow for each, and one to the first. */
  const row = (count: number, Type: string, name = (index: number) => `S${index}`) =>
    flow(
      name(0),
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          name(index),
          { Type: index === 7 ? Type : "Pass", ...(index + 1 < count ? { Next: name(index + 1) } : { End: true }) },
        ]),
      ),
    );
  const drawnArrows = (mermaid: string | undefined) =>
    (mermaid ?? "").split("\n").filter((line) => line.includes(" --> "));

  // More edges are refused: https://mermaid.js.org/config/schema-docs/config-properties-maxedges.html
  it.each([
    [MOST_ARROWS - 1, MOST_ARROWS - 1],
    [MOST_ARROWS, MOST_ARROWS],
    [MOST_ARROWS + 1, 2],
  ])("draws %i transitions as %i", (count, expected) => {
    const mermaid = draw(row(count, "Pass"), row(count, "Wait"));
    expect(MOST_ARROWS).toBe(500);
    expect(drawnArrows(mermaid)).toHaveLength(expected);
  });

  it("says how many states it leaves out around a change", () => {
    const lines = read(draw(row(501, "Pass"), row(501, "Wait")));
    expect(lines).toContain('498 unchanged states are not drawn["498 unchanged states are not drawn"]');
    expect(lines).toContain("S6 --> S7 (changed)");
    expect(lines).toContain("S7 (changed) --> S8");
  });

  // A longer text is refused: https://mermaid.js.org/config/schema-docs/config-properties-maxtextsize.html
  it.each([
    [49_999, 470],
    [50_000, 470],
    [50_001, 2],
  ])("draws a chart of %i characters with %i transitions", (length, expected) => {
    const count = 470;
    const chart = (extra: number) => {
      const share = (index: number) => Math.floor(extra / count) + (index < extra % count ? 1 : 0);
      const name = (index: number) => `S${index}${"x".repeat(share(index))}`;
      return draw(row(count, "Pass", name), row(count, "Wait", name)) ?? "";
    };
    const mermaid = chart(length - chart(0).length);
    expect(drawnArrows(mermaid)).toHaveLength(expected);
    expect(mermaid.length).toBeLessThanOrEqual(length);
    expect(MOST_TEXT).toBe(50_000);
  });

  it("only says so where too much changes", () => {
    const lines = read(draw(undefined, row(501, "Pass")));
    expect(lines).toEqual([
      "flowchart TB",
      expect.stringContaining("Too large to draw: 501 states and 501 transitions"),
    ]);
  });
});

describe("what is sensitive", () => {
  const changed = { ...orders, StartAt: "Charge" };

  it.each([{ beforeSensitive: { definition: true } }, { afterSensitive: { definition: true } }])(
    "draws no definition with %j",
    (more) => {
      expect(draw(orders, changed, more)).toBeUndefined();
    },
  );

  it("hides a sensitive value that a definition repeats", async () => {
    const renamed = flow("hunter2hunter2", { hunter2hunter2: { Type: "Wait", Seconds: 1, End: true } });
    const { pictures } = await review(
      subject(
        machine("aws_sfn_state_machine.orders", {
          before: orders,
          after: renamed,
          attributesAfter: { description: "hunter2hunter2" },
          afterSensitive: { description: true },
        }),
      ),
    );
    expect(pictures).toMatchObject([{ plan: "plan", address: "aws_sfn_state_machine.orders" }]);
    expect(read(pictures[0]?.mermaid).join()).toContain("(sensitive) (added)");
    expect(JSON.stringify(pictures)).not.toContain("hunter2");
  });
});
