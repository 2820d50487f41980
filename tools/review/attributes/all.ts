import { dataRules } from "../data";
import { operationRules } from "../operations";
import { examineVisibilityTimeout } from "../operations/visibility-timeout";
import type { Examine } from "../review";
import { examineAttributes } from "./examine";

const examineRules = examineAttributes([dataRules, operationRules]);

/** What the plans do to data and to operations, in the attributes and the ends of resources. */
export const examineResources: Examine = async (subject) =>
  (await Promise.all([examineRules, examineVisibilityTimeout].map((examine) => examine(subject)))).flat();
