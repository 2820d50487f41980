import { BrokenJson } from "./broken-json";
import { Nesting } from "./nesting";

/** Receives the content of a JSON text, in its order. */
export interface JsonListener {
  open(container: "object" | "array"): void;
  /** The container that was opened last is complete. */
  close(): void;
  /** The name of the field whose value comes next. */
  name(text: string): void;
  scalar(value: unknown): void;
}

/** The first value of an array may instead be its end, and so may the first name of an object. */
type Expected = "value" | "value or ]" | "name" | "name or }" | ":" | ", or end" | "nothing";

/** Checks tokens against the grammar of JSON (RFC 8259) and reports to the listener what they mean, at any depth. */
export class JsonGrammar {
  private expected: Expected = "value";
  private readonly nesting = new Nesting();

  constructor(private readonly listener: JsonListener) {}

  /** One of `{ } [ ] : ,`. Throws BrokenJson. */
  mark(mark: string, at: number): void {
    if (!this.allows(mark)) throw new BrokenJson(`it is invalid at byte ${at + 1}`);
    switch (mark) {
      case "{":
        this.nesting.push(true);
        this.expected = "name or }";
        this.listener.open("object");
        break;
      case "[":
        this.nesting.push(false);
        this.expected = "value or ]";
        this.listener.open("array");
        break;
      case ":":
        this.expected = "value";
        break;
      case ",":
        this.expected = this.nesting.isObject ? "name" : "value";
        break;
      default:
        this.nesting.pop();
        this.afterValue();
        this.listener.close();
    }
  }

  /** A string (`isText`), or a number, true, false or null, is about to begin. Throws BrokenJson. */
  begin(isText: boolean, at: number): void {
    if (!this.expectsValue && !(isText && this.expectsName)) throw new BrokenJson(`it is invalid at byte ${at + 1}`);
  }

  /** A string. Throws BrokenJson. */
  text(value: string, at: number): void {
    if (this.expectsName) {
      this.expected = ":";
      this.listener.name(value);
    } else {
      this.word(value, at);
    }
  }

  /** A number, true, false or null, or a string that is a value. Throws BrokenJson. */
  word(value: unknown, at: number): void {
    this.begin(false, at);
    this.afterValue();
    this.listener.scalar(value);
  }

  /** The end of the text, after this many bytes. Throws BrokenJson. */
  end(bytes: number): void {
    if (this.expected === "nothing") return;
    const isEmpty = this.expected === "value" && this.nesting.depth === 0;
    throw new BrokenJson(isEmpty ? "it is empty" : `it is cut off after byte ${bytes}`);
  }

  private allows(mark: string): boolean {
    switch (mark) {
      case "}":
        return this.expected === "name or }" || (this.expected === ", or end" && this.nesting.isObject);
      case "]":
        return this.expected === "value or ]" || (this.expected === ", or end" && !this.nesting.isObject);
      case ":":
        return this.expected === ":";
      case ",":
        return this.expected === ", or end";
      default:
        return this.expectsValue;
    }
  }

  private get expectsName(): boolean {
    return this.expected === "name" || this.expected === "name or }";
  }

  private get expectsValue(): boolean {
    return this.expected === "value" || this.expected === "value or ]";
  }

  private afterValue(): void {
    this.expected = this.nesting.depth === 0 ? "nothing" : ", or end";
  }
}
