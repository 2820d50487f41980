import { covers, overlaps } from "../../../../tools/review/joins/pattern";

/** Every text of up to `length` letters of an alphabet. */
function texts(alphabet: string, length: number): readonly string[] {
  if (length === 0) return [""];
  const shorter = texts(alphabet, length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => [...alphabet].map((letter) => text + letter))];
}

const fits = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);

describe("patterns of IAM", () => {
  // `*` at most twice and letters `a` and `b`: texts of up to five letters show every difference.
  const patterns = texts("ab*?", 3);
  const all = texts("ab", 5);

  it("overlap exactly if some text fits both", () => {
    for (const one of patterns) {
      const fitting = all.filter((text) => fits(one, text));
      for (const other of patterns) {
        expect([one, other, overlaps(one, other)]).toEqual([one, other, fitting.some((text) => fits(other, text))]);
      }
    }
  });

  it("cover a known text exactly if it fits, and another pattern only if all its texts fit", () => {
    for (const wide of patterns) {
      for (const text of all) expect([wide, text, covers(wide, text)]).toEqual([wide, text, fits(wide, text)]);
      for (const narrow of patterns.filter((pattern) => !pattern.includes("?"))) {
        if (covers(wide, narrow)) expect(all.filter((text) => fits(narrow, text) && !fits(wide, text))).toEqual([]);
      }
    }
  });

  it("cover an ARN with a part that is known only at run time", () => {
    expect(covers("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/in/*")).toBe(true);
    expect(covers("arn:aws:s3:::bucket/in/*", "arn:aws:s3:::bucket/*")).toBe(false);
    expect(overlaps("arn:aws:s3:::bucket/in/*", "arn:aws:s3:::bucket/*")).toBe(true);
    expect(overlaps("arn:aws:s3:::other/*", "arn:aws:s3:::bucket/*")).toBe(false);
  });
});
