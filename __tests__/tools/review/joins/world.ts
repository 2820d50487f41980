import type { AslObject } from "../../../../asl/states";
import type { Finding } from "../../../../tools/review/finding";
import { examineJoins } from "../../../../tools/review/joins/examine-joins";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, plan } from "../plan-json";

type Json = Readonly<Record<string, unknown>>;

const ACCOUNT = "111122223333";
const REGION = "eu-west-1";

/** The ARN of a resource of the tests. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** A definition of Tasks in sequence, by their names. */
export function flow(tasks: Readonly<Record<string, Json>>): AslObject {
  const names = Object.keys(tasks);
  const states = names.map((name, index) => {
    const next = names[index + 1];
    return [name, { Type: "Task", ...(next === undefined ? { End: true } : { Next: next }), ...tasks[name] }];
  });
  return { StartAt: names[0], States: Object.fromEntries(states) };
}

/** A Task that calls a function by its name. */
export const call = (name: string, parameters: Json = {}): Json => ({
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: arn("lambda", `function:${name}`), ...parameters },
});

/** An inline policy of the role `flow` that allows actions on a resource. */
export function policy(statements: readonly Json[]): Json {
  return { name: "own", role: "flow", policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) };
}

export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = "*"): Json => ({
  Effect: "Allow",
  Action,
  Resource,
});

export const ROLE = { name: "flow", id: "flow", arn: `arn:aws:iam::${ACCOUNT}:role/flow`, permissions_boundary: "" };

/** The role `flow` with its inline policy before and after a change. */
export function role(before: readonly Json[], after: readonly Json[] = before): readonly Json[] {
  return [
    change("aws_iam_role.flow", { before: ROLE, after: ROLE }),
    change("aws_iam_role_policy.own", { before: policy(before), after: policy(after) }),
  ];
}

/** What the examiner finds in one plan, in plain text. */
export async function found(...changes: readonly Json[]): Promise<readonly string[]> {
  return (await findings(changes)).map(lineOf);
}

/** What the examiner finds in several plans together. */
export async function findings(...plans: readonly (readonly Json[])[]): Promise<readonly Finding[]> {
  return await examineJoins(subjectOf(plans.map((changes, index) => readPlan(`plan-${index}`, plan({ changes })))));
}

export function lineOf({ level, rule, state = "", text }: Finding): string {
  return `${level} ${rule} ${state}: ${String(text)}`;
}
