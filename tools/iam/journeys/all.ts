import { faultJourneys } from "./faults";
import type { Journey } from "./journey";
import { ordersJourneys } from "./orders";
import { reconcilerJourneys, scheduleJourney } from "./reconciler";

/** Ways on which nothing is broken but what they say; the quick ones first: a right is shown by the first that needs it. */
export const soundJourneys: readonly Journey[] = [scheduleJourney, ...ordersJourneys, ...reconcilerJourneys];

/** Ways on which rights are taken away, from everybody: nothing else may go on beside them. */
export const brokenJourneys: readonly Journey[] = faultJourneys;
