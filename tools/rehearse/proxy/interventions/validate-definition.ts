import { z } from "zod";
import { diagnose } from "../../../aws";
import { jsonAnswer, jsonOf } from "../call";
import type { Intervention } from "../intervention";

const input = z.object({ definition: z.string(), type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD") });

export const validateDefinition: Intervention = {
  does: "answers ValidateStateMachineDefinition",
  because:
    "moto does not have it, and the provider calls it before it plans a machine; the answer is asl-validator's, and moto's own parser checks each definition again at creation",
  concerns: ({ service, action }) => service === "states" && action === "ValidateStateMachineDefinition",
  answer: async (call) => {
    const { definition, type } = input.parse(jsonOf(call));
    const diagnostics = await diagnose(definition, type === "EXPRESS");
    return jsonAnswer({ result: diagnostics.length === 0 ? "OK" : "FAIL", diagnostics, truncated: false });
  },
};
