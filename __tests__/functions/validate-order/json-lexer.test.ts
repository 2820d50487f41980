import { BrokenJson, TokenTooLong } from "../../../functions/validate-order/broken-json";
import { JsonGrammar, type JsonListener } from "../../../functions/validate-order/json-grammar";
import { JsonLexer, longestToken } from "../../../functions/validate-order/json-lexer";

/** Records what it receives; two texts with the same value leave the same notes. */
class Notes implements JsonListener {
  readonly notes: unknown[] = [];
  open(container: string): void {
    this.notes.push([container]);
  }
  close(): void {
    this.notes.push(["close"]);
  }
  name(text: string): void {
    this.notes.push(["name", text]);
  }
  scalar(value: unknown): void {
    this.notes.push(value);
  }
}

/** The notes of a text in chunks of this many bytes. */
function read(text: string | Buffer, chunkBytes = 7): unknown[] {
  const bytes = Buffer.from(text);
  const notes = new Notes();
  const lexer = new JsonLexer(new JsonGrammar(notes));
  for (let i = 0; i < bytes.length; i += chunkBytes) lexer.write(bytes.subarray(i, i + chunkBytes));
  lexer.end();
  return notes.notes;
}

function* notesOf(value: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) return yield value;
  yield [Array.isArray(value) ? "array" : "object"];
  for (const [name, field] of Object.entries(value)) {
    if (!Array.isArray(value)) yield ["name", name];
    yield* notesOf(field);
  }
  yield ["close"];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isRead(text: string, chunkBytes: number): boolean {
  try {
    read(text, chunkBytes);
    return true;
  } catch (error) {
    if (error instanceof BrokenJson) return false;
    throw error;
  }
}

const sample = {
  a: [1, -0.5e-3, 1e21, true, false, null, "", []],
  "€\ufeff": { "": "\ufeffx", "\u2028": "\ud83d\ude00", q: '"\\\n/' },
  lone: "\ud800",
  deep: [[[[{}]]]],
};

describe("JSON in chunks", () => {
  it.each([1, 2, 3, 5, 64, 10_000])("has the value that JSON.parse gives it, in chunks of %d bytes", (chunkBytes) => {
    for (const text of [JSON.stringify(sample), JSON.stringify(sample, null, "\t\r\n ")]) {
      expect(read(text, chunkBytes)).toEqual([...notesOf(JSON.parse(text))]);
    }
    expect(read("1e400", chunkBytes)).toEqual([Number.POSITIVE_INFINITY]);
    expect(read(' "\\u00e9\\ud83d\\ude00" ', chunkBytes)).toEqual(["é😀"]);
  });

  it("is JSON exactly where JSON.parse says so, over 20,000 texts broken at random", () => {
    const base = JSON.stringify(sample);
    const alphabet = '{}[]:,"\\ 0123.eE+-truefalsn\n\u0000é\ufeff';
    let state = 1;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let valid = 0;
    for (let i = 0; i < 20_000; i++) {
      const at = random(base.length);
      const inserted = alphabet[random(alphabet.length)] ?? "";
      // UTF-8 cannot encode a lone surrogate, so a pair that is cut becomes something else.
      const text = (base.slice(0, at) + inserted + base.slice(at + random(3))).replace(/\p{Surrogate}/gu, "\ufffd");
      const expected = isJson(text);
      valid += expected ? 1 : 0;
      if (isRead(text, 1 + random(9)) !== expected) throw new Error(`JSON.parse says ${expected} of ${text}`);
    }
    expect(valid).toBeGreaterThan(1000);
    expect(valid).toBeLessThan(19_000);
  });

  it.each([
    ["", "it is empty"],
    [" \n", "it is empty"],
    ['{"a":', "it is cut off after byte 5"],
    ['{"a', "it is cut off after byte 3"],
    ["[1,2", "it is cut off after byte 4"],
    ["tru", "it is invalid at byte 1"],
    ['{"a":1}{', "it is invalid at byte 8"],
    ['{"é" 1}', "it is invalid at byte 7"],
    ["[1,]", "it is invalid at byte 4"],
    ['["\\x"]', "it is invalid at byte 2"],
    ["\ufeff{}", "it is invalid at byte 1"],
    [Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), "the text that begins at byte 2 is not UTF-8"],
  ])("names the place where it is invalid: %j", (text, message) => {
    for (const chunkBytes of [1, 100]) {
      expect(() => read(text, chunkBytes)).toThrow(new BrokenJson(message));
    }
  });

  it("may nest a million deep", () => {
    const depth = 1_000_000;
    expect(read("[".repeat(depth) + "]".repeat(depth), 65_536)).toHaveLength(2 * depth);
    expect(() => read('{"a":['.repeat(depth / 2), 65_536)).toThrow("it is cut off after byte 3000000");
    expect(() => read(`${"[".repeat(depth)}}`, 65_536)).toThrow(`it is invalid at byte ${depth + 1}`);
  });

  it.each([1000, 1_000_000])("accepts tokens up to the limit, in chunks of %d bytes", (chunkBytes) => {
    const text = (bytes: number) => `["${"x".repeat(bytes - 2)}"]`;
    expect(read(text(longestToken), chunkBytes)).toHaveLength(3);
    expect(() => read(text(longestToken + 1), chunkBytes)).toThrow(TokenTooLong);
    expect(() => read("1".repeat(longestToken + 1), chunkBytes)).toThrow(TokenTooLong);
  });

  // RFC 8259: no control character in a string, no leading zero in a number.
  const long = longestToken + 1;
  it.each<[string, string | Buffer, string]>([
    ["NULs", "\u0000".repeat(long), "it is invalid at byte 1"],
    ["NULs in a string", `["${"\u0000".repeat(long)}"]`, "it is invalid at byte 2"],
    ["a NUL after 60,000 characters", `["${"x".repeat(60_000)}\u0000${"x".repeat(long)}"]`, "it is invalid at byte 2"],
    ["an invalid escape", `["\\x${"x".repeat(long)}"]`, "it is invalid at byte 2"],
    ["letters", `{"a":${"x".repeat(long)}}`, "it is invalid at byte 6"],
    ["a number that begins with 00", "0".repeat(long), "it is invalid at byte 1"],
    ["a number with two points", `1.5.${"0".repeat(long)}`, "it is invalid at byte 1"],
    ["a string where a comma belongs", `[1 "${"x".repeat(long)}"]`, "it is invalid at byte 4"],
    ["a number where a name belongs", `{${"1".repeat(long)}:1}`, "it is invalid at byte 2"],
    ["no UTF-8", Buffer.from(`["${"\xe9".repeat(long)}"]`, "latin1"), "the text that begins at byte 2 is not UTF-8"],
  ])("is broken, not too long, where a long token is %s", (_, text, message) => {
    for (const chunkBytes of [999, 1_000_000]) expect(() => read(text, chunkBytes)).toThrow(new BrokenJson(message));
  });

  // The limit cuts through the last character or escape of each.
  it.each<[string, string]>([
    ["a name", `{"${"x".repeat(long)}":1}`],
    ["characters of three bytes", `"${"€".repeat(long)}"`],
    ["characters of four bytes", `"xx${"😀".repeat(long)}"`],
    ["escapes of two characters", `"${'\\"'.repeat(long)}"`],
    ["escapes of six characters", `"x${"\\u00e9".repeat(long)}"`],
    ["a fraction", `-0.${"1".repeat(long)}`],
    ["an exponent", `1e+${"1".repeat(long)}`],
  ])("is too long, not broken, where a long token is %s", (_, text) => {
    for (const chunkBytes of [999, 1_000_000]) expect(() => read(text, chunkBytes)).toThrow(TokenTooLong);
  });

  it("gives up on a token at the limit, not at its end", () => {
    const lexer = new JsonLexer(new JsonGrammar(new Notes()));
    lexer.write(Buffer.from(`"${"x".repeat(longestToken - 1)}`));
    expect(() => lexer.write(Buffer.from("x"))).toThrow(TokenTooLong);
  });
});
