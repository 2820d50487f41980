import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AwsError } from "../aws";
import type {
  FauxqsAnswer,
  FauxqsMessage,
  FauxqsOptions,
  FauxqsRequest,
  FauxqsStarted,
  ObjectCreated,
} from "./fauxqs/messages";

/** A request to fauxqs; left out: POST, `/`, no headers, no body. */
export type FauxqsCall = Partial<Omit<FauxqsRequest, "id">>;

interface Pending {
  resolve(answer: FauxqsAnswer): void;
  reject(error: unknown): void;
}

/**
 * fauxqs, which serves SQS, SNS and S3, in a thread of its own. Calls from this process reach it as messages, which is
 * cheaper for this thread than HTTP; clients of other processes reach it at {@link url}, on loopback only.
 */
export class Fauxqs {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners: ((object: ObjectCreated) => void)[] = [];
  private lastId = 0;
  private fault: unknown;

  private constructor(
    private readonly worker: Worker,
    /** Where it listens, such as `http://127.0.0.1:43210`. */
    readonly url: string,
  ) {
    worker.on("message", (message: FauxqsMessage) => {
      if ("created" in message) return this.tell(message.created);
      const { answer } = message;
      this.pending.get(answer.id)?.resolve(answer);
      this.pending.delete(answer.id);
    });
    worker.on("error", (error) => this.fail(error));
  }

  static start(options: FauxqsOptions): Promise<Fauxqs> {
    const worker = new Worker(join(__dirname, "fauxqs", "worker.mts"), {
      workerData: options,
      // fauxqs loads node:sqlite, which is of no use here, and Node.js warns of that.
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    return new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", ({ port }: FauxqsStarted) => {
        worker.off("error", reject);
        resolve(new Fauxqs(worker, `http://127.0.0.1:${port}`));
      });
    });
  }

  send({ method = "POST", path = "/", headers = {}, body = "" }: FauxqsCall): Promise<FauxqsAnswer> {
    return new Promise((resolve, reject) => {
      if (this.fault) return reject(this.fault);
      const request: FauxqsRequest = { id: ++this.lastId, method, path, headers, body };
      this.pending.set(request.id, { resolve, reject });
      this.worker.postMessage(request);
    });
  }

  /** Hears of every object of S3 that is written. */
  onObjectCreated(listener: (object: ObjectCreated) => void): void {
    this.listeners.push(listener);
  }

  /** Ends the thread. Requests that are still open, such as long polls, fail with ServiceUnavailable. */
  async close(): Promise<void> {
    this.fail(new AwsError("ServiceUnavailable", "The local run has ended.", 503));
    await this.worker.terminate();
  }

  private tell(object: ObjectCreated): void {
    for (const listen of this.listeners) listen(object);
  }

  private fail(fault: unknown): void {
    this.fault ??= fault;
    for (const { reject } of this.pending.values()) reject(this.fault);
    this.pending.clear();
  }
}
