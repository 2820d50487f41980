import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { AwsError } from "../aws";
import type { FauxqsAnswer, FauxqsMessage, FauxqsOptions, FauxqsRequest, ObjectCreated } from "./fauxqs/messages";

/** A request to fauxqs; left out: POST, `/`, no headers, no body. */
export type FauxqsCall = Partial<Omit<FauxqsRequest, "id">>;

interface Pending {
  resolve(answer: FauxqsAnswer): void;
  reject(error: unknown): void;
}

/**
 * fauxqs, which serves SQS, SNS and S3, in a thread of its own. Calls from this process reach it as messages, which is
 * cheaper for this thread than HTTP. The requests of other programs reach it through {@link socket} after the endpoint
 * has checked them. It has no port: a web page can send requests to every port of this machine, and to no socket file.
 */
export class Fauxqs {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners: ((object: ObjectCreated) => void)[] = [];
  private lastId = 0;
  private fault: unknown;

  private constructor(
    private readonly worker: Worker,
    /** The Unix domain socket on which it takes HTTP, in a folder that only this user can enter. */
    readonly socket: string,
  ) {
    worker.on("message", (message: FauxqsMessage) => {
      if ("created" in message) return this.tell(message.created);
      const { answer } = message;
      this.pending.get(answer.id)?.resolve(answer);
      this.pending.delete(answer.id);
    });
    worker.on("error", (error) => this.fail(error));
  }

  static start(options: Omit<FauxqsOptions, "socket">): Promise<Fauxqs> {
    const folder = mkdtempSync(join(tmpdir(), "orders-fauxqs-"));
    const socket = join(folder, "socket");
    const workerData: FauxqsOptions = { ...options, socket };
    const worker = new Worker(join(__dirname, "fauxqs", "worker.mts"), {
      workerData,
      // fauxqs loads node:sqlite, which is of no use here, and Node.js warns of that.
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    return new Promise((resolve, reject) => {
      worker.once("error", (error) => {
        rmSync(folder, { recursive: true, force: true });
        reject(error);
      });
      // The first message says that it listens.
      worker.once("message", () => {
        worker.removeAllListeners("error");
        resolve(new Fauxqs(worker, socket));
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
    rmSync(dirname(this.socket), { recursive: true, force: true });
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
