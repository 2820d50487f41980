import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { JsonValue } from "../../../support/json";
import { StateError } from "./errors";

/** A task that waits for its token to come back. */
export interface Callback {
  readonly token: string;
  /** What the token was brought back with, or the error that ended the wait. */
  readonly result: Promise<JsonValue>;
  /** Calls `hook` at every heartbeat. */
  onHeartbeat(hook: () => void): void;
  /** Ends the wait with an error: a StateError, or Stopped. */
  fail(error: Error): void;
  /** Nobody waits any more: the token is spent. */
  end(): void;
}

/** What somebody who holds the token can do. */
export interface TokenHolder {
  /** The state machine that gave the token out. */
  readonly stateMachineArn: string;
  succeed(output: JsonValue): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

/** `SPENT`: given out here, but its task has ended. `UNKNOWN`: of a token's form, but not given out here. */
export type NoHolder = "MALFORMED" | "UNKNOWN" | "SPENT";

const SERIAL_BYTES = 24;
const TAG_BYTES = 32;
const TOKEN_CHARACTERS = Math.ceil(((SERIAL_BYTES + TAG_BYTES) * 8) / 6);
const FORM = new RegExp(`^[A-Za-z0-9_-]{${TOKEN_CHARACTERS}}$`);

/**
 * The tokens that tasks wait for. A token tells nothing, and only the waiting ones are kept: a spent one is known by the
 * tag that no one else can make. Nothing is written anywhere, so a token does not outlive the run.
 */
export class TaskTokens {
  private readonly secret = randomBytes(TAG_BYTES);
  private readonly waiting = new Map<string, TokenHolder>();

  issue(stateMachineArn: string): Callback {
    const token = this.make();
    const hooks: (() => void)[] = [];
    const { promise, resolve, reject } = deferred();
    // Whoever waits sees the error; until then it is nobody's mistake.
    promise.catch(() => {});
    const end = () => void this.waiting.delete(token);
    const fail = (error: Error) => {
      end();
      reject(error);
    };
    this.waiting.set(token, {
      stateMachineArn,
      succeed: (output) => {
        end();
        resolve(output);
      },
      fail: (error, cause) => fail(new StateError(error, cause)),
      heartbeat: () => {
        for (const hook of hooks) hook();
      },
    });
    return { token, result: promise, onHeartbeat: (hook) => void hooks.push(hook), fail, end };
  }

  /** Who may bring the token back, or why nobody may. */
  find(token: string): TokenHolder | NoHolder {
    const holder = this.waiting.get(token);
    if (holder) return holder;
    if (!FORM.test(token)) return "MALFORMED";
    return this.isOwn(token) ? "SPENT" : "UNKNOWN";
  }

  /** ARN of the state machine that waits for the token; undefined where none does. */
  waitsFor(token: string): string | undefined {
    return this.waiting.get(token)?.stateMachineArn;
  }

  private make(): string {
    const serial = randomBytes(SERIAL_BYTES);
    return Buffer.concat([serial, this.tagOf(serial)]).toString("base64url");
  }

  private isOwn(token: string): boolean {
    const bytes = Buffer.from(token, "base64url");
    const tag = bytes.subarray(SERIAL_BYTES);
    return tag.length === TAG_BYTES && timingSafeEqual(tag, this.tagOf(bytes.subarray(0, SERIAL_BYTES)));
  }

  private tagOf(serial: Buffer): Buffer {
    return createHmac("sha256", this.secret).update(serial).digest();
  }
}

function deferred() {
  let resolve: (output: JsonValue) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<JsonValue>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
