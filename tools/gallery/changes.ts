import type { Change } from "./change";
import { DATA } from "./changes/data";
import { RIGHTS } from "./changes/rights";
import { WORKFLOWS } from "./changes/workflows";

/** The changes of the gallery, in the order in which docs/review.md shows them. */
export const CHANGES: readonly Change[] = [...WORKFLOWS, ...RIGHTS, ...DATA];
