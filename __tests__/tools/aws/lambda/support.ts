import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { LocalAws } from "../../../../tools/aws/aws";
import { Lambda, type LambdaOptions } from "../../../../tools/aws/lambda/service";
import type { JsonObject } from "../../../../tools/support/json";
import { everyone } from "../everyone";

export const ROLE = "arn:aws:iam::123456789012:role/f";

export interface FunctionUnderTest {
  readonly lambda: Lambda;
  /** What the function wrote. */
  readonly log: string[];
  /** Invokes it, and parses what it answered. */
  invoke(payload?: unknown): Promise<{ answer: unknown; failed: boolean }>;
}

const open: Lambda[] = [];
const folders: string[] = [];

/** Ends every sandbox and removes every folder of the test. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((lambda) => lambda.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A deployed function `f` whose index.js is `source`. */
export async function deploy(
  source: string,
  attributes: JsonObject = {},
  options: Partial<LambdaOptions> = {},
): Promise<FunctionUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "lambda-test-"));
  folders.push(folder);
  await zip(join(folder, "f.zip"), { "index.js": source });
  const resource = {
    stack: "orders-test",
    type: "aws_lambda_function",
    name: "f",
    address: "aws_lambda_function.f",
    attributes: {
      function_name: "f",
      arn: "arn:aws:lambda:eu-central-1:123456789012:function:f",
      role: ROLE,
      handler: "index.handler",
      runtime: "nodejs22.x",
      timeout: 5,
      memory_size: 128,
      filename: "f.zip",
      ...attributes,
    },
  };
  const log: string[] = [];
  const lambda = new Lambda({
    deployment: { region: "eu-central-1", resources: () => [resource], stackDir: () => folder },
    aws: new LocalAws(everyone),
    endpointUrl: "http://127.0.0.1:1",
    folder: join(folder, "unpacked"),
    log: (name, text) => log.push(`${name}: ${text}`),
    ...options,
  });
  open.push(lambda);
  const invoke = async (payload: unknown = {}) => {
    const answer = await lambda.call("Invoke", { FunctionName: "f", Payload: JSON.stringify(payload) });
    return { answer: JSON.parse(String(answer.Payload)), failed: answer.FunctionError === "Unhandled" };
  };
  return { lambda, log, invoke };
}

/** Entries of more than a few bytes are compressed, as the build does it. */
export async function zip(file: string, entries: Readonly<Record<string, string>>): Promise<void> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    const compressionLevel = content.length > 20 ? 9 : 0;
    archive.addBuffer(Buffer.from(content), name, {
      mtime: new Date(),
      mode: 0o100644,
      compressionLevel,
      forceDosTimestamp: true,
    });
  }
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(file));
}
