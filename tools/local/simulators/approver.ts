import { z } from "zod";
import type { Notice, Pace } from "../../aws";
import { ApiCaller } from "./api-caller";

export interface ApproverOptions {
  readonly apiUrl: string;
  /** The topic that tells approvers of orders. */
  readonly topicArn: string;
  readonly pace: Pace;
  /** What the approver says to an order: yes, no, or nothing at all. */
  readonly decide: (orderId: string) => boolean | undefined;
  readonly onError: (problem: string) => void;
}

const REVIEWER = "local-approver";

const told = z.object({ orderId: z.string() });

/** Simulates who approves orders: reads the notices of the approvers' topic and decides over the API. */
export class Approver {
  private readonly caller: ApiCaller;

  constructor(private readonly options: ApproverOptions) {
    this.caller = new ApiCaller(options.apiUrl, options.pace);
  }

  /** Takes a notice of any topic. */
  readonly take = ({ topicArn, message }: Notice): void => {
    if (topicArn !== this.options.topicArn) return;
    const { orderId } = told.parse(JSON.parse(message));
    const approved = this.options.decide(orderId);
    if (approved !== undefined) void this.decide(orderId, approved);
  };

  stop(): void {
    this.caller.stop();
  }

  private async decide(orderId: string, approved: boolean): Promise<void> {
    const path = `/orders/${encodeURIComponent(orderId)}/approval`;
    const status = await this.caller.tell(path, { approved, reviewer: REVIEWER });
    // 409: somebody else was quicker, or the order does not wait any more.
    if (status === 200 || status === 409 || this.caller.isStopped) return;
    this.options.onError(`The decision on ${orderId} was answered ${status ?? "nothing"}, where 200 was expected.`);
  }
}
