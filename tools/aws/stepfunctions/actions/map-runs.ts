import type { JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import type { MapRunCounts, MapRunRecord } from "../asl/run";
import type { Execution } from "../execution";
import { type Action, type ActionContext, seconds } from "./action";
import { executionOf, invalidArn, invalidValue, required } from "./errors";
import { pageOf } from "./page";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export const listMapRuns: Action = (input, context) => {
  const execution = executionOf(input, context);
  const { items, nextToken } = pageOf(execution.run.mapRuns, input, false);
  return { mapRuns: items.map((run) => describeShortly(run, execution)), ...(nextToken && { nextToken }) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export const describeMapRun: Action = (input, { store }) => {
  const { run, execution } = mapRunOf(input, store);
  return describeWhole(run, execution);
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html: only for a Map run in progress. */
export const updateMapRun: Action = (input, { store }) => {
  const { run } = mapRunOf(input, store);
  const changes = {
    maxConcurrency: limitOf(input, "maxConcurrency", Number.MAX_SAFE_INTEGER),
    toleratedFailureCount: limitOf(input, "toleratedFailureCount", Number.MAX_SAFE_INTEGER),
    toleratedFailurePercentage: limitOf(input, "toleratedFailurePercentage", 100),
  };
  if (run.status !== "RUNNING") throw new AwsError("ValidationException", `The Map Run is ${run.status}: '${run.arn}'`);
  Object.assign(run.limits, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
  run.limitsChanged?.();
  return {};
};

function mapRunOf(input: JsonObject, store: ActionContext["store"]): { run: MapRunRecord; execution: Execution } {
  const arn = required(input, "mapRunArn");
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:mapRun:[^:/]+\/[^:]+:.+$/.test(arn)) throw invalidArn(arn);
  for (const execution of store.all()) {
    const run = execution.run.mapRuns.find((known) => known.arn === arn);
    if (run) return { run, execution };
  }
  throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
}

function limitOf(input: JsonObject, field: string, most: number): number | undefined {
  const value = input[field];
  if (value === undefined) return undefined;
  const isPercentage = field === "toleratedFailurePercentage";
  if (typeof value === "number" && value >= 0 && value <= most && (isPercentage || Number.isInteger(value)))
    return value;
  const rule =
    typeof value === "number" && value > most ? `less than or equal to ${most}` : "greater than or equal to 0";
  throw invalidValue(field, `'${value}'`, `Member must have value ${rule}`);
}

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
  const { status } = run;
  const { maxConcurrency = 0, toleratedFailureCount = 0, toleratedFailurePercentage = 0 } = run.limits;
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

/** Only a ResultWriter writes results, and the local run accepts no definition with one. */
function countsOf(counts: MapRunCounts): JsonObject {
  const { total, running, succeeded, failed, timedOut, aborted } = counts;
  const pending = total - running - succeeded - failed - timedOut - aborted;
  return { pending, running, succeeded, failed, timedOut, aborted, total, resultsWritten: 0 };
}
