import { z } from "zod";
import { jsonAnswer, jsonOf } from "../call";
import type { Intervention } from "../intervention";
import { machineOf } from "../machine-arn";

const input = z.object({ stateMachineArn: z.string() });
const published = z.object({ stateMachineVersionArn: z.string().optional() });

/** Remembers the published versions of each machine, with their dates. */
export function listVersions(): Intervention {
  const versions = new Map<string, { stateMachineVersionArn: string; creationDate: number }[]>();
  return {
    does: "answers ListStateMachineVersions",
    because:
      "moto publishes versions but cannot list them; the list has the versions that its answers named, newest first",
    concerns: ({ service, action }) =>
      service === "states" &&
      ["CreateStateMachine", "UpdateStateMachine", "DeleteStateMachine", "ListStateMachineVersions"].includes(action),
    answer: async (call, pass) => {
      const { stateMachineArn } = input.partial().parse(jsonOf(call));
      if (call.action === "ListStateMachineVersions") {
        return jsonAnswer({ stateMachineVersions: versions.get(stateMachineArn ?? "") ?? [] });
      }
      const answer = await pass(call);
      if (answer.status !== 200) return answer;
      if (call.action === "DeleteStateMachine") versions.delete(stateMachineArn ?? "");
      const { stateMachineVersionArn } = published.parse(jsonOf(answer));
      if (stateMachineVersionArn !== undefined) {
        const machine = machineOf(stateMachineVersionArn);
        const known = versions.get(machine) ?? [];
        const version = { stateMachineVersionArn, creationDate: Date.now() / 1000 };
        if (!known.some((it) => it.stateMachineVersionArn === stateMachineVersionArn)) {
          versions.set(machine, [version, ...known]);
        }
      }
      return answer;
    },
  };
}
