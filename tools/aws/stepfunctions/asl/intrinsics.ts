import type { JsonValue } from "../../../support/json";
import { runtimeError, UnsupportedDefinition } from "./errors";
import { type Argument, intrinsicFunctions, withoutEscapes } from "./intrinsic-functions";
import { compilePath, type Scope } from "./paths";

/** A compiled path or intrinsic function call. It gives `undefined` for a path that leads nowhere. */
export type Expression = (scope: Scope) => JsonValue | undefined;

/** Compiles the value of a `.$` key, or of a field such as CausePath that accepts either. */
export function compileExpression(text: string): Expression {
  if (text.startsWith("$")) {
    const path = compilePath(text);
    return (scope) => path.read(scope);
  }
  const parser = new Parser(text);
  const call = parser.call();
  parser.end();
  return (scope) => call(scope).value;
}

type Part = (scope: Scope) => Argument;

const FUNCTION = /\s*(States\.\w+)\s*\(/y;
const LITERAL = /\s*'((?:[^'\\]|\\.)*)'\s*/y;
/** AWS refuses this when a state machine is created: test_base_scenarios, test_illegal_escapes. */
const ESCAPED_DOUBLE_QUOTE = /(?<!\\)(?:\\\\)*\\"/;
const NUMBER = /\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*/y;
const KEYWORD = /\s*(true|false|null)\b\s*/y;
const PATH = /\s*(\$(?:\[\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"]*)\s*\]|[^\s,()[\]])*)\s*/y;
const COMMA = /\s*,\s*/y;
const CLOSE = /\s*\)\s*/y;

class Parser {
  private at = 0;

  constructor(private readonly source: string) {}

  call(): Part {
    const name = this.take(FUNCTION);
    const definition = name === undefined ? undefined : intrinsicFunctions[name];
    if (name === undefined || !definition) throw this.unreadable("an intrinsic function such as States.Format(");
    const parts: Part[] = [];
    while (this.take(CLOSE) === undefined) {
      if (parts.length > 0 && this.take(COMMA) === undefined) throw this.unreadable("a comma or a closing bracket");
      parts.push(this.argument());
    }
    const [least, most] = definition.args;
    if (parts.length < least || parts.length > most)
      throw new UnsupportedDefinition(
        `"${this.source}": the local run takes ${least} to ${most} arguments for ${name}, not ${parts.length}.`,
      );
    return (scope) => {
      const args = parts.map((part) => part(scope));
      try {
        return { value: definition.run(...args) };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw runtimeError(`The function '${this.source}' had the following error: ${name}: ${reason}`);
      }
    };
  }

  end(): void {
    if (this.at < this.source.length) throw this.unreadable("the end");
  }

  private argument(): Part {
    const literal = this.take(LITERAL);
    if (literal !== undefined && ESCAPED_DOUBLE_QUOTE.test(literal))
      throw this.unreadable("a double quote without a backslash");
    if (literal !== undefined) return constant({ value: withoutEscapes(literal), literal });
    const json = this.take(NUMBER) ?? this.take(KEYWORD);
    if (json !== undefined) return constant({ value: JSON.parse(json) });
    const path = this.take(PATH);
    if (path !== undefined) return this.read(path);
    return this.call();
  }

  private read(text: string): Part {
    const path = compilePath(text);
    return (scope) => {
      const value = path.read(scope);
      if (value !== undefined) return { value };
      throw runtimeError(
        `The function '${this.source}' had the following error: The JsonPath argument for the field '${text}' could not be found in the input '${JSON.stringify(scope.data)}'`,
      );
    };
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (!match) return undefined;
    this.at = pattern.lastIndex;
    return match[1] ?? match[0];
  }

  private unreadable(expected: string): UnsupportedDefinition {
    const rest = this.source.slice(this.at);
    return new UnsupportedDefinition(`"${this.source}" cannot be read: expected ${expected}, found "${rest}".`);
  }
}

function constant(argument: Argument): Part {
  return () => argument;
}
