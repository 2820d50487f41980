import { chargedOnce } from "./charged-once";
import { fulfilledOnce } from "./fulfilled-once";
import { noneLost } from "./none-lost";
import { nothingDropped } from "./nothing-dropped";
import type { PlatformPromise } from "./promise";
import { smallStates } from "./small-states";
import { stockConserved } from "./stock-conserved";
import { tokensKept } from "./tokens-kept";

/** The platform's promises in every run, under every single fault and at any load. */
export const allPromises: readonly PlatformPromise[] = [
  noneLost,
  fulfilledOnce,
  chargedOnce,
  stockConserved,
  nothingDropped,
  smallStates,
  tokensKept,
];
