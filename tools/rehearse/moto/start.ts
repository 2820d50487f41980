import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { codeOf } from "../../support/errors";
import { StartError } from "../../support/start-error";
import { freePort } from "../free-port";
import { stopGroup } from "../process-group";

/** A fix of moto, applied as it starts. */
export type Fix = z.infer<typeof fixLine>;

export interface Moto {
  readonly url: string;
  readonly fixes: readonly Fix[];
  /** Why moto's interpreter could not run executions, a line each, so far. */
  broken(): string[];
  stop(): Promise<void>;
}

export interface MotoOptions {
  /** The Python that has moto. */
  readonly python: string;
  /** The port on which its interpreter calls AWS. */
  readonly proxyPort: number;
  /** The file for its standard error. */
  readonly log: string;
}

/** Applies fixes to moto and starts its server. Prints the fixes first. */
const SERVER = join(__dirname, "server.py");

const fixLine = z.object({ does: z.string(), because: z.string() });

const UP_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Moto runs the workflows itself, and calls AWS on the port that it believes to be its own. */
const CONFIGURATION = { stepfunctions: { execute_state_machine: true }, lambda: { use_docker: false } };

/** Starts moto's server on a free port. */
export async function startMoto({ python, proxyPort, log }: MotoOptions): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(python, [SERVER, "-p", String(port)], {
    env: {
      ...process.env,
      MOTO_PORT: String(proxyPort),
      // On AWS, StartSyncExecution has its own host name, which loopback does not have.
      AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const file = createWriteStream(log);
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  let errors = "";
  child.stderr.pipe(file);
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  try {
    await untilUp(url, child, log);
    await post(`${url}/moto-api/config`, JSON.stringify(CONFIGURATION));
    return {
      url,
      fixes: fixesIn(printed),
      broken: () => brokenExecutions(errors),
      stop: () => stopGroup(child),
    };
  } catch (error) {
    await stopGroup(child);
    throw error;
  }
}

function fixesIn(printed: string): Fix[] {
  const lines = printed.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => fixLine.parse(JSON.parse(line)));
}

/**
 * The lines of moto's output that say why its interpreter could not run an execution. Such an execution ends as if one of
 * its own states had failed, so an order that ends differently would be the only trace of it.
 */
export function brokenExecutions(printed: string): string[] {
  return printed.split("\n").filter((line) => line.includes("computation ended with exception"));
}

async function untilUp(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + UP_WITHIN_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new StartError(`Moto exited while starting: see ${log}.`);
    }
    if (await answers(url)) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new StartError(`Moto did not answer on ${url} within ${UP_WITHIN_MS / 1000} s: see ${log}.`);
}

async function answers(url: string): Promise<boolean> {
  try {
    await post(`${url}/moto-api/reset`, "");
    return true;
  } catch (error) {
    // Nothing listens there yet.
    if (codeOf(error) === "ECONNREFUSED") return false;
    throw error;
  }
}

function post(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers: { "content-length": Buffer.byteLength(body) } });
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode >= 300) reject(new Error(`${url} answered ${statusCode}.`));
      else response.on("end", () => resolve());
    });
    outgoing.end(body);
  });
}
