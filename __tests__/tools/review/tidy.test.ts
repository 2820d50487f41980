import type { Finding } from "../../../tools/review/finding";
import { review } from "../../../tools/review/review";
import { subjectOf } from "../../../tools/review/subject";
import { readPlan } from "../../../tools/terraform/plan";
import { change, machine, plan } from "./plan-json";

async function found(...changes: ReturnType<typeof change>[]): Promise<readonly Finding[]> {
  const { findings } = await review(subjectOf([readPlan("plan", plan({ changes }))]));
  return findings;
}

const charge = (attempts: number) => ({
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "charge" },
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: attempts }],
      End: true,
    },
  },
});
const policy = (action: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:s3:::b/*" }],
  });
const ARN = "arn:aws:iam::111122223333:policy/p";

describe("a document that changes", () => {
  test("is one finding for a state machine, whose states say what changes", async () => {
    const findings = await found(machine("aws_sfn_state_machine.m", { before: charge(3), after: charge(9) }));
    expect(findings.map(({ rule }) => rule)).toEqual(["retry-changed"]);
  });

  test("is no finding of its own for a policy whose role gains a right, and the finding names the policy", async () => {
    const role = { name: "r", assume_role_policy: "{}" };
    const attached = { role: "r", policy_arn: ARN };
    const [gained, ...others] = await found(
      change("aws_iam_role.r", { before: role, after: role }),
      change("aws_iam_role_policy_attachment.a", { before: attached, after: attached }),
      change("aws_iam_policy.p", {
        before: { arn: ARN, policy: policy("s3:GetObject") },
        after: { arn: ARN, policy: policy("s3:*") },
      }),
    );
    expect(gained?.section).toBe("permissions");
    expect(gained?.details?.map(String)).toEqual(["Policy: aws_iam_policy.p"]);
    expect(others.filter(({ address }) => address === "aws_iam_policy.p")).toEqual([]);
  });

  test("is named if no other finding says what that does", async () => {
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const [only, ...others] = await found(
      change("aws_iam_policy.p", {
        before: { arn: ARN, policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
        after: { arn: ARN, policy: JSON.stringify({ Version: "2012-10-17", Id: "x", Statement: [statement] }) },
      }),
    );
    expect(String(only?.text)).toBe("aws_iam_policy.p changes: policy.");
    expect(others).toEqual([]);
  });

  test("is not named if it is only unknown", async () => {
    const alias = { name: "live", routing_configuration: [{ state_machine_version_arn: "m:1", weight: 100 }] };
    const findings = await found(
      machine("aws_sfn_state_machine.m", { before: charge(3), after: charge(9) }),
      change("aws_sfn_alias.live", {
        before: alias,
        after: { name: "live" },
        afterUnknown: { routing_configuration: true },
      }),
    );
    expect(findings.map(({ rule }) => rule)).not.toContain("document-changed");
  });
});

test("every sentence ends with one full stop, also after a value that ends in one", async () => {
  const findings = await found(
    machine("aws_sfn_state_machine.m", {
      before: { ...charge(3), Comment: "Old." },
      after: { ...charge(9), Comment: "New." },
    }),
    change("aws_sqs_queue.q", { before: { name: "q" }, after: { name: "q", delay_seconds: 5 } }),
    change("aws_iam_role.r", { after: { name: "r", assume_role_policy: policy("sts:AssumeRole") } }),
  );
  expect(findings.length).toBeGreaterThan(3);
  expect(findings.map(({ text }) => String(text)).filter((text) => !/[^.]\.$/.test(text))).toEqual([]);
});
