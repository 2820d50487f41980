import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { DefinitionError, parseDefinition } from "../../asl/parse";
import { type AslObject, isDistributedMap, type PlacedState, statesOf } from "../../asl/states";
import { type Substitutions, substitute } from "./placeholders";
import { Refused } from "./refused";
import { checkWorkflow } from "./rules/check";
import type { WorkflowType } from "./rules/rule";
import { limitOf } from "./rules/time-limit";
import type { Waiver } from "./rules/waivers";

const workflows = resolve(__dirname, "../../workflows");

export interface DefinitionOptions {
  readonly type: WorkflowType;
  readonly substitutions: Substitutions;
  /** Beside those in the definition's Comments. */
  readonly waivers?: readonly Waiver[];
}

export interface Definition {
  /** For messages, such as `workflows/order-intake.asl.json`. */
  readonly file: string;
  /** As it is deployed. */
  readonly text: string;
  /** Every state as the file has it, its values not yet put in. */
  readonly states: readonly PlacedState[];
  /** Whether some of its executions are started by itself. */
  readonly isDistributed: boolean;
  /** Seconds after which an execution ends; undefined without a limit. */
  readonly limitSeconds: number | undefined;
  /** A line for each waiver that let something pass. */
  readonly waived: readonly string[];
}

/** Where the definition of a workflow stands, for reading. */
export function definitionFile(workflow: string): string {
  return resolve(workflows, `${workflow}.asl.json`);
}

/**
 * Reads the definition of a workflow for deployment: its values put in, its JSON normalised so that only a change of
 * meaning changes it. Throws {@link Refused} for a file that does not parse, and for what breaks a rule.
 */
export function readDefinition(path: string, { type, substitutions, waivers }: DefinitionOptions): Definition {
  const file = `workflows/${basename(path)}`;
  const definition = parse(file, readText(file, path));
  const states = statesOf(definition);
  const waived = checkWorkflow({ file, type, definition, states, substitutions }, waivers);
  const text = JSON.stringify(definition, (_, value: unknown) =>
    typeof value === "string" ? substitute(value, substitutions) : value,
  );
  return {
    file,
    text,
    states,
    isDistributed: states.some(isDistributedMap),
    limitSeconds: limitOf(definition, type),
    waived,
  };
}

function readText(file: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Refused(`${file} cannot be read. Write the definition there, or correct the workflow's id.`, { cause });
  }
}

function parse(file: string, text: string): AslObject {
  try {
    return parseDefinition(file, text);
  } catch (error) {
    if (error instanceof DefinitionError) throw new Refused(error.message, { cause: error });
    throw error;
  }
}
