import type { JsonValue } from "../../../support/json";
import {
  type DefinitionOf,
  DISTRIBUTED_ONLY,
  type FlowDefinition,
  readFlow,
  readMachine,
  type StateDefinition,
} from "./definition";
import { UnsupportedDefinition } from "./errors";
import type { Flow } from "./flow";
import type { ResourceFinder } from "./run";
import type { State } from "./state";
import { compileChoice } from "./states/choice";
import { compileDistributedMap } from "./states/distributed-map";
import { compileFail, compileSucceed } from "./states/ending";
import { compileMap } from "./states/map";
import { compileParallel } from "./states/parallel";
import { compilePass } from "./states/pass";
import { compileTask } from "./states/task";
import { compileWait } from "./states/wait";

/** A state machine's definition, ready to run. */
export interface CompiledMachine {
  readonly flow: Flow;
  readonly timeoutSeconds: number | undefined;
}

/**
 * Compiles a definition whose placeholders are filled in. Throws UnsupportedDefinition, naming the state, for anything
 * that cannot run here as on AWS.
 */
export function compileMachine(definition: JsonValue, find: ResourceFinder): CompiledMachine {
  const machine = readMachine(definition);
  return { flow: compileFlow(machine, find), timeoutSeconds: machine.TimeoutSeconds };
}

function compileFlow(definition: FlowDefinition, find: ResourceFinder): Flow {
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(definition.States)) states.set(name, compileNamed(name, state, find));
  for (const { name, targets } of states.values())
    for (const target of targets)
      if (!states.has(target))
        throw new UnsupportedDefinition(`State "${name}" leads to "${target}", which does not exist.`);
  const startAt = states.get(definition.StartAt);
  if (!startAt) throw new UnsupportedDefinition(`StartAt names "${definition.StartAt}", which does not exist.`);
  return { startAt, states };
}

/** Compiles a single state, whose targets need not exist. Throws as {@link compileMachine} does. */
export function compileNamed(name: string, definition: StateDefinition, find: ResourceFinder): State {
  try {
    return compileState(name, definition, find);
  } catch (error) {
    if (!(error instanceof UnsupportedDefinition) || error.message.startsWith("State ")) throw error;
    throw new UnsupportedDefinition(`State "${name}": ${error.message}`, { cause: error });
  }
}

function compileState(name: string, definition: StateDefinition, find: ResourceFinder): State {
  switch (definition.Type) {
    case "Task":
      return compileTask(name, definition, find);
    case "Pass":
      return compilePass(name, definition);
    case "Choice":
      return compileChoice(name, definition);
    case "Wait":
      return compileWait(name, definition);
    case "Succeed":
      return compileSucceed(name, definition);
    case "Fail":
      return compileFail(name, definition);
    case "Map":
      return compileAnyMap(name, definition, find);
    case "Parallel":
      return compileParallel(
        name,
        definition,
        definition.Branches.map((branch) => compileFlow(readFlow(branch, "Its branch"), find)),
      );
  }
}

function compileAnyMap(name: string, definition: DefinitionOf<"Map">, find: ResourceFinder): State {
  const processor = readFlow(definition.ItemProcessor, "Its ItemProcessor");
  const config = processor.ProcessorConfig;
  if (config?.Mode === "DISTRIBUTED") {
    const findForChild = config.ExecutionType === "EXPRESS" ? withoutCallbacks(find) : find;
    const flow = compileFlow(processor, findForChild);
    return compileDistributedMap(name, definition, { flow, type: config.ExecutionType }, find);
  }
  const misplaced = Object.keys(definition).filter((field) => DISTRIBUTED_ONLY.includes(field));
  if (misplaced.length > 0)
    throw new UnsupportedDefinition(
      `An inline Map has no ${misplaced.join(", ")}. Give its ProcessorConfig the Mode DISTRIBUTED.`,
    );
  return compileMap(name, definition, compileFlow(processor, find));
}

/** For Express workflows, which cannot wait for a task token. */
export function withoutCallbacks(find: ResourceFinder): ResourceFinder {
  return (resource) => {
    const found = find(resource);
    if (found.waitsForToken)
      throw new UnsupportedDefinition(`"${resource}": an Express workflow cannot wait for a task token.`);
    return found;
  };
}
