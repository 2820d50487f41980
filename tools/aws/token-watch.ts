import { AwsError, type LocalAws, type Principal } from "./aws";

/** The form of a task token of the local run. Ids of orders are shorter, and so are checksums and signatures. */
export const TASK_TOKEN = /(?<![\w-])[\w-]{75}(?![\w-])/g;

const MOST_KEPT = 1_000;

/** Looks for task tokens in whatever is told to somebody: a token is for the platform's own workflows alone. */
export class TokenWatch {
  private readonly found = new Map<string, string>();

  constructor(
    private readonly aws: LocalAws,
    private readonly principal: Principal,
  ) {}

  /** Looks through a text that went to `where`. */
  look(where: string, text: string): void {
    for (const [candidate] of text.matchAll(TASK_TOKEN)) {
      if (this.found.size < MOST_KEPT) this.found.set(candidate, where);
    }
  }

  /** Where real tokens were told. What only looks like one was sent in by somebody, and came back in an answer. */
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
      // A spent token has timed out; one that was never given out does not exist.
      if (error instanceof AwsError) return error.code === "TaskTimedOut";
      throw error;
    }
  }
}
