import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import validate from "asl-validator";
import { checkPlaceholders, type PlacedText, type Substitutions, substitute } from "./placeholders";
import { Refused } from "./refused";

const workflows = resolve(__dirname, "../../workflows");

/** Texts of definitions in which asl-validator found nothing: each environment has the same, and it takes 0.1 s. */
const sound = new Set<string>();

/** Where the definition of a workflow stands, for reading. */
export function definitionFile(workflow: string): string {
  return resolve(workflows, `${workflow}.asl.json`);
}

/**
 * Reads the definition of a workflow for deployment: its values put in, its JSON normalised so that only a change of
 * meaning changes it. Throws {@link Refused} for a file that does not parse, what asl-validator finds, an ARN written by
 * hand, and a placeholder without value or a value without placeholder.
 */
export function readDefinition(path: string, substitutions: Substitutions): string {
  const file = `workflows/${basename(path)}`;
  const text = readText(file, path);
  const definition = parse(file, text);
  if (!sound.has(text)) refuseFindings(file, definition);
  sound.add(text);
  const texts = [...textsOf(definition, `the top of ${file}`, file)];
  refuseArns(texts);
  checkPlaceholders(file, texts, substitutions);
  return JSON.stringify(definition, (_, value: unknown) =>
    typeof value === "string" ? substitute(value, substitutions) : value,
  );
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Refused(`${file} cannot be read. Write the definition there, or mend the workflow's id.`, { cause });
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const [reason = "not JSON", position] = String(cause instanceof Error ? cause.message : cause).split(
      " in JSON at position ",
    );
    const before = text.slice(0, position === undefined ? text.length : Number.parseInt(position, 10)).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new Refused(
      `${file}:${before.length}:${column}: ${reason}. Write strict JSON: no comments, no trailing commas.`,
      {
        cause,
      },
    );
  }
}

function refuseFindings(file: string, definition: unknown): void {
  if (typeof definition !== "object" || definition === null || Array.isArray(definition)) {
    throw new Refused(`${file} is no object, expected { "StartAt": ..., "States": { ... } }. Write a state machine.`);
  }
  // A copy, because the validator writes into what it checks.
  const { errors } = validate(structuredClone(definition));
  if (errors.length === 0) return;
  const findings = errors.map(({ Message, schemaError }) => {
    const state = schemaError && stateOf(schemaError.instancePath.slice(1).split("/"));
    return state === undefined ? Message : `state ${state}: ${Message}`;
  });
  throw new Refused(
    `${file} is not a state machine: ${[...new Set(findings)].join("; ")}. Mend it as https://states-language.net says.`,
  );
}

function refuseArns(texts: readonly PlacedText[]): void {
  for (const { text, place } of texts) {
    const arn = text.match(/arn:aws[a-z-]*:(?!states:::)[^"'\s,)]*/)?.[0];
    if (arn === undefined) continue;
    throw new Refused(
      `The ARN ${arn} in ${place} is written by hand. Write a placeholder such as \${OrdersTableName}, and supply its value where the workflow is created.`,
    );
  }
}

/** Every text in a definition, keys left out, each with the state in which it stands. */
function* textsOf(value: unknown, place: string, file: string): Generator<PlacedText> {
  if (typeof value === "string") yield { text: value, place };
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === "States" && typeof child === "object" && child !== null) {
      for (const [state, body] of Object.entries(child)) yield* textsOf(body, `state ${state} of ${file}`, file);
    } else {
      yield* textsOf(child, place, file);
    }
  }
}

/** The innermost state on a path through a definition. */
function stateOf(path: readonly string[]): string | undefined {
  const states = path.lastIndexOf("States");
  return states < 0 ? undefined : path[states + 1]?.replaceAll("~1", "/").replaceAll("~0", "~");
}
