import type { JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import type { Execution } from "../execution";
import { type Action, seconds } from "./action";
import { executionOf, invalidValue } from "./errors";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveExecution: Action = (input, context) => {
  const execution = executionOf(input, context);
  const clientToken = clientTokenOf(input);
  const at = earlierRedrive(execution, clientToken) ?? redriveNow();
  return { redriveDate: seconds(at) };

  function redriveNow(): number {
    const reason = notRedrivableBecause(execution) ?? childReason(execution);
    if (reason !== undefined) throw new AwsError("ExecutionNotRedrivable", reason);
    context.redrive(execution, clientToken);
    return execution.redrives.at(-1)?.at ?? Date.now();
  }
};

const DAY_MS = 86_400_000;
const REDRIVABLE_MS = 14 * DAY_MS;
const LONGEST_EXECUTION_MS = 365 * DAY_MS;
/** The history must have room for ExecutionRedriven and one more event below 25,000. */
const TOO_MANY_EVENTS = 24_999;

/**
 * Why an execution cannot be redriven now; undefined if it can. Reasons and conditions:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html (redriveStatusReason),
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility
 */
export function notRedrivableBecause({ status, startedAt, stoppedAt = 0, run }: Execution): string | undefined {
  if (status === "RUNNING" || status === "SUCCEEDED") return `Execution is ${status} and cannot be redriven`;
  if (run.history.events.length >= TOO_MANY_EVENTS) return "Execution history event limit exceeded";
  const now = Date.now();
  if (now - startedAt > LONGEST_EXECUTION_MS) return "Execution has exceeded the max execution time";
  if (now - stoppedAt > REDRIVABLE_MS) return "Execution redrivable period exceeded";
  return undefined;
}

function childReason({ start }: Execution): string | undefined {
  return start.mapRunArn === undefined
    ? undefined
    : `Execution can only be redriven by its Map Run: ${start.mapRunArn}`;
}

const REMEMBERED_TOKENS = 10;
const TOKEN_MS = 15 * 60_000;

/** When the same call redrove the execution. The last ten tokens are kept, each for 15 minutes. */
function earlierRedrive({ redrives }: Execution, clientToken: string | undefined): number | undefined {
  if (clientToken === undefined) return undefined;
  const withTokens = redrives.filter((redrive) => redrive.clientToken !== undefined).slice(-REMEMBERED_TOKENS);
  return withTokens.findLast((redrive) => redrive.clientToken === clientToken && Date.now() - redrive.at <= TOKEN_MS)
    ?.at;
}

function clientTokenOf({ clientToken }: JsonObject): string | undefined {
  if (clientToken === undefined) return undefined;
  if (typeof clientToken === "string" && /^[!-~]{1,64}$/.test(clientToken)) return clientToken;
  throw invalidValue("clientToken", `'${clientToken}'`, "Member must satisfy regular expression pattern: [!-~]+");
}
