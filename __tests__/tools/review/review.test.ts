import { type Examine, review } from "../../../tools/review/review";
import { say, type Text } from "../../../tools/review/text";
import { subject } from "./plan-json";

const safe = {
  level: "safe",
  rule: "tag-changed",
  section: "operations",
  plan: "plan",
  address: "",
  text: say`A tag`,
} as const;

it.each([
  [
    "throws",
    () => {
      throw new RangeError("Maximum call stack size exceeded");
    },
  ],
  ["rejects", () => Promise.reject(new RangeError("Maximum call stack size exceeded"))],
] as const)(
  "says which aspect was not examined when an examiner %s, and goes on with the others",
  async (_how, broken) => {
    const { verdict, findings, isWhole } = await review(
      subject(),
      new Map<Text, Examine>([
        [say`The rights`, broken],
        [say`The tags`, () => [safe]],
      ]),
    );
    expect([verdict, isWhole]).toEqual(["attention", false]);
    expect(findings.map(({ level, text }) => `${level}: ${text}`)).toEqual([
      expect.stringMatching(/^attention: The rights could not be examined, so this review is incomplete/),
      "safe: A tag.",
    ]);
    expect(String(findings[0]?.details)).toBe("The error is Maximum call stack size exceeded");
  },
);

it("is whole when every examiner ends", async () => {
  expect(await review(subject(), new Map([[say`The tags`, () => [safe]]]))).toMatchObject({
    verdict: "safe",
    isWhole: true,
  });
});
