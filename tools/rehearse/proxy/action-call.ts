import { type Call, withJson } from "./call";

/** A call of another Step Functions action by the same caller. */
export function actionCall(call: Call, action: string, input: object): Call {
  const headers = { ...call.headers, "x-amz-target": `AWSStepFunctions.${action}` };
  return withJson({ ...call, action, headers }, input);
}
