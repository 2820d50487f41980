import { z } from "zod";
import { jsonOf, withJson } from "../call";
import type { Intervention } from "../intervention";
import { machineOf } from "../machine-arn";

const creation = z.object({ type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD") });
const created = z.object({ stateMachineArn: z.string() });
const described = z.looseObject({ stateMachineArn: z.string(), type: z.string() });

/** Remembers the type that each machine was created with. */
export function machineTypes(): Intervention {
  const types = new Map<string, string>();
  return {
    does: "reports the type of a state machine that was created as EXPRESS",
    because:
      "moto accepts the type at creation and forgets it, so every machine reads as STANDARD and the next plan would replace each Express one; the answer has the type at creation",
    concerns: ({ service, action }) =>
      service === "states" && (action === "CreateStateMachine" || action === "DescribeStateMachine"),
    answer: async (call, pass) => {
      const answer = await pass(call);
      if (answer.status !== 200) return answer;
      if (call.action === "CreateStateMachine") {
        types.set(created.parse(jsonOf(answer)).stateMachineArn, creation.parse(jsonOf(call)).type);
        return answer;
      }
      const machine = described.parse(jsonOf(answer));
      const type = types.get(machineOf(machine.stateMachineArn)) ?? machine.type;
      return withJson(answer, { ...machine, type });
    },
  };
}
