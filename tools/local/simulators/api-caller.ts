import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Pace } from "../../aws";
import { NoAnswer, postJson } from "../../support/post-json";

const CONNECTIONS = 16;
const MOST_TRIES = 12;
const LONGEST_PAUSE_SECONDS = 30;
const SHORTEST_PAUSE_MS = 20;

/**
 * A client outside the platform that calls its API and retries: on 409, because the order may not wait for the call
 * yet; on 429 and 5xx, because the API is overloaded or failing; and when no answer comes.
 */
export class ApiCaller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  private readonly ended = new AbortController();

  constructor(
    private readonly apiUrl: string,
    private readonly pace: Pace,
  ) {}

  /**
   * Posts `body` to a path such as `/orders/1/approval`. Resolves to the last status, or to undefined if no answer came
   * or the caller was stopped first. Checks `goesOn` before each try.
   */
  async send(path: string, body: object, goesOn: () => boolean = () => true): Promise<number | undefined> {
    let status: number | undefined;
    for (let tries = 0; tries < MOST_TRIES && goesOn() && !this.ended.signal.aborted; tries += 1) {
      if (tries > 0) await this.pause(2 ** (tries - 2));
      status = await this.post(path, body);
      if (status !== undefined && status !== 409 && status !== 429 && status < 500) return status;
    }
    return status;
  }

  /** Waits as long as `seconds` take at this run's pace, or until the caller is stopped. */
  async pause(seconds: number): Promise<void> {
    const ms = this.pace.waitMs(Math.min(seconds, LONGEST_PAUSE_SECONDS));
    const { signal } = this.ended;
    await delay(Math.max(ms, SHORTEST_PAUSE_MS), undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  get isStopped(): boolean {
    return this.ended.signal.aborted;
  }

  stop(): void {
    this.ended.abort();
    this.agent.destroy();
  }

  private async post(path: string, body: object): Promise<number | undefined> {
    try {
      return (await postJson(`${this.apiUrl}${path}`, JSON.stringify(body), this.agent)).status;
    } catch (error) {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    }
  }
}
