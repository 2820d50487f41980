import type { Finding } from "../finding";
import { join, say, Text } from "../text";
import { about } from "./gone-resources";
import { type Joined, shown } from "./joined";

/**
 * Task tokens that are lost with their machine: its executions end at their next transition. Source:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 */
export function lostTokens(machines: readonly Joined[]): Finding[] {
  return machines.flatMap((joined) => {
    const { kind, address } = joined.machine.change;
    if (kind !== "destroy" && kind !== "replace") return [];
    const waiting = (joined.before ?? []).filter(({ state }) => String(state.Resource).endsWith(".waitForTaskToken"));
    if (waiting.length === 0) return [];
    const paths = waiting.map(({ path }) => path);
    const what = new Text([kind === "destroy" ? "destroyed" : "replaced"]);
    const places = join(paths.map((path) => say`${shown(joined, path)}`));
    return [
      {
        ...about(joined, paths),
        level: "dangerous",
        rule: "task-tokens-lost",
        text: say`${address} is ${what}, which ends its executions: the task tokens that ${places} handed out (waitForTaskToken) are void, and answers to them fail.`,
      },
    ];
  });
}
