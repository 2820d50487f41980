import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { LambdaFunction } from "./function";

/** A function's answer: its result or its error, as JSON text. */
export interface Invocation {
  readonly payload: string;
  readonly failed: boolean;
  /** The end of its log: the function's lines between Lambda's own. At least {@link LOG_TAIL_BYTES} of a longer log. */
  readonly logTail: string;
}

export interface SandboxOptions {
  readonly lambda: LambdaFunction;
  /** The folder of its unpacked archive. */
  readonly taskRoot: string;
  /** The complete process.env of the function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Receives the function's standard output and error. */
  log(functionName: string, text: string): void;
}

const BOOTSTRAP = join(__dirname, "bootstrap.cjs");
const MS = 1000;

const message = z.union([
  z.object({ written: z.string() }),
  z.object({ ready: z.literal(true) }),
  z.object({ requestId: z.string(), payload: z.string(), failed: z.boolean() }),
]);

interface Pending {
  readonly requestId: string;
  logTail: string;
  settle(payload: string, failed: boolean): void;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: LogType Tail gives the last 4 KB. */
export const LOG_TAIL_BYTES = 4_096;

/**
 * One execution environment of a function: a separate worker thread that serves one invocation at a time and survives
 * between invocations, as on AWS. After a timeout or a crash it is `dead` and must be replaced.
 */
export class Sandbox {
  dead = false;
  /** Fulfilled when the handler has loaded or failed to load. After a failure every invocation gets the error. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private readonly markReady: () => void;
  private pending: Pending | undefined;

  constructor(private readonly options: SandboxOptions) {
    const { lambda, taskRoot, environment } = options;
    this.worker = new Worker(BOOTSTRAP, {
      // Set explicitly: otherwise the worker would inherit this process's loaders and variables.
      execArgv: [],
      env: environment,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: lambda.memoryMegabytes },
      workerData: {
        taskRoot,
        handlerName: lambda.handler,
        functionName: lambda.name,
        functionArn: lambda.arn,
        memoryMegabytes: lambda.memoryMegabytes,
      },
    });
    for (const stream of [this.worker.stdout, this.worker.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => this.log(text));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.markReady = resolve;
    this.worker.on("message", (posted: unknown) => this.receive(posted));
    this.worker.on("error", (error) => this.options.log(lambda.name, `${error.stack ?? error}\n`));
    this.worker.on("exit", (code) => this.ended(code));
  }

  /** Runs the handler once; `event` is JSON text. Always answers, even after a timeout or a crash. */
  invoke(event: string): Promise<Invocation> {
    const requestId = randomUUID();
    const { timeoutSeconds } = this.options.lambda;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.fail("Sandbox.Timedout", `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
        void this.close();
      }, timeoutSeconds * MS);
      const begun = performance.now();
      const settle = (payload: string, failed: boolean) => {
        this.remember(`END RequestId: ${requestId}\n${this.report(requestId, performance.now() - begun)}`);
        const logTail = this.pending?.logTail ?? "";
        clearTimeout(timer);
        this.pending = undefined;
        resolve({ payload, failed, logTail });
      };
      this.pending = { requestId, settle, logTail: `START RequestId: ${requestId} Version: $LATEST\n` };
      if (this.dead) this.ended(1);
      else this.worker.postMessage({ requestId, event, deadline: Date.now() + timeoutSeconds * MS });
    });
  }

  async close(): Promise<void> {
    this.dead = true;
    await this.worker.terminate();
  }

  private receive(posted: unknown): void {
    const received = message.parse(posted);
    if ("written" in received) this.log(received.written);
    else if ("ready" in received) this.markReady();
    else if (received.requestId === this.pending?.requestId) {
      this.pending.settle(received.payload, received.failed);
    }
  }

  private log(text: string): void {
    this.options.log(this.options.lambda.name, text);
    this.remember(text);
  }

  /** Keeps this many characters, enough for {@link LOG_TAIL_BYTES}: a character has at least one byte. */
  private remember(text: string): void {
    if (this.pending) this.pending.logTail = (this.pending.logTail + text).slice(-LOG_TAIL_BYTES);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html, but without the used memory, which is unknown here. */
  private report(requestId: string, ms: number): string {
    const { memoryMegabytes } = this.options.lambda;
    return `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: ${memoryMegabytes} MB\t\n`;
  }

  private ended(code: number): void {
    this.dead = true;
    this.markReady();
    this.fail("Runtime.ExitError", `Runtime exited with error: exit status ${code}`);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html: AWS's own texts. */
  private fail(errorType: string, reason: string): void {
    if (!this.pending) return;
    const errorMessage = `RequestId: ${this.pending.requestId} Error: ${reason}`;
    this.pending.settle(JSON.stringify({ errorType, errorMessage }), true);
  }
}
