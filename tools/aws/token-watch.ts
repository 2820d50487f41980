import { AwsError, type LocalAws, type Principal } from "./aws";

/** The form of the local run's task tokens. Ids, checksums and signatures are shorter. */
export const TASK_TOKEN = /(?<![\w-])[\w-]{75}(?![\w-])/g;

const MOST_KEPT = 1_000;

/** Looks for task tokens in outgoing texts: a token is only for the deployment's own workflows. */
export class TokenWatch {
  private readonly found = new Map<string, string>();

  constructor(
    private readonly aws: LocalAws,
    private readonly principal: Principal,
  ) {}

  /** Searches a text that went to `where`. */
  look(where: string, text: string): void {
    for (const [candidate] of text.matchAll(TASK_TOKEN)) {
      if (this.found.size < MOST_KEPT) this.found.set(candidate, where);
    }
  }

  /**
   * The places that received real tokens. A text that only looks like a token came in a request and was echoed back.
   */
  async leaks(): Promise<string[]> {
    const leaks: string[] = [];
    for (const [candidate, where] of this.found) if (await this.isToken(candidate)) leaks.push(where);
    return leaks;
  }

  private async isToken(taskToken: string): Promise<boolean> {
    try {
      const { aws, principal } = this;
      await aws.call({ service: "states", action: "SendTaskHeartbeat", input: { taskToken }, principal });
      return true;
    } catch (error) {
      // A spent token has timed out; one that was never issued does not exist.
      if (error instanceof AwsError) return error.code === "TaskTimedOut";
      throw error;
    }
  }
}
