import { z } from "zod";
import type { Resource } from "./resource";
import { type Block, isBlock } from "./values";

/** A Task of a state machine. */
export interface Task {
  readonly name: string;
  readonly state: Block;
  /** The Maps and Parallels around it, innermost first. */
  readonly enclosing: readonly Block[];
}

const states = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The Tasks of a state machine, nested ones included; throws if the definition cannot be read. */
export function tasksOf(machine: Resource): Task[] {
  const definition = parseDefinition(machine.at("definition"));
  return tasksIn(definition, []);
}

function parseDefinition(text: unknown): Block {
  let definition: unknown;
  try {
    definition = JSON.parse(String(text));
  } catch (cause) {
    throw new Error(`definition cannot be read as JSON: ${String(text).slice(0, 80)}`, { cause });
  }
  if (isBlock(definition)) return definition;
  throw new Error("definition is not an object with States");
}

function tasksIn(machine: Block, enclosing: readonly Block[]): Task[] {
  return Object.entries(states.parse(machine.States)).flatMap(([name, state]) => {
    const inner = [state.Branches, state.ItemProcessor, state.Iterator].flat().filter(isBlock);
    return [
      ...(state.Type === "Task" ? [{ name, state, enclosing }] : []),
      ...inner.flatMap((within) => tasksIn(within, [state, ...enclosing])),
    ];
  });
}

/** The members of a state's `Retry` or `Catch`. */
export function handlersOf(state: Block, field: "Retry" | "Catch"): Block[] {
  const handlers = state[field];
  return Array.isArray(handlers) ? handlers.filter(isBlock) : [];
}

export function handlesAll({ ErrorEquals }: Block): boolean {
  return Array.isArray(ErrorEquals) && ErrorEquals.includes("States.ALL");
}
