import { AwsError, type JsonObject } from "../../aws";
import type { MapRunCounts, MapRunRecord } from "../asl/run";
import type { Execution } from "../execution";
import { type Action, seconds } from "./action";
import { executionOf, invalidArn, required } from "./errors";
import { pageOf } from "./page";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns: Action = (input, context) => {
  const execution = executionOf(input, context);
  const { items, nextToken } = pageOf(execution.run.mapRuns, input, false);
  return { mapRuns: items.map((run) => describeShortly(run, execution)), ...(nextToken && { nextToken }) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Action = (input, { store }) => {
  const arn = required(input, "mapRunArn");
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:[^:/]+\/[^:]+:.+$/.test(arn)) throw invalidArn(arn);
  for (const execution of store.all()) {
    const run = execution.run.mapRuns.find((known) => known.arn === arn);
    if (run) return describeWhole(run, execution);
  }
  throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
};

function describeShortly({ arn, startedAt, stoppedAt }: MapRunRecord, { start }: Execution): JsonObject {
  return {
    executionArn: start.arn,
    mapRunArn: arn,
    stateMachineArn: arn.replace(":mapRun:", ":stateMachine:").replace(/:[^:]+$/, ""),
    startDate: seconds(startedAt),
    ...(stoppedAt !== undefined && { stopDate: seconds(stoppedAt) }),
  };
}

function describeWhole(run: MapRunRecord, execution: Execution): JsonObject {
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage, status } = run;
  const { stateMachineArn: _, ...described } = describeShortly(run, execution);
  return {
    ...described,
    status,
    maxConcurrency,
    toleratedFailureCount,
    toleratedFailurePercentage,
    itemCounts: countsOf(run.items),
    executionCounts: countsOf(run.executions),
    redriveCount: run.redriveCount,
    ...(run.redrivenAt !== undefined && { redriveDate: seconds(run.redrivenAt) }),
  };
}

/** Results are written by a ResultWriter alone, which no definition may have here. */
function countsOf(counts: MapRunCounts): JsonObject {
  const { total, running, succeeded, failed, timedOut, aborted } = counts;
  const pending = total - running - succeeded - failed - timedOut - aborted;
  return { pending, running, succeeded, failed, timedOut, aborted, total, resultsWritten: 0 };
}
