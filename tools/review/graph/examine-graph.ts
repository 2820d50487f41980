import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { examineAliases } from "./aliases";
import { examineDefinitions } from "./definitions";
import { examineLifecycle } from "./lifecycle";
import { examineSettings } from "./settings";

/** State machines as a whole: their settings, versions and life, and the paths through their states. */
export function examineGraph(subject: Subject): Finding[] {
  return [examineLifecycle, examineSettings, examineAliases, examineDefinitions].flatMap((examine) => examine(subject));
}
