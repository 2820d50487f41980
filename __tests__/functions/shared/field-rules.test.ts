import { expecting, integerField, listedField, objectField, textField } from "../../../functions/shared/field-rules";
import { Problems } from "../../../functions/shared/problems";

const messageFor = (input: unknown) => expecting("a thing")({ input });

describe("a message", () => {
  it.each([
    [undefined, "Missing: expected a thing."],
    [null, "Expected a thing, got null."],
    [-1.5, "Expected a thing, got -1.5."],
    [Number.POSITIVE_INFINITY, "Expected a thing, got a number that is too large."],
    [false, "Expected a thing, got false."],
    ['a"b\n', 'Expected a thing, got "a\\"b\\n".'],
    [[1, 2], "Expected a thing, got an array."],
    [{ a: 1 }, "Expected a thing, got an object."],
  ])("says what was expected and that it got %j", (input, message) => expect(messageFor(input)).toBe(message));

  it("quotes 40 characters, and says how many there are when there are more", () => {
    expect(messageFor("x".repeat(40))).toBe(`Expected a thing, got "${"x".repeat(40)}".`);
    expect(messageFor("x".repeat(41))).toBe(`Expected a thing, got "${"x".repeat(40)}"… (41 characters).`);
  });
});

describe("a value that may contain a card number", () => {
  it.each([
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111, 12/28",
    "4111  1111 / 1111\u00a01111",
    "card:4111111111111111",
    "411111111111111",
    "4111111111111112",
    `${"x".repeat(30)}4111111111111111`,
    4111111111111111,
  ])("is not repeated: %j", (input) =>
    expect(messageFor(input)).toBe(
      "Expected a thing, got a value that may contain a card number and is not repeated here.",
    ),
  );

  it.each(["411111111111", "2026-01-31T12:00:00Z", "1a2b3c4d5e6f7g8h9i0j1k2l3m"])(
    "has 13 digits with no letter between them: %s is repeated",
    (input) => expect(messageFor(input)).toContain(JSON.stringify(input)),
  );
});

describe("a field's rule", () => {
  it.each([
    ["text", textField("letters", /^[a-z]+$/), "7", 'Expected letters, got "7".'],
    ["listed", listedField("one of the list", new Set(["a"])), "b", 'Expected one of the list, got "b".'],
    ["integer", integerField(1, 5), 6, "Expected an integer from 1 to 5, got 6."],
  ])("gives one message for a wrong value, and one for a wrong type: %s", (_, schema, wrong, message) => {
    const messages = (value: unknown) => schema.safeParse(value).error?.issues.map((issue) => issue.message);
    expect(messages(wrong)).toEqual([message]);
    expect(messages({})).toEqual([expect.stringMatching(/, got an object\.$/)]);
  });

  it("names every unknown field of an object separately, and the fields that it has", () => {
    const result = objectField("a pair", { a: integerField(1, 5), b: integerField(1, 5) }).safeParse({
      a: 1,
      c: 2,
      d: 3,
    });
    const problems = new Problems();
    if (!result.success) problems.addIssues(["pairs", 0], result.error);
    const message = "Unknown field: a pair has a, b. Leave it out.";
    expect(problems.listed).toEqual([
      { path: "/pairs/0/b", message: "Missing: expected an integer from 1 to 5." },
      { path: "/pairs/0/c", message },
      { path: "/pairs/0/d", message },
    ]);
  });
});
