import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { LambdaFunction } from "./function";

/** What a function answered: JSON text, of its result or of its error. */
export interface Invocation {
  readonly payload: string;
  readonly failed: boolean;
}

export interface SandboxOptions {
  readonly lambda: LambdaFunction;
  /** Where its archive is unpacked. */
  readonly taskRoot: string;
  /** Everything that the function finds in process.env. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes what the function writes to its standard output and error. */
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
  settle(invocation: Invocation): void;
}

/**
 * One execution environment of a function: a worker thread of its own that lives on between invocations, as on AWS, and
 * serves one at a time. After a timeout or a crash it is `dead`, and must be replaced.
 */
export class Sandbox {
  dead = false;
  /** Fulfilled when the handler is loaded, or when that failed: the error is then the answer to every invocation. */
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private readonly markReady: () => void;
  private pending: Pending | undefined;

  constructor(private readonly options: SandboxOptions) {
    const { lambda, taskRoot, environment } = options;
    this.worker = new Worker(BOOTSTRAP, {
      // The worker's own: without them it would get this process's loaders and variables.
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
      stream.setEncoding("utf8").on("data", (text: string) => options.log(lambda.name, text));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.markReady = resolve;
    this.worker.on("message", (posted: unknown) => this.receive(posted));
    this.worker.on("error", (error) => this.options.log(lambda.name, `${error.stack ?? error}\n`));
    this.worker.on("exit", (code) => this.ended(code));
  }

  /** Runs the handler once; `event` is JSON text. Always answers: also for a timeout and for a crash. */
  invoke(event: string): Promise<Invocation> {
    const requestId = randomUUID();
    const { timeoutSeconds } = this.options.lambda;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.fail("Sandbox.Timedout", `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
        void this.close();
      }, timeoutSeconds * MS);
      const settle = (invocation: Invocation) => {
        clearTimeout(timer);
        this.pending = undefined;
        resolve(invocation);
      };
      this.pending = { requestId, settle };
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
    if ("written" in received) this.options.log(this.options.lambda.name, received.written);
    else if ("ready" in received) this.markReady();
    else if (received.requestId === this.pending?.requestId) {
      this.pending.settle({ payload: received.payload, failed: received.failed });
    }
  }

  private ended(code: number): void {
    this.dead = true;
    this.markReady();
    this.fail("Runtime.ExitError", `Runtime exited with error: exit status ${code}`);
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html: the texts are AWS's. */
  private fail(errorType: string, reason: string): void {
    if (!this.pending) return;
    const errorMessage = `RequestId: ${this.pending.requestId} Error: ${reason}`;
    this.pending.settle({ payload: JSON.stringify({ errorType, errorMessage }), failed: true });
  }
}
