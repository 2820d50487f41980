import { BrokenJson, TokenTooLong } from "./broken-json";
import type { JsonGrammar } from "./json-grammar";

/** Bytes of the longest string or number that is read. The longest one in a valid order is under 1 KiB. */
export const longestToken = 64 * 1024;

type Mode = "between tokens" | "in a string" | "after a backslash" | "in a word";

const [quote, backslash] = [0x22, 0x5c];
const isSpace = bytesOf(" \t\r\n");
const isMark = bytesOf("{}[]:,");

/**
 * Splits JSON into tokens as its bytes arrive, in chunks of any size, and keeps only the token that is not complete
 * yet. `JSON.parse` reads each string, number and word, so this accepts exactly what it accepts, with the same value.
 * We tried a streaming parser: @streamparser/json 0.0.26 silently drops U+FEFF at the start of a string.
 */
export class JsonLexer {
  private mode: Mode = "between tokens";
  /** The parts of the token that earlier chunks held. */
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private bytesBefore = 0;
  private tokenAt = 0;
  /** Whether the string so far needs no parsing: it is visible ASCII without escapes. */
  private isPlain = true;

  constructor(private readonly grammar: JsonGrammar) {}

  /** Throws BrokenJson and TokenTooLong; do not call it again after that. */
  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.mode === "in a string") {
        if (byte === quote) this.endString(chunk, from, i + 1);
        else if (byte === backslash) this.mode = "after a backslash";
        else if (byte < 0x20 || byte > 0x7e) this.isPlain = false;
        continue;
      }
      if (this.mode === "after a backslash") {
        this.isPlain = false;
        this.mode = "in a string";
        continue;
      }
      const endsWord = isSpace[byte] === 1 || isMark[byte] === 1 || byte === quote;
      if (this.mode === "in a word") {
        if (!endsWord) continue;
        this.endWord(chunk, from, i);
      }
      if (isSpace[byte] === 1) continue;
      if (isMark[byte] === 1) {
        this.grammar.mark(String.fromCharCode(byte), this.bytesBefore + i);
        continue;
      }
      this.mode = byte === quote ? "in a string" : "in a word";
      this.tokenAt = this.bytesBefore + i;
      this.isPlain = true;
      from = i;
    }
    if (this.mode !== "between tokens") this.keep(chunk.subarray(from));
    this.bytesBefore += chunk.length;
  }

  /** Call after the last chunk. Throws BrokenJson. */
  end(): void {
    if (this.mode === "in a word") this.endWord(Buffer.alloc(0), 0, 0);
    if (this.mode !== "between tokens") throw new BrokenJson(`it is cut off after byte ${this.bytesBefore}`);
    this.grammar.end(this.bytesBefore);
  }

  private endString(chunk: Buffer, from: number, to: number): void {
    const token = this.take(chunk.subarray(from, to));
    const text = this.isPlain ? token.toString("latin1", 1, token.length - 1) : String(parse(token, this.tokenAt));
    this.grammar.text(text, this.tokenAt);
  }

  private endWord(chunk: Buffer, from: number, to: number): void {
    this.grammar.word(parse(this.take(chunk.subarray(from, to)), this.tokenAt), this.tokenAt);
  }

  private keep(part: Buffer): void {
    this.kept.push(part);
    this.keptBytes += part.length;
    this.refuseLong();
  }

  /** The whole token, given its last part. */
  private take(part: Buffer): Buffer {
    this.mode = "between tokens";
    if (this.keptBytes === 0 && part.length <= longestToken) return part;
    this.keep(part);
    const token = Buffer.concat(this.kept);
    this.kept = [];
    this.keptBytes = 0;
    return token;
  }

  /** A start that no JSON token has is broken, whatever its length: a megabyte of NULs is not a long number. */
  private refuseLong(): void {
    if (this.keptBytes <= longestToken) return;
    const start = Buffer.concat(this.kept).subarray(0, longestToken);
    const isText = start[0] === quote;
    this.grammar.begin(isText, this.tokenAt);
    const begun = decode(start, this.tokenAt, "start");
    if (!(isText ? beginsText : beginsNumber).test(begun))
      throw new BrokenJson(`it is invalid at byte ${this.tokenAt + 1}`);
    throw new TokenTooLong(`Expected strings and numbers of at most ${longestToken} bytes, got a longer one.`);
  }
}

/** The start of a string, and of a number (RFC 8259), cut off anywhere. */
const beginsText = /^"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*(?:\\(?:u[0-9A-Fa-f]{0,3})?)?$/u;
const beginsNumber = /^-?(?:0|[1-9]\d*)?(?:(?<=\d)\.\d*)?(?:(?<=\d)[eE][+-]?\d*)?$/;

/** The errors of the decoder and of the parser stay inside, because they quote the text. */
function parse(token: Buffer, at: number): unknown {
  const text = decode(token, at, "whole");
  try {
    return JSON.parse(text);
  } catch {
    throw new BrokenJson(`it is invalid at byte ${at + 1}`);
  }
}

/** As for JSON.parse, a BOM is not white space: it is kept within a string and refused elsewhere. */
const utf8Options = { fatal: true, ignoreBOM: true };
const utf8 = new TextDecoder("utf-8", utf8Options);

/** The last character of a `start` may be cut off. */
function decode(bytes: Buffer, at: number, extent: "whole" | "start"): string {
  try {
    if (extent === "whole") return utf8.decode(bytes);
    return new TextDecoder("utf-8", utf8Options).decode(bytes, { stream: true });
  } catch {
    throw new BrokenJson(`the text that begins at byte ${at + 1} is not UTF-8`);
  }
}

/** A table by byte: 1 if the text contains it. */
function bytesOf(text: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(text)) table[byte] = 1;
  return table;
}
