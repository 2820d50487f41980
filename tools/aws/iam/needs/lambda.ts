import type { Needs } from "./needs";

export const lambdaNeeds: Needs = (action, { FunctionName, Qualifier }, { region, accountId }) => {
  const needed =
    action === "Invoke" ? "lambda:InvokeFunction" : action === "GetFunction" ? "lambda:GetFunction" : undefined;
  if (needed === undefined) return undefined;
  const name = String(FunctionName);
  const arn = name.startsWith("arn:")
    ? name
    : `arn:aws:lambda:${region}:${accountId}:function:${name.replace(/^(?:\d{12}:)?function:/, "")}`;
  return [{ action: needed, resource: Qualifier === undefined ? arn : `${arn}:${Qualifier}` }];
};
