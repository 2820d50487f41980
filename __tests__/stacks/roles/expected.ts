/** A statement: the states that need it, the actions, and the one resource; its region and account left out. */
export type Expected = readonly [states: string, actions: string, resource: string];

const TABLE = "dynamodb table/orders-dev-data-orders";
const INDEX = "dynamodb table/orders-dev-data-orders/index/pending-hand-over";
const LINES = "s3 orders-dev-data-payloads-123456789012/lines/*";
const FAILURES = "sqs orders-dev-fulfilment-dlq";
const QUEUE = "sqs orders-dev-fulfilment-orders";
const machine = (name: string) => `states stateMachine:orders-dev-fulfilment-${name}`;
const lambda = (name: string) => `lambda function:orders-dev-${name}`;

/** The functions that call a partner, by the partner. */
export const CALLERS: Readonly<Record<string, readonly string[]>> = {
  payment: ["process-payment", "refund-payment"],
  carrier: ["ship-order", "cancel-shipment", "track-shipment"],
};

/**
 * What each workflow may do beside deliver its log, trace and use the key. Written by hand from the definitions, for the
 * derivation to be held against: a change of a definition's calls must change this too.
 */
export const expectedRights: Readonly<Record<string, readonly Expected[]>> = {
  "order-intake": [
    ["ValidateOrder ValidateUpload", "lambda:InvokeFunction", lambda("intake-validate-order")],
    ["RecordOrder FindRecordedOrder RecordRejection RecordUploadRejection", "dynamodb:GetItem dynamodb:PutItem", TABLE],
    ["HandOver HandOverAgain", "sqs:SendMessage", QUEUE],
    ["SendToIntakeDlq", "sqs:SendMessage", "sqs orders-dev-intake-dlq"],
  ],
  "order-fulfilment": [
    [
      "ClaimOrder FindUnclaimed AwaitApproval AwaitReminded MarkApproved AwaitDelivery RecordDecision MarkFailed",
      "dynamodb:GetItem dynamodb:UpdateItem",
      TABLE,
    ],
    ["ReserveInventory ReserveBatch", "states:StartSyncExecution", machine("reserve-inventory")],
    ["ReserveLargeInventory ReleaseLargeInventory", "states:StartExecution", machine("order-fulfilment")],
    [
      "ReserveLargeInventory ReleaseLargeInventory",
      "states:DescribeExecution states:StopExecution",
      "states execution:orders-dev-fulfilment-order-fulfilment:*",
    ],
    ["ReserveLargeInventory ReleaseLargeInventory", "s3:GetObject", LINES],
    ["NotifyApprovers RemindApprovers", "sns:Publish", "sns orders-dev-fulfilment-approver"],
    [
      "SendApprovalNoticeToDlq SendReminderToDlq SendOverdueToDlq SendToFulfilmentDlq SendUnclaimedToDlq SendUnknownToDlq",
      "sqs:SendMessage",
      FAILURES,
    ],
    ["ProcessPayment", "lambda:InvokeFunction", lambda("fulfilment-process-payment")],
    ["ShipOrder", "lambda:InvokeFunction", lambda("fulfilment-ship-order")],
    ["TrackShipment", "lambda:InvokeFunction", lambda("fulfilment-track-shipment")],
    ["RefundLostParcel RefundPayment", "lambda:InvokeFunction", lambda("fulfilment-refund-payment")],
    ["SettleOrder", "states:StartSyncExecution", machine("settle-order")],
    ["CancelShipment", "lambda:InvokeFunction", lambda("fulfilment-cancel-shipment")],
    ["ReleaseInventory ReleaseBatch", "states:StartSyncExecution", machine("release-inventory")],
  ],
  "reserve-inventory": [
    ["VerifyLines", "s3:GetObject", LINES],
    ["LoadLines ReserveLine FindReservation", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem", TABLE],
  ],
  "release-inventory": [
    ["VerifyLines", "s3:GetObject", LINES],
    ["LoadLines ReleaseLine BarLine", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem", TABLE],
  ],
  "settle-order": [
    ["MarkCompleted MarkWithReason", "dynamodb:UpdateItem", TABLE],
    ["NotifyCustomer", "sns:Publish", "sns orders-dev-fulfilment-customer"],
    ["SendNoticeToDlq SendEventToDlq", "sqs:SendMessage", FAILURES],
    ["PublishEvent", "events:PutEvents", "events event-bus/orders-dev-fulfilment-order-events"],
  ],
  "resolve-approval": [
    ["FindToken", "dynamodb:GetItem", TABLE],
    ["Approve Refuse", "states:SendTaskFailure states:SendTaskSuccess", "*"],
  ],
  "carrier-event": [
    ["FindToken", "dynamodb:GetItem", TABLE],
    ["Beat Deliver Lose", "states:SendTaskFailure states:SendTaskHeartbeat states:SendTaskSuccess", "*"],
  ],
  "reconcile-orders": [
    ["HandOverPages", "states:StartSyncExecution", machine("hand-over-orders")],
    ["ContinueAnew", "states:StartExecution", machine("reconcile-orders")],
  ],
  "hand-over-orders": [
    ["FindFirstPage FindNextPage", "dynamodb:Query", INDEX],
    ["FindOrder EndTurn GiveUp", "dynamodb:GetItem dynamodb:UpdateItem", TABLE],
    ["HandOver", "sqs:SendMessage", QUEUE],
    ["SendLostToDlq", "sqs:SendMessage", FAILURES],
  ],
};

/** By action of the key, the services through which each workflow uses it. */
export const expectedKeyUses: Readonly<
  Record<string, { readonly Decrypt: string; readonly GenerateDataKey?: string }>
> = {
  "order-intake": { Decrypt: "dynamodb sqs", GenerateDataKey: "sqs" },
  "order-fulfilment": { Decrypt: "dynamodb s3 sns sqs", GenerateDataKey: "sns sqs" },
  "reserve-inventory": { Decrypt: "dynamodb s3" },
  "release-inventory": { Decrypt: "dynamodb s3" },
  "settle-order": { Decrypt: "dynamodb sns sqs", GenerateDataKey: "sns sqs" },
  "resolve-approval": { Decrypt: "dynamodb" },
  "carrier-event": { Decrypt: "dynamodb" },
  "hand-over-orders": { Decrypt: "dynamodb sqs", GenerateDataKey: "sqs" },
};
