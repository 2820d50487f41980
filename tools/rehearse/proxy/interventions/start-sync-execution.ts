import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { actionCall } from "../action-call";
import { type Answer, type Call, jsonAnswer, jsonOf } from "../call";
import type { Intervention, Pass } from "../intervention";

const input = z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().default("{}") });
const started = z.object({ executionArn: z.string() });
const execution = z.looseObject({ status: z.string(), output: z.string().optional() });

const FIRST_LOOK_MS = 10;
const LONGEST_PAUSE_MS = 200;
/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: the longest that an Express execution runs. */
const LONGEST_MS = 300_000;

export const startSyncExecution: Intervention = {
  does: "answers StartSyncExecution by StartExecution and DescribeExecution",
  because:
    "moto does not have it; moto runs the execution until it ends, and the answer is moto's description of it, without the white space that moto adds to the output",
  concerns: ({ service, action }) => service === "states" && action === "StartSyncExecution",
  answer: async (call, pass) => {
    const { stateMachineArn, name = randomUUID(), input: text } = input.parse(jsonOf(call));
    const answer = await pass(actionCall(call, "StartExecution", { stateMachineArn, name, input: text }));
    if (answer.status !== 200) return answer;
    const { executionArn } = started.parse(jsonOf(answer));
    return untilEnded(call, executionArn, pass);
  },
};

async function untilEnded(call: Call, executionArn: string, pass: Pass): Promise<Answer> {
  const deadline = Date.now() + LONGEST_MS;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await delay(pause);
    const answer = await pass(actionCall(call, "DescribeExecution", { executionArn }));
    if (answer.status !== 200) return answer;
    const described = execution.parse(jsonOf(answer));
    if (described.status !== "RUNNING") return jsonAnswer({ ...described, ...withoutSpace(described.output) });
    if (Date.now() > deadline) return jsonAnswer({ ...described, status: "TIMED_OUT", stopDate: Date.now() / 1000 });
  }
}

/** Moto writes the output with white space, and AWS without; workflows compare it as text. */
function withoutSpace(output: string | undefined): { output?: string } {
  return output === undefined ? {} : { output: JSON.stringify(JSON.parse(output)) };
}
