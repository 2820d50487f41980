import type { Stage } from "../stage";
import type { Journey } from "./journey";

/** Faults of AWS and partners. Most faults are rights that are removed. */
export const faultJourneys: readonly Journey[] = [
  {
    name: "an order that cannot be recorded",
    run: (stage) =>
      stage.without("-order-intake", "dynamodb:PutItem", async () => void (await stage.post("/orders", stage.order()))),
  },
  {
    name: "a customer who cannot be notified",
    run: (stage) => stage.without("-settle-order", "sns:Publish", () => endsQuietly(stage)),
  },
  {
    name: "a carrier that is down",
    run: (stage) =>
      stage.through(
        (call, pass) =>
          String(call.input.FunctionName).includes("-ship-order")
            ? Promise.resolve({ StatusCode: 200, FunctionError: "Unhandled", Payload: '{"errorType":"Down"}' })
            : pass(call),
        () => endsQuietly(stage),
      ),
  },
  {
    name: "a bus whose key cannot be used",
    run: (stage) => stage.without("events.amazonaws.com", "kms:GenerateDataKey", () => endsQuietly(stage)),
  },
  {
    name: "an upload that starts no execution",
    run: (stage) =>
      stage.without("-uploaded", "states:StartExecution", () => stage.upload(JSON.stringify(stage.order()))),
  },
  {
    name: "a schedule that starts no execution",
    run: (stage) => stage.without("-reconcile", "states:StartExecution", () => isBuried(stage)),
  },
];

/** Runs an order and what follows its end, such as messages to dead-letter queues. */
async function endsQuietly(stage: Stage): Promise<void> {
  await stage.ends(stage.order());
  await stage.quiet();
}

/** Waits until one more message is on a dead-letter queue. */
async function isBuried(stage: Stage): Promise<void> {
  await stage.quiet();
  const count = async () => (await stage.system.readState()).deadLetters.length;
  const before = await count();
  await stage.until(async () => (await count()) > before);
}
