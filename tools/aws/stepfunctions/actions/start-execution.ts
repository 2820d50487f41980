import { randomUUID } from "node:crypto";
import { type JsonObject, type JsonValue, textOf } from "../../../support/json";
import { AwsError } from "../../aws";
import { MOST_PAYLOAD_BYTES } from "../asl/run";
import type { Execution, ExecutionStart } from "../execution";
import { type Action, type ActionContext, seconds } from "./action";
import { invalidValue, typeNotSupported } from "./errors";
import { type NamedMachine, namedMachine } from "./named-machine";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Action = (input, context) => {
  const named = namedMachine(input, context);
  const execution =
    named.machine.type === "EXPRESS" ? beginExpress(named, input, context) : beginStandard(named, input, context);
  return { executionArn: execution.start.arn, startDate: seconds(execution.startedAt) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution: Action = async (input, context) => {
  const named = namedMachine(input, context);
  if (named.machine.type !== "EXPRESS") throw typeNotSupported();
  const execution = beginExpress(named, input, context, { isSynchronous: true });
  await execution.done;
  return describeSync(execution);
};

function beginExpress(
  named: NamedMachine,
  input: JsonObject,
  context: ActionContext,
  how: Pick<ExecutionStart, "isSynchronous"> = {},
): Execution {
  const { machine } = named;
  const name = nameOf(input);
  const arn = `${machine.arn.replace(":stateMachine:", ":express:")}:${name}:${randomUUID()}`;
  return context.begin({ ...startOf(named), arn, name, ...inputOf(input), ...how });
}

/** The same name and input refer to the same execution while it runs. A name is never reused for another execution. */
function beginStandard(named: NamedMachine, input: JsonObject, context: ActionContext): Execution {
  const { machine } = named;
  const name = nameOf(input);
  const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  const start = { ...startOf(named), arn, name, ...inputOf(input) };
  const earlier = context.store.find(arn);
  if (!earlier) return context.begin(start);
  if (earlier.status === "RUNNING" && earlier.start.inputText === start.inputText) return earlier;
  throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
}

function startOf({
  machine,
  versionArn,
  alias,
}: NamedMachine): Pick<ExecutionStart, "machine" | "versionArn" | "aliasArn"> {
  return { machine, versionArn, aliasArn: alias?.arn };
}

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

function nameOf(input: JsonObject): string {
  const { name } = input;
  if (name === undefined) return randomUUID();
  if (typeof name === "string" && NAME.test(name)) return name;
  throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

function inputOf(call: JsonObject): { inputText: string; input: JsonValue; traceHeader: string | undefined } {
  const inputText = call.input ?? "{}";
  if (typeof inputText !== "string") throw invalidInput("It must be JSON text.");
  if (Buffer.byteLength(inputText) > MOST_PAYLOAD_BYTES)
    throw invalidValue("input", "too long", `Member must have length less than or equal to ${MOST_PAYLOAD_BYTES}`);
  try {
    return { inputText, input: JSON.parse(inputText), traceHeader: textOf(call, "traceHeader") };
  } catch (error) {
    throw invalidInput(error instanceof Error ? error.message : String(error));
  }
}

function invalidInput(reason: string): AwsError {
  return new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${reason}'`);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-standard-vs-express.html: billed per 100 ms and 64 MB. */
const BILLED_STEP_MS = 100;
const BILLED_MEMORY_MB = 64;

function describeSync({ start, startedAt, stoppedAt = startedAt, ending }: Execution): JsonObject {
  const billedSteps = Math.max(1, Math.ceil((stoppedAt - startedAt) / BILLED_STEP_MS));
  return {
    executionArn: start.arn,
    stateMachineArn: start.machine.arn,
    name: start.name,
    startDate: seconds(startedAt),
    stopDate: seconds(stoppedAt),
    status: ending?.status ?? "FAILED",
    input: start.inputText,
    inputDetails: { included: true },
    ...(ending?.output !== undefined && { output: JSON.stringify(ending.output) }),
    outputDetails: { included: true },
    ...(ending?.error !== undefined && { error: ending.error }),
    ...(ending?.cause !== undefined && { cause: ending.cause }),
    ...(start.traceHeader !== undefined && { traceHeader: start.traceHeader }),
    billingDetails: {
      billedDurationInMilliseconds: billedSteps * BILLED_STEP_MS,
      billedMemoryUsedInMB: BILLED_MEMORY_MB,
    },
  };
}
