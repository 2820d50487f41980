import type { RuleSet } from "../attributes/examine";
import { bucketRows } from "./buckets";
import { databaseRows } from "./databases";
import { holderLosses } from "./holders";
import { keyRows } from "./keys";
import { logRows } from "./logs";
import { queueRows } from "./queues";
import { secretRows } from "./secrets";
import { tableRows } from "./tables";

/** What changes do to data: how long it is kept, who can read it, and whether it can be recovered. */
export const dataRules: RuleSet = {
  section: "data",
  rows: [...tableRows, ...bucketRows, ...queueRows, ...keyRows, ...secretRows, ...logRows, ...databaseRows],
  losses: holderLosses,
};
