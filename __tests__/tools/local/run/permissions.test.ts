import { reportPermissions } from "../../../../tools/local/report/permissions";
import { rightsNamed } from "../../../../tools/local/rights-named";
import { allow, authorizerOf, QUEUE, QUEUE_URL, ROLE } from "../../aws/iam/account";

const sends = { service: "sqs", action: "SendMessage", input: { QueueUrl: QUEUE_URL } };

describe("the report of permissions", () => {
  it("counts the used permissions, and lists the unused ones by role", () => {
    const authorizer = authorizerOf({
      role: [allow(["sqs:SendMessage", "sqs:PurgeQueue"], QUEUE)],
      // The list covers it: no email is sent on this machine.
      queue: [allow("sqs:SendMessage", QUEUE, { Principal: { Service: "sns.amazonaws.com" } })],
    });
    authorizer.check({ ...sends, principal: { arn: ROLE, actor: "m/S" } });
    const { refusals, text } = reportPermissions(authorizer, "test");
    expect(refusals).toEqual([]);
    // The fourth is the trust policy: nobody assumed the role here.
    expect(text).toContain(
      "of 4 granted pairs of action and resource, 1 were used, 1 cannot be used on this machine, and 2 ",
    );
    expect(text).toMatch(/^ {2}worker +sqs:PurgeQueue on work$/m);
    expect(text).toMatch(/^ {2}states\.amazonaws\.com +sts:AssumeRole on role\/worker$/m);
  });

  it("names role, action and resource of a refusal, and which part of the platform asked", () => {
    const authorizer = authorizerOf({});
    for (const actor of ["orders-test-m/A", "orders-test-m/B"]) {
      expect(() => authorizer.check({ ...sends, principal: { arn: ROLE, actor } })).toThrow();
    }
    expect(reportPermissions(authorizer, "test").refusals).toEqual([
      "REFUSED 2 times: worker may not sqs:SendMessage on work, asked by m/A, m/B",
    ]);
  });
});

describe("a permission to remove", () => {
  const authorizer = authorizerOf({ role: [allow("sqs:SendMessage", [QUEUE, `${QUEUE}-2`])] });

  it.each([
    ["worker sqs:SendMessage", 2],
    ["worker sqs:SendMessage work-2", 1],
    ["states.amazonaws.com sts:AssumeRole", 1],
  ])("%j is found", (text, count) => {
    expect(rightsNamed([text], authorizer, "test")).toHaveLength(count);
  });

  it.each([
    ["worker sqs:PurgeQueue", "worker may sqs:SendMessage."],
    ["nobody sqs:SendMessage", "the roles are worker, states.amazonaws.com."],
  ])("%j matches none, and the message lists what exists", (text, message) => {
    expect(() => rightsNamed([text], authorizer, "test")).toThrow(message);
  });
});
