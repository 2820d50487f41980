import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { JsonValue } from "../../../support/json";
import { StateError } from "./errors";

/** A task that waits for its token to come back. */
export interface Callback {
  readonly token: string;
  /** The result that the token came back with. Rejects with the error that ended the wait. */
  readonly result: Promise<JsonValue>;
  /** Calls `hook` at every heartbeat. */
  onHeartbeat(hook: () => void): void;
  /** Ends the wait with an error: a StateError, or Stopped. */
  fail(error: Error): void;
  /** Marks the token as spent: nothing waits for it any more. */
  end(): void;
}

/** The actions open to the holder of a token. */
export interface TokenHolder {
  /** The state machine that issued the token. */
  readonly stateMachineArn: string;
  succeed(output: JsonValue): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

/** `SPENT`: issued here, but its task has ended. `UNKNOWN`: well-formed, but not issued here. */
export type NoHolder = "MALFORMED" | "UNKNOWN" | "SPENT";

const SERIAL_BYTES = 24;
const TAG_BYTES = 32;
const TOKEN_CHARACTERS = Math.ceil(((SERIAL_BYTES + TAG_BYTES) * 8) / 6);
const FORM = new RegExp(`^[A-Za-z0-9_-]{${TOKEN_CHARACTERS}}$`);

/**
 * The tokens that tasks wait for. A token contains no information, and only waiting tokens are kept. A spent token is
 * recognised by a tag that only this run can make. Nothing is stored on disk, so a token does not outlive the run.
 */
export class TaskTokens {
  private readonly secret = randomBytes(TAG_BYTES);
  private readonly waiting = new Map<string, TokenHolder>();

  issue(stateMachineArn: string): Callback {
    const token = this.make();
    const hooks: (() => void)[] = [];
    const { promise, resolve, reject } = deferred();
    // The waiting task sees the error. Until it waits, the rejection must not count as unhandled.
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

  /** The holder of the token, or why it cannot be sent back. */
  find(token: string): TokenHolder | NoHolder {
    const holder = this.waiting.get(token);
    if (holder) return holder;
    if (!FORM.test(token)) return "MALFORMED";
    return this.isOwn(token) ? "SPENT" : "UNKNOWN";
  }

  /** ARN of the state machine that waits for the token; undefined if none does. */
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
