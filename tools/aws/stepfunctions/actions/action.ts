import type { JsonObject } from "../../../support/json";
import type { Alias } from "../alias";
import type { ResourceFinder, Surroundings } from "../asl/run";
import type { TaskTokens } from "../asl/task-tokens";
import type { Execution, ExecutionStart } from "../execution";
import type { Machine } from "../machine";
import type { ExecutionStore } from "../store";

/** What an action works with. */
export interface ActionContext {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly aliases: ReadonlyMap<string, Alias>;
  readonly store: ExecutionStore;
  readonly tokens: TaskTokens;
  /** Finds the services that Tasks call. */
  readonly find: ResourceFinder;
  /** The surroundings of a state that runs outside an execution. */
  readonly around: () => Surroundings;
  /** Starts an execution and remembers it. */
  begin(start: ExecutionStart): Execution;
  /** Redrives an execution that is eligible. */
  redrive(execution: Execution, clientToken: string | undefined): void;
}

/** One action of the Step Functions API. */
export type Action = (input: JsonObject, context: ActionContext) => JsonObject | Promise<JsonObject>;

/** Times of the API are seconds since 1970, with a fraction. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
