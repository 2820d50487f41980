import { NodeFunction } from "../../../stacks/constructs/node-function";
import { Refused } from "../../../stacks/constructs/refused";
import { alarmTopicArn, key, TestStack } from "./test-stack";

describe("a function", () => {
  it("is refused when its archive is missing: the file and the command that makes it", () => {
    const create = () =>
      new NodeFunction(new TestStack(), "greet", {
        description: "Greets.",
        key,
        environment: {},
        grants: [],
        keyUses: {},
        memoryMb: 256,
        timeoutSeconds: 5,
        deadLetters: { arn: "arn:aws:sqs:eu-west-1:123456789012:dlq" },
        alarmTopicArn,
      });
    expect(create).toThrow(
      new Refused(
        "The archive of the function greet is missing: expected dist/functions/greet.zip. Run: npm run build",
      ),
    );
  });
});
