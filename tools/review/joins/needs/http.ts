import { arnIn } from "../place";
import { type Call, type Needs, on } from "./call";

/** Calls of HTTP endpoints. */
export const http: Readonly<Record<string, Needs>> = {
  /** Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html */
  "http:invoke": (call) => [
    ...on(call.self, "states:InvokeHTTPEndpoint"),
    ...on(connectionOf(call), "events:RetrieveConnectionCredentials"),
    ...on(
      arnIn(call.place, "secretsmanager", "secret:events!connection/*"),
      "secretsmanager:GetSecretValue",
      "secretsmanager:DescribeSecret",
    ),
  ],
  /** Only a call signed with the machine's role needs a right. Source:
   * https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html */
  "apigateway:invoke": (call) => {
    if (call.text("AuthType") !== "IAM_ROLE") return [];
    const [id = "*"] = (call.text("ApiEndpoint") ?? "*").split(".");
    return on(arnIn(call.place, "execute-api", `${id}/*`), "execute-api:Invoke");
  },
};

function connectionOf(call: Call): string {
  const named = call.inner().find(([name]) => name === "Authentication" || name === "InvocationConfig");
  return named?.[1].text("ConnectionArn") ?? "*";
}
