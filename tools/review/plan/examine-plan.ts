import type { Examine } from "../review";
import { examineActions } from "./actions";
import { examineChecks } from "./checks";
import { examineDeferred } from "./deferred";
import { examineDefinitions } from "./definitions";
import { examineDrift } from "./drift";
import { examineMoves } from "./moves";
import { examineOutputs } from "./outputs";
import { examineWhole } from "./whole";

/** Everything about a plan that is not about the resources' attributes. */
export const examinePlan: Examine = (subject) =>
  [
    examineWhole,
    examineMoves,
    examineDefinitions,
    examineDeferred,
    examineDrift,
    examineChecks,
    examineActions,
    examineOutputs,
  ].flatMap((examine) => examine(subject));
