import type { PlanValue } from "../../terraform/plan-value";

/** The actions, on any resource, of policies that AWS manages and that roles of state machines often have. Each is at
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/NAME.html */
const XRAY = [
  "PutTraceSegments",
  "PutTelemetryRecords",
  "GetSamplingRules",
  "GetSamplingTargets",
  "GetSamplingStatisticSummaries",
];
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  "service-role/AWSLambdaRole": ["lambda:InvokeFunction"],
  AWSXrayFullAccess: ["xray:*"],
  AWSXrayWriteOnlyAccess: XRAY.map((action) => `xray:${action}`),
  AWSXRayDaemonWriteAccess: XRAY.map((action) => `xray:${action}`),
};

/** The name of a policy that AWS manages, such as `service-role/AWSLambdaBasicExecutionRole`; undefined for other ARNs. */
export function managedName(arn: PlanValue | undefined): string | undefined {
  return typeof arn === "string" ? /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] : undefined;
}

/** The text of a policy that AWS manages; undefined if it is not one of these. */
export function managedPolicy(arn: string): string | undefined {
  const name = managedName(arn) ?? "";
  const actions = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  return actions && JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
}
