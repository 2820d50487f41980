import type { Optimized } from "./optimized";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html */
export const dynamodb: readonly Optimized[] = [
  { resourceType: "dynamodb", resource: "getItem", action: "GetItem" },
  { resourceType: "dynamodb", resource: "putItem", action: "PutItem" },
  { resourceType: "dynamodb", resource: "updateItem", action: "UpdateItem" },
  { resourceType: "dynamodb", resource: "deleteItem", action: "DeleteItem" },
];
