import { type JsonObject, textOf } from "../../../support/json";
import { describeEvent } from "../asl/history";
import type { Execution } from "../execution";
import { type Action, seconds } from "./action";
import { executionOf, invalidValue, typeNotSupported } from "./errors";
import { namedMachine } from "./named-machine";
import { pageOf } from "./page";
import { notRedrivableBecause } from "./redrive-execution";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Action = (input, context) => {
  const execution = executionOf(input, context);
  const { start, ending } = execution;
  return {
    ...describeShortly(execution),
    input: start.inputText,
    inputDetails: { included: true },
    ...(ending?.output !== undefined && { output: JSON.stringify(ending.output), outputDetails: { included: true } }),
    ...(ending?.error !== undefined && { error: ending.error }),
    ...(ending?.cause !== undefined && { cause: ending.cause }),
    ...(start.traceHeader !== undefined && { traceHeader: start.traceHeader }),
    ...redriveStatusOf(execution),
  };
};

function redriveStatusOf(execution: Execution): JsonObject {
  const { start } = execution;
  const redriveStatusReason = notRedrivableBecause(execution);
  if (redriveStatusReason !== undefined) return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason };
  return { redriveStatus: start.mapRunArn === undefined ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN" };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Action = (input, context) => {
  const { events } = executionOf(input, context).run.history;
  const { items, nextToken } = pageOf(events, input, input.reverseOrder === true);
  const withData = input.includeExecutionData !== false;
  return { events: items.map((event) => describeEvent(event, withData)), ...(nextToken && { nextToken }) };
};

const STATUSES = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html: the latest first. */
export const listExecutions: Action = (input, context) => {
  const { machine, versionArn, alias } = namedMachine(input, context);
  if (machine.type === "EXPRESS") throw typeNotSupported();
  const filter = textOf(input, "statusFilter");
  if (filter !== undefined && !STATUSES.includes(filter))
    throw invalidValue("statusFilter", `'${filter}'`, `Member must satisfy enum value set: [${STATUSES.join(", ")}]`);
  const all = context.store
    .standard(machine.arn)
    .filter(({ status }) => filter === undefined || status === filter)
    .filter(
      ({ start }) =>
        versionArn === undefined || (alias ? start.aliasArn === alias.arn : start.versionArn === versionArn),
    );
  const { items, nextToken } = pageOf(all, input, true);
  return { executions: items.map(describeShortly), ...(nextToken && { nextToken }) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html: no error if the execution has ended. */
export const stopExecution: Action = (input, context) => {
  const execution = executionOf(input, context);
  execution.abort(textOf(input, "error"), textOf(input, "cause"));
  return { stopDate: seconds(execution.stoppedAt ?? execution.startedAt) };
};

function describeShortly({ start, status, startedAt, stoppedAt, redrives }: Execution): JsonObject {
  const redriven = redrives.at(-1);
  return {
    executionArn: start.arn,
    stateMachineArn: start.machine.arn,
    name: start.name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt !== undefined && { stopDate: seconds(stoppedAt) }),
    redriveCount: redrives.length,
    ...(redriven && { redriveDate: seconds(redriven.at) }),
    ...(start.mapRunArn !== undefined && { mapRunArn: start.mapRunArn }),
    ...(start.versionArn !== undefined && { stateMachineVersionArn: start.versionArn }),
    ...(start.aliasArn !== undefined && { stateMachineAliasArn: start.aliasArn }),
  };
}
