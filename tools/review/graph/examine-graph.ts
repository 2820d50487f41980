import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { examineAliases } from "./aliases";
import { brokenPaths, unreachable } from "./broken";
import { bypassed } from "./bypass";
import { examineDefinitions } from "./definitions";
import { examineFlows } from "./flow-change";
import { examineLifecycle } from "./lifecycle";
import { loops } from "./loops";
import { examineSettings } from "./settings";
import { noLongerCaughtAround, uncaughtInNewStates } from "./uncaught";

/** State machines as a whole: their settings, versions and life, and the paths through their states. */
export function examineGraph(subject: Subject): Finding[] {
  return [
    ...[examineLifecycle, examineSettings, examineAliases, examineDefinitions].flatMap((examine) => examine(subject)),
    ...examineFlows(subject, [brokenPaths, unreachable, bypassed, loops, uncaughtInNewStates, noLongerCaughtAround]),
  ];
}
