import { faultJourneys } from "./faults";
import type { Journey } from "./journey";
import { ordersJourneys } from "./orders";
import { reconcilerJourneys, scheduleJourney } from "./reconciler";

/** Journeys that remove no rights. The quick ones come first, because the first journey that uses a right proves it. */
export const soundJourneys: readonly Journey[] = [scheduleJourney, ...ordersJourneys, ...reconcilerJourneys];

/** Journeys that remove rights platform-wide, so nothing else may run at the same time. */
export const brokenJourneys: readonly Journey[] = faultJourneys;
