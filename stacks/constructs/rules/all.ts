import { childLimit } from "./child-limit";
import { expressDistributedMap } from "./express-distributed-map";
import { expressPattern } from "./express-pattern";
import { mapConcurrency } from "./map-concurrency";
import { nestingDepth } from "./nesting-depth";
import { placeholderValue } from "./placeholder-value";
import { rawResult } from "./raw-result";
import { reachableState } from "./reachable-state";
import type { Rule } from "./rule";
import { statesLanguage } from "./states-language";
import { taskCatch } from "./task-catch";
import { taskRetry } from "./task-retry";
import { taskTimeout } from "./task-timeout";
import { timeLimit } from "./time-limit";
import { transitionTarget } from "./transition-target";
import { valuePlaceholder } from "./value-placeholder";
import { writtenArn } from "./written-arn";

/** The rules for every definition, in the order in which findings are reported. */
export const allRules: readonly Rule[] = [
  statesLanguage,
  transitionTarget,
  reachableState,
  taskRetry,
  taskCatch,
  taskTimeout,
  timeLimit,
  childLimit,
  expressPattern,
  expressDistributedMap,
  nestingDepth,
  mapConcurrency,
  placeholderValue,
  valuePlaceholder,
  writtenArn,
  rawResult,
];
