import type { Call } from "../call";
import type { Need } from "../need";

/** What each call of a kind needs, to be found out from its parameters. */
export type Integration = (call: Call) => readonly Need[];

/** A service's calls, by the end of the Task's Resource: `getItem`, `startExecution.sync:2`. */
export type Integrations = Readonly<Record<string, Integration>>;
