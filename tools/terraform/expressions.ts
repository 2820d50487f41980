import { isObject, type JsonObject, type JsonValue } from "../support/json";
import { ExpressionError } from "./expression-error";
import { callFunction } from "./functions";

/** The value of a reference such as `aws_sqs_queue.orders.arn`, given as steps. Throws if it has no value. */
export type Lookup = (steps: readonly (string | number)[]) => JsonValue;

/**
 * The value of a text in Terraform's JSON syntax, with each `${...}` replaced by its value. A text that consists of one
 * expression has the expression's type. Operators, conditions and `for` are not supported.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function evaluateTemplate(text: string, lookup: Lookup): JsonValue {
  if (!/[$%]\{/.test(text)) return text;
  const parts = new Parser(text, lookup).template(text.length);
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : parts.map(asText).join("");
}

function asText(value: JsonValue): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ExpressionError(`${JSON.stringify(value)} cannot be a part of a text`);
}

const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly lookup: Lookup,
  ) {}

  /** Reads literal text and `${...}` up to `end`, or up to a closing quote where `quoted`. */
  template(end: number, quoted = false): JsonValue[] {
    const parts: JsonValue[] = [];
    let literal = "";
    const keepLiteral = () => {
      if (literal !== "") parts.push(literal);
      literal = "";
    };
    while (this.at < end && !(quoted && this.text[this.at] === '"')) {
      if (this.skip("$${")) literal += "${";
      else if (this.skip("%%{")) literal += "%{";
      else if (this.skip("${")) {
        keepLiteral();
        parts.push(this.expression());
        this.expect("}");
      } else if (this.text.startsWith("%{", this.at)) throw this.error("template directives are not supported");
      else if (quoted && this.skip("\\")) literal += this.escaped();
      else literal += this.text[this.at++];
    }
    keepLiteral();
    return parts;
  }

  private expression(): JsonValue {
    this.skipSpace();
    const value = this.primary();
    const whole = this.steps(value);
    this.skipSpace();
    return whole;
  }

  private primary(): JsonValue {
    if (this.skip('"')) return this.quoted();
    if (this.skip("[")) return this.list("]");
    if (this.skip("{")) return this.object();
    if (this.skip("(")) {
      const value = this.expression();
      this.expect(")");
      return value;
    }
    const number = this.match(/-?\d+(\.\d+)?/y);
    if (number !== undefined) return Number(number);
    const word = this.match(/[A-Za-z_][\w-]*/y);
    if (word === undefined) throw this.error("an expression was expected");
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    if (!this.skip("(")) return this.lookup([word, ...this.path()]);
    return callFunction(word, this.list(")"));
  }

  private quoted(): JsonValue {
    const parts = this.template(this.text.length, true);
    this.expect('"');
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : parts.map(asText).join("");
  }

  private list(close: string): JsonValue[] {
    const members: JsonValue[] = [];
    this.skipSpace();
    while (!this.skip(close)) {
      members.push(this.expression());
      if (!this.skip(",")) {
        this.expect(close);
        break;
      }
      this.skipSpace();
    }
    return members;
  }

  private object(): JsonObject {
    const fields: [string, JsonValue][] = [];
    this.skipSpace();
    while (!this.skip("}")) {
      const name = this.match(/[A-Za-z_][\w-]*/y) ?? this.expression();
      this.skipSpace();
      if (!this.skip("=") && !this.skip(":")) throw this.error("`=` was expected");
      fields.push([asText(name), this.expression()]);
      this.skip(",");
      this.skipSpace();
    }
    return Object.fromEntries(fields);
  }

  /** The steps of a reference: `.name`, `.0`, `[0]`, `["name"]`. */
  private path(): (string | number)[] {
    const steps: (string | number)[] = [];
    for (let step = this.step(); step !== undefined; step = this.step()) steps.push(step);
    return steps;
  }

  private steps(value: JsonValue): JsonValue {
    return this.path().reduce<JsonValue>((whole, step) => {
      const part = stepInto(whole, step);
      if (part === undefined) throw this.error(`there is no ${JSON.stringify(step)} in ${JSON.stringify(whole)}`);
      return part;
    }, value);
  }

  private step(): string | number | undefined {
    if (this.skip("[")) {
      const index = this.expression();
      this.expect("]");
      return typeof index === "number" ? index : asText(index);
    }
    if (!this.skip(".")) return undefined;
    const step = this.match(/\d+|[A-Za-z_][\w-]*/y);
    if (step === undefined) throw this.error("a name or an index was expected");
    return /^\d/.test(step) ? Number(step) : step;
  }

  private escaped(): string {
    const unicode = this.match(/u([0-9a-fA-F]{4})/y);
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode.slice(1), 16));
    const character = escapes.get(this.text[this.at++] ?? "");
    if (character === undefined) throw this.error("this escape is not supported");
    return character;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  private skip(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private skipSpace(): void {
    this.match(/\s+/y);
  }

  private expect(token: string): void {
    if (!this.skip(token)) throw this.error(`\`${token}\` was expected`);
  }

  private error(problem: string): ExpressionError {
    return new ExpressionError(`${problem} at \`${this.text.slice(this.at, this.at + 60)}\``);
  }
}

/** A member of a list or a field of an object. A block that occurs once may represent a list of one. */
export function stepInto(value: JsonValue, step: string | number): JsonValue | undefined {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : step === 0 ? value : undefined;
  if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
  return value[step];
}
