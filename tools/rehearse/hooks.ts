import type { Surroundings } from "./orders/surroundings";

/** What stands around the workflows while orders run, for the interventions that lead there. */
export interface ProxyHooks {
  surroundings: Surroundings | undefined;
  /** ARNs of the versions that were started by version or alias, in order. */
  readonly started: string[];
}
