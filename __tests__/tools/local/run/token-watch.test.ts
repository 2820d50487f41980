import { AwsError, LocalAws } from "../../../../tools/aws/aws";
import { TokenWatch } from "../../../../tools/aws/token-watch";
import { everyone } from "../../aws/everyone";

const tokenOf = (letter: string) => letter.repeat(75);

describe("the watch for task tokens", () => {
  let watch: TokenWatch;
  beforeEach(() => {
    const aws = new LocalAws(everyone);
    aws.register({
      service: "states",
      // As Step Functions answers a heartbeat with a token that waits, one that is spent, and any other.
      call: async (_action, { taskToken }) => {
        if (taskToken === tokenOf("w")) return {};
        throw new AwsError(taskToken === tokenOf("s") ? "TaskTimedOut" : "TaskDoesNotExist", "refused by the test");
      },
    });
    watch = new TokenWatch(aws, { arn: "arn:local" });
  });

  it.each([
    ["the token of a waiting task", "w"],
    ["a spent token", "s"],
  ])("finds %s anywhere in a text", async (_name, letter) => {
    watch.look("the answer to GET /orders/1", JSON.stringify({ message: `token=${tokenOf(letter)}.` }));
    expect(await watch.leaks()).toEqual(["the answer to GET /orders/1"]);
  });

  it("ignores an invented token, and text that is shorter or longer", async () => {
    watch.look("an answer", `"${tokenOf("x")}" "${"w".repeat(74)}" "${"w".repeat(76)}"`);
    expect(await watch.leaks()).toEqual([]);
  });
});
