import type { Change } from "../change";

/** The ARN of the table, as the stack reads it from another one. */
const TABLE =
  "${data.terraform_remote_state.cross-stack-reference-input-orders-dev-data.outputs.cross-stack-output-aws_dynamodb_tableordersarn}";

/** Changes of what may be called, and by whom. */
export const RIGHTS: readonly Change[] = [
  {
    name: "right-widened",
    title: "A right is widened to everything",
    what: "The API's role may take every action of DynamoDB on every table, instead of reading items of one.",
    unit: "intake",
    isRefused: true,
    edits: [
      {
        file: "cdktf.out/stacks/orders-dev-intake/cdk.tf.json",
        after: String.raw`\"Sid\":\"ReadOrder\"`,
        from: String.raw`\"Action\":[\"dynamodb:GetItem\"],\"Resource\":[\"${TABLE}\"]`,
        to: String.raw`\"Action\":[\"dynamodb:*\"],\"Resource\":[\"*\"]`,
      },
    ],
  },
  {
    name: "right-removed",
    title: "A right is removed that states still need",
    what: "The roles of the workflows lose `sqs:SendMessage`, with which their states send dead letters.",
    unit: "fulfilment",
    edits: [
      {
        file: "stacks/constructs/workflow.ts",
        from: "grants: [...grants, logDeliveryGrant",
        to: 'grants: [...grants.filter(({ actions }) => !actions.includes("sqs:SendMessage")), logDeliveryGrant',
      },
    ],
  },
  {
    name: "api-opened",
    title: "The API takes anybody's calls",
    what: "The methods of the API have `authorization` NONE instead of AWS_IAM.",
    unit: "intake",
    edits: [{ file: "stacks/constructs/api-route.ts", from: 'authorization: "AWS_IAM"', to: 'authorization: "NONE"' }],
  },
];
