import { z } from "zod";
import type { Notice, Pace } from "../../aws";
import { ApiCaller } from "./api-caller";

export interface ApproverOptions {
  readonly apiUrl: string;
  /** The topic that notifies approvers of orders. */
  readonly topicArn: string;
  readonly pace: Pace;
  /** The decision on an order; undefined for no decision. */
  readonly decide: (orderId: string) => boolean | undefined;
  readonly onError: (problem: string) => void;
}

const REVIEWER = "local-approver";

const notified = z.object({ orderId: z.string() });

/** Simulates an approver: receives the notifications of the approvers' topic and decides over the API. */
export class Approver {
  private readonly caller: ApiCaller;

  constructor(private readonly options: ApproverOptions) {
    this.caller = new ApiCaller(options.apiUrl, options.pace);
  }

  /** Receives a notification from any topic. */
  readonly take = ({ topicArn, message }: Notice): void => {
    if (topicArn !== this.options.topicArn) return;
    const { orderId } = notified.parse(JSON.parse(message));
    const approved = this.options.decide(orderId);
    if (approved !== undefined) void this.decide(orderId, approved);
  };

  stop(): void {
    this.caller.stop();
  }

  private async decide(orderId: string, approved: boolean): Promise<void> {
    const path = `/orders/${encodeURIComponent(orderId)}/approval`;
    const status = await this.caller.send(path, { approved, reviewer: REVIEWER });
    // 409: somebody else was quicker, or the order no longer waits.
    if (status === 200 || status === 409 || this.caller.isStopped) return;
    this.options.onError(`The decision on ${orderId} got ${status ?? "no answer"}; expected 200.`);
  }
}
