import { judge } from "../../../tools/baseline/judge";
import { readPlan } from "../../../tools/baseline/model/read-plan";
import { resourcePolicyRules } from "../../../tools/baseline/rules/resource-policy";
import { policy, refusePlainHttp } from "./sound-stack";

const ARN = "arn:aws:s3:::orders-payloads";
const TEMPLATE = "${aws_s3_bucket.it.arn}";
const refusing = (arn: string) => policy(refusePlainHttp("s3:*", arn, `${arn}/*`));

/** A plan of one bucket with its policy, of a stack that is deployed or of one that is not: then no ARN is known. */
function plan({ isDeployed, planned, written }: { isDeployed: boolean; planned?: string; written: string }) {
  const bucket = { address: "aws_s3_bucket.it", mode: "managed", type: "aws_s3_bucket", name: "it" };
  const its = { address: "aws_s3_bucket_policy.it", mode: "managed", type: "aws_s3_bucket_policy", name: "it" };
  const known = isDeployed ? { arn: ARN, id: "orders-payloads" } : {};
  const reference = { constant_value: "${aws_s3_bucket.it.id}", references: ["aws_s3_bucket.it"] };
  return {
    planned_values: {
      root_module: {
        resources: [
          { ...bucket, values: { bucket: "orders-payloads", ...known } },
          { ...its, values: isDeployed ? { bucket: "orders-payloads", policy: planned } : {} },
        ],
      },
    },
    resource_changes: [
      { address: bucket.address, change: { after_unknown: isDeployed ? {} : { arn: true, id: true } } },
      { address: its.address, change: { after_unknown: isDeployed ? {} : { bucket: true, policy: true } } },
    ],
    configuration: {
      root_module: {
        resources: [
          { ...bucket, expressions: { bucket: { constant_value: "orders-payloads" } } },
          { ...its, expressions: { bucket: reference, policy: { constant_value: written, references: [] } } },
        ],
      },
    },
  };
}

test.each([
  ["one that is deployed, of the bucket", { isDeployed: true, planned: refusing(ARN), written: refusing(TEMPLATE) }, 0],
  [
    "one that is deployed, of another bucket",
    { isDeployed: true, planned: refusing("arn:aws:s3:::others"), written: refusing(TEMPLATE) },
    1,
  ],
  ["one that is not, of the bucket", { isDeployed: false, written: refusing(TEMPLATE) }, 0],
  ["one that is not, of another bucket", { isDeployed: false, written: refusing("${aws_s3_bucket.others.arn}") }, 1],
])("the policy in a plan of %s", async (_name, given, expected) => {
  const [judgement] = await judge(
    [readPlan("it", plan(given))],
    resourcePolicyRules.filter(({ id }) => id === "resource-policy-tls"),
    [],
  );
  expect([judgement?.judged, judgement?.findings.length]).toEqual([1, expected]);
});
