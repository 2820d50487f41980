import { CALLERS } from "./expected";

const traces = "xray:PutTraceSegments xray:PutTelemetryRecords on *";
const decrypts = (services: string) => `kms:Decrypt on kms key via ${services}`;
const encrypts = (services: string) => `kms:GenerateDataKey on kms key via ${services}`;
const logs = (name: string) =>
  `logs:CreateLogStream logs:PutLogEvents on logs log-group:/aws/lambda/orders-dev-${name}:*`;
const payloads = "s3 orders-dev-data-payloads-123456789012";
const machine = (name: string) => `states stateMachine:orders-dev-${name}`;

const secret = (partner: string) =>
  `secretsmanager:GetSecretValue on secretsmanager secret:orders-dev-fulfilment-${partner}-api-key`;

/** Lambda decrypts the variables in the function's role. */
const variables = (name: string) =>
  `kms:Decrypt on kms key for aws:lambda:FunctionArn lambda function:orders-dev-${name}`;

const callsPartner = (name: string, partner: string) => [
  variables(`fulfilment-${name}`),
  decrypts("secretsmanager sqs"),
  encrypts("sqs"),
  logs(`fulfilment-${name}`),
  secret(partner),
  "sqs:SendMessage on sqs orders-dev-fulfilment-dlq",
  traces,
];

/** What each role may do that is no workflow's. */
export const expectedOthers: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(CALLERS).flatMap(([partner, names]) => names.map((name) => [name, callsPartner(name, partner)])),
  ),
  "validate-order": [
    variables("intake-validate-order"),
    decrypts("s3 sqs"),
    encrypts("s3 sqs"),
    logs("intake-validate-order"),
    `s3:GetObjectVersion on ${payloads}/uploads/*`,
    `s3:PutObject on ${payloads}/lines/*`,
    "sqs:SendMessage on sqs orders-dev-intake-dlq",
    traces,
  ],
  "create-upload": [
    variables("intake-create-upload"),
    decrypts("sqs"),
    encrypts("s3 sqs"),
    logs("intake-create-upload"),
    `s3:PutObject on ${payloads}/uploads/*`,
    "sqs:SendMessage on sqs orders-dev-intake-dlq",
    traces,
  ],
  api: [
    "dynamodb:GetItem on dynamodb table/orders-dev-data-orders",
    decrypts("dynamodb"),
    "lambda:InvokeFunction on lambda function:orders-dev-intake-create-upload",
    `states:StartSyncExecution on ${[
      machine("intake-order-intake"),
      machine("fulfilment-resolve-approval"),
      machine("fulfilment-carrier-event"),
    ].join(", ")}`,
  ],
  "api-logs": [
    "logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents logs:GetLogEvents logs:FilterLogEvents on logs log-group:*",
    "logs:DescribeLogGroups on *",
  ],
  "hand-over": [
    "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes on sqs orders-dev-fulfilment-orders",
    decrypts("sqs"),
    `states:StartExecution on ${machine("fulfilment-order-fulfilment")}`,
  ],
  reconcile: [
    "kms:Decrypt on kms key for aws:scheduler:schedule:arn scheduler schedule/orders-dev-fulfilment-reconcile/orders-dev-fulfilment-reconcile",
    decrypts("sqs"),
    encrypts("sqs"),
    "sqs:SendMessage on sqs orders-dev-fulfilment-dlq",
    `states:StartExecution on ${machine("fulfilment-reconcile-orders")}`,
  ],
  uploaded: [`states:StartExecution on ${machine("intake-order-intake")}`],
};
