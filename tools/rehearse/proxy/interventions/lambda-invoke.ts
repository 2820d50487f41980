import { AwsError, answerRestJson, type Lambda, LocalAws, localPerson, restJsonError } from "../../../aws";
import { allowAll } from "../../allow-all";
import type { Intervention } from "../intervention";

/** `lambda` is called for every invocation, because a deploy replaces the functions. It returns none before the first one. */
export function lambdaInvoke(lambda: () => Lambda | undefined): Intervention {
  return {
    does: "runs the built functions",
    because:
      "moto runs a function in a Docker container or not at all; here, the deployed archives run with their deployed settings, except for the addresses of the simulated payment provider and carrier",
    concerns: ({ service, action }) => service === "lambda" && /^POST .*\/functions\/[^/]+\/invocations$/.test(action),
    answer: async ({ service, method, path, headers, body }) => {
      const aws = new LocalAws(allowAll);
      const functions = lambda();
      if (functions) aws.register(functions);
      const url = new URL(path, "http://localhost");
      const exchange = { aws, service, principal: localPerson, method, url, headers, body: body.toString("utf8") };
      const answer = await answerRestJson(exchange).catch((error: unknown) => {
        if (error instanceof AwsError) return restJsonError(error);
        throw error;
      });
      return { ...answer, body: Buffer.from(answer.body) };
    },
  };
}
