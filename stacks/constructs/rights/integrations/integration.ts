import type { Call } from "../call";
import type { Need } from "../need";

/** Derives a call's needs from its parameters. */
export type Integration = (call: Call) => readonly Need[];

/** A service's calls, by the end of the Task's Resource: `getItem`, `startExecution.sync:2`. */
export type Integrations = Readonly<Record<string, Integration>>;
