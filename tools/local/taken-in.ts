import type { Rules } from "../aws";
import { fieldOf, textOf } from "../support/json";

/**
 * The uploads that intake has finished with: their event was delivered, and the execution that it started has ended.
 */
export class TakenIn {
  /** The execution by key of the object; undefined if it could not be started. */
  private readonly executions = new Map<string, string | undefined>();

  constructor(
    rules: Rules,
    private readonly isRunning: (executionArn: string) => boolean | Promise<boolean>,
  ) {
    rules.onDelivery(({ source, detail }, { executionArn }) => {
      const key = textOf(fieldOf(detail, "object"), "key");
      if (source === "aws.s3" && key !== undefined) this.executions.set(key, executionArn);
    });
  }

  readonly has = async (key: string): Promise<boolean> => {
    const executionArn = this.executions.get(key);
    return this.executions.has(key) && (executionArn === undefined || !(await this.isRunning(executionArn)));
  };
}
