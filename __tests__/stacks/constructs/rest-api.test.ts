import { type GatewayAnswer, RestApi } from "../../../stacks/constructs/rest-api";
import { alarmTopicArn, key, TestStack } from "./test-stack";

function create(answer: GatewayAnswer): TestStack {
  const stack = new TestStack();
  new RestApi(stack, "api", {
    part: "api",
    description: "Greets.",
    gatewayAnswers: { ACCESS_DENIED: answer },
    key,
    alarmTopicArn,
    after: [],
  }).deploy();
  return stack;
}

const fingerprintOf = (stack: TestStack) => stack.resources("aws_api_gateway_deployment")[0]?.triggers;

describe("a REST API", () => {
  const answer = { status: 403, error: "FORBIDDEN", message: "No." };

  it("is published anew when what it answers changes, and only then", () => {
    expect(fingerprintOf(create(answer))).toEqual({ configuration: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(fingerprintOf(create(answer))).toEqual(fingerprintOf(create(answer)));
    expect(fingerprintOf(create({ ...answer, message: "Never." }))).not.toEqual(fingerprintOf(create(answer)));
  });

  it("logs a line of JSON for each request, without what the request holds", () => {
    const [stage] = create(answer).resources("aws_api_gateway_stage");
    const format: unknown = JSON.parse(String(Object(stage?.access_log_settings).format));
    expect(format).toMatchObject({ requestId: "$context.requestId", status: "$context.status" });
    expect(JSON.stringify(format)).not.toMatch(/body|input|authorization/i);
  });
});
