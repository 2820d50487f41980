import type { Integrations } from "./integration";

export const lambda: Integrations = {
  invoke: (call) => {
    const qualifier = call.textOfArn("Qualifier");
    if (call.isMadeAtRunTime("Qualifier")) {
      throw call.refusal("Qualifier is made at run time, so it could be any version", "Write the version or alias");
    }
    // A call of a version or an alias needs a right on its qualified ARN, any other call on the function's ARN. Source:
    // https://docs.aws.amazon.com/lambda/latest/dg/versioning-aliases-permissions.html
    return call.resources("FunctionName").map(({ arn }) => ({
      actions: ["InvokeFunction"],
      on: { arn: qualifier === undefined ? arn : `${arn}:${qualifier}` },
    }));
  },
};
