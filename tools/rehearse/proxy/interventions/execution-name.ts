import { randomUUID } from "node:crypto";
import { z } from "zod";
import { jsonOf, withJson } from "../call";
import type { Intervention } from "../intervention";

const start = z.looseObject({ name: z.string().optional() });

export const executionName: Intervention = {
  does: "names executions that are started without a name",
  because: "moto names them all None and refuses the second; AWS generates a UUID",
  concerns: ({ service, action }) => service === "states" && action === "StartExecution",
  answer: (call, pass) => pass(withJson(call, { name: randomUUID(), ...start.parse(jsonOf(call)) })),
};
