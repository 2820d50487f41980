import type { Surroundings } from "./orders/surroundings";

/** Links from the proxy's interventions to the rest of the rehearsal. */
export interface ProxyHooks {
  /** Set while orders run. */
  surroundings: Surroundings | undefined;
  /** ARNs of the versions that were started by version or alias, in order. */
  readonly started: string[];
}
