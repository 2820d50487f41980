import type { Change, Edit } from "../change";

const FULFILMENT = "workflows/order-fulfilment.asl.json";
const SYNTHESIZED = "cdktf.out/stacks/orders-dev-fulfilment/cdk.tf.json";

/** An edit of a state of order-fulfilment. */
const inState = (state: string, from: string, to: string): Edit => ({
  file: FULFILMENT,
  after: `"${state}": {`,
  from,
  to,
});

/** Changes of definitions. */
export const WORKFLOWS: readonly Change[] = [
  {
    name: "payment-retried",
    title: "A payment is retried 9 times instead of 3",
    what: "The Retry of `ProcessPayment` for every other error has `MaxAttempts` 9.",
    unit: "fulfilment",
    edits: [inState("ProcessPayment", '"MaxAttempts": 3', '"MaxAttempts": 9')],
  },
  {
    name: "first-9",
    title: "The first 9 of the definition becomes a 1",
    what: "In the rendered definition, the first `9` is in the account of the state machine that `ReserveInventory` calls.",
    unit: "fulfilment",
    isRefused: true,
    edits: [
      {
        file: SYNTHESIZED,
        after: String.raw`\"ReserveInventory\":{`,
        from: "${aws_sfn_state_machine.reserve-inventory_machine_341C3147.state_machine_version_arn}",
        to: '${replace(aws_sfn_state_machine.reserve-inventory_machine_341C3147.state_machine_version_arn, \\"123456789012\\", \\"123456781012\\")}',
      },
    ],
  },
  {
    name: "refund-dropped",
    title: "A compensation is dropped",
    what: "An order whose shipment fails is no longer refunded: `RefundPayment` and `RefundFailed` are gone.",
    unit: "fulfilment",
    edits: [
      inState(
        "RouteUndo",
        '"StringEquals": "RefundPayment", "Next": "RefundPayment" }',
        '"StringEquals": "RefundPayment", "Next": "RouteRelease" }',
      ),
      inState("CancelShipment", '"Next": "RefundPayment"', '"Next": "RouteRelease"'),
      inState("CancelShipmentFailed", '"Next": "RefundPayment"', '"Next": "RouteRelease"'),
      {
        file: FULFILMENT,
        from: `    "RefundPayment": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "\${RefundPaymentArn}", "Payload": { "orderId.$": "$.order.orderId" } },
      "ResultSelector": { "done": true },
      "ResultPath": "$.refund",
      "TimeoutSeconds": 20,
      "Retry": [
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 2,
          "MaxAttempts": 11,
          "BackoffRate": 2,
          "MaxDelaySeconds": 1200,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RefundFailed" }],
      "Next": "RouteRelease"
    },
    "RefundFailed": {
      "Type": "Pass",
      "Parameters": {
        "status": "FAILED",
        "reason": "COMPENSATION_FAILED",
        "step": "RefundPayment",
        "error.$": "$.error",
        "after.$": "$.outcome"
      },
      "ResultPath": "$.outcome",
      "Next": "RouteRelease"
    },
`,
        to: "",
      },
    ],
  },
  {
    name: "catch-moved",
    title: "A Catch leads elsewhere",
    what: "When a shipment fails, the order is settled as if it had been delivered, instead of being undone.",
    unit: "fulfilment",
    edits: [inState("ShipOrder", '"Next": "ShipmentFailed"', '"Next": "SettleOrder"')],
  },
  {
    name: "state-renamed",
    title: "A state is renamed",
    what: "`TrackShipment` is called `FindParcel`.",
    unit: "fulfilment",
    edits: [
      inState("AwaitDelivery", '"Next": "TrackShipment"', '"Next": "FindParcel"'),
      { file: FULFILMENT, from: '    "TrackShipment": {', to: '    "FindParcel": {' },
    ],
  },
  {
    name: "fraud-check",
    title: "A new state calls a new function",
    what: "`CheckFraud` runs before `ProcessPayment`. Its function has no ARN before the apply, so the plan does not know the definition; the review reads it from the synthesized stack.",
    unit: "fulfilment",
    edits: [
      {
        file: FULFILMENT,
        from: '    "ProcessPayment": {',
        to: `    "CheckFraud": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "\${CheckFraudArn}", "Payload": { "orderId.$": "$.order.orderId" } },
      "ResultPath": null,
      "TimeoutSeconds": 20,
      "Retry": [
        {
          "ErrorEquals": ["States.ALL"],
          "IntervalSeconds": 2,
          "MaxAttempts": 3,
          "BackoffRate": 2,
          "MaxDelaySeconds": 30,
          "JitterStrategy": "FULL"
        }
      ],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "PaymentFailed" }],
      "Next": "ProcessPayment"
    },
    "ProcessPayment": {`,
      },
      inState("MarkApproved", '"Next": "ProcessPayment"', '"Next": "CheckFraud"'),
      inState("RouteReservation", '"Next": "ProcessPayment"', '"Next": "CheckFraud"'),
      {
        file: "functions/check-fraud/handler.ts",
        from: "",
        to: `/** Finds no order suspicious. */
export async function handler(): Promise<object> {
  return {};
}
`,
      },
      {
        file: "stacks/fulfilment.ts",
        from: "        ProcessPaymentArn: functions.processPayment,",
        to: `        CheckFraudArn: functions.checkFraud,
        ProcessPaymentArn: functions.processPayment,`,
      },
      {
        file: "stacks/fulfilment.ts",
        from: '      processPayment: payment.caller("process-payment"',
        to: `      checkFraud: payment.caller("check-fraud", "Refuses suspicious orders."),
      processPayment: payment.caller("process-payment"`,
      },
    ],
  },
  {
    name: "choices-swapped",
    title: "Two branches of a Choice swap places",
    what: "The first rule that matches wins, so a large order that was to be undone is now reserved again.",
    unit: "fulfilment",
    edits: [
      {
        file: FULFILMENT,
        from: `        { "Variable": "$.outcome.undoFrom", "IsPresent": true, "Next": "RouteUndo" },
        { "Variable": "$.lines.in", "StringEquals": "S3", "Next": "ReserveLargeInventory" }`,
        to: `        { "Variable": "$.lines.in", "StringEquals": "S3", "Next": "ReserveLargeInventory" },
        { "Variable": "$.outcome.undoFrom", "IsPresent": true, "Next": "RouteUndo" }`,
      },
    ],
  },
  {
    name: "map-unlimited",
    title: "A Map's concurrency becomes unlimited",
    what: "`ReserveLargeInventory` has `MaxConcurrency` 0. A rule of the project refuses that, so its Comment waives the rule.",
    unit: "fulfilment",
    edits: [
      inState(
        "ReserveLargeInventory",
        "and this Map's Catch handles it.",
        "and this Map's Catch handles it. waive:map-concurrency because large orders are rare.",
      ),
      inState("ReserveLargeInventory", '"MaxConcurrency": 20', '"MaxConcurrency": 0'),
    ],
  },
  {
    name: "type-express",
    title: "A Standard workflow becomes Express",
    what: "reconcile-orders, which a schedule starts, has the type EXPRESS.",
    unit: "fulfilment",
    isRefused: true,
    edits: [
      {
        file: SYNTHESIZED,
        after: '"name": "orders-dev-fulfilment-reconcile-orders",\n        "publish"',
        from: '"type": "STANDARD"',
        to: '"type": "EXPRESS"',
      },
    ],
  },
  {
    name: "comment-only",
    title: "Only a Comment changes",
    what: "Nothing that runs is different, although the definition is, and a new version is published.",
    unit: "fulfilment",
    edits: [
      {
        file: FULFILMENT,
        from: '"Comment": "Fulfils one order: claim, reserve stock, charge, ship, settle.',
        to: '"Comment": "Fulfils one order: claims it, reserves stock, charges, ships and settles.',
      },
    ],
  },
];
