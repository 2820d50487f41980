import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { AwsCall, LocalAws } from "../../../../tools/aws/aws";
import { localPerson } from "../../../../tools/aws/credentials";
import { allPromises } from "../../../../tools/local/promises/all";
import { checkPromises } from "../../../../tools/local/report/promise-list";
import { Stock } from "../../../../tools/local/stock";
import { synthesize } from "../../../../tools/local/synthesize";
import { type RunningSystem, startSystem } from "../../../../tools/local/system";
import type { JsonObject } from "../../../../tools/support/json";

/** Building and synthesizing may come before the first test. */
export const START_TIMEOUT_MS = 600_000;

export interface HttpAnswer {
  readonly status: number;
  readonly body: { readonly [field: string]: unknown };
}

/** Intercepts every call to AWS from within the platform: passes it on, changes it, or answers it. */
export type Interceptor = (call: AwsCall, pass: (call: AwsCall) => Promise<JsonObject>) => Promise<JsonObject>;

/** The whole platform of dev in this process, and a client for it. */
export interface TestPlatform {
  readonly system: RunningSystem;
  /** Problems that no caller was waiting for. */
  readonly reports: string[];
  post(path: string, body: unknown): Promise<HttpAnswer>;
  get(orderId: string): Promise<HttpAnswer>;
  /** Uploads as any client does. Resolves to the upload's id once the object is stored. */
  upload(text: string | Buffer): Promise<string>;
  /** Waits until intake has finished with the upload. */
  takenIn(uploadId: string): Promise<void>;
  /** Waits until GET answers with this status, and resolves to that answer's body. */
  becomes(orderId: string, status: string): Promise<HttpAnswer["body"]>;
  /** Writes times of hand-overs into an order's record, because compressed time does not reach them. */
  writeTimes(orderId: string, values: JsonObject): Promise<void>;
  intercept(interceptor: Interceptor): void;
  /** Waits until nothing runs, then resolves to the lines of the broken promises and their violations. */
  brokenPromises(): Promise<string[]>;
  stop(): Promise<void>;
}

/** With `fast`, the time of its waits, retries and timeouts is compressed. */
export async function startTestPlatform(
  units: { [sku: string]: number } = {},
  { fast = true } = {},
): Promise<TestPlatform> {
  const { outdir } = await synthesize("dev", () => {}, new AbortController().signal);
  const folder = mkdtempSync(join(tmpdir(), "orders-paths-"));
  const reports: string[] = [];
  const system = await startSystem({
    env: "dev",
    outdir,
    stock: new Stock(new Map(Object.entries(units))),
    port: 0,
    awsPort: 0,
    fast,
    without: [],
    decide: () => undefined,
    functionLog: join(folder, "functions.log"),
    report: (problem) => reports.push(problem),
  });
  // Reports at the start concern settings of dev, such as a boundary or a release.
  reports.length = 0;
  const { aws } = system.inside;
  const passOn = aws.call.bind(aws);

  const ask = async (path: string, init: RequestInit = {}): Promise<HttpAnswer> => {
    const response = await fetch(`${system.apiUrl}${path}`, init);
    return { status: response.status, body: { ...JSON.parse(await response.text()) } };
  };
  const post = (path: string, body: unknown) =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const get = (orderId: string) => ask(`/orders/${orderId}`);
  return {
    system,
    reports,
    post,
    get,
    upload: async (text) => {
      const { status, body } = await post("/uploads", {});
      expect([status, body.method]).toEqual([201, "PUT"]);
      const headers = { "content-type": "application/json" };
      expect(body.headers).toEqual(headers);
      const stored = await fetch(String(body.uploadUrl), { method: "PUT", headers, body: text });
      expect(stored.status).toBe(200);
      return String(body.key).replace("uploads/", "");
    },
    takenIn: (uploadId) => until(() => system.isTakenIn(`uploads/${uploadId}`)),
    becomes: async (orderId, status) => {
      let body: HttpAnswer["body"] = {};
      await until(async () => {
        ({ body } = await get(orderId));
        return body.status === status;
      });
      return body;
    },
    writeTimes: async (orderId, values) => {
      await passOn({
        service: "dynamodb",
        action: "UpdateItem",
        input: {
          TableName: String(system.inside.deployment.one("aws_dynamodb_table", "-orders").attributes.name),
          Key: { pk: { S: `ORDER#${orderId}` }, sk: { S: "ORDER" } },
          UpdateExpression: `SET ${Object.keys(values).map((name) => `${name} = :${name}`)}`,
          ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, one]) => [`:${name}`, one])),
        },
        principal: localPerson,
      });
    },
    intercept: (interceptor) => interpose(aws, passOn, interceptor),
    brokenPromises: async () => {
      await until(() => system.isQuiet());
      const { text } = checkPromises(allPromises, { ...(await system.readState()), outcomes: [] });
      return text.split("\n").filter((line) => !line.startsWith("  held"));
    },
    stop: async () => {
      await system.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function interpose(aws: LocalAws, passOn: LocalAws["call"], interceptor: Interceptor): void {
  aws.call = (call) => interceptor(call, passOn);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

let counted = 0;

/** An order of one line, with a new id each time. */
export function order(changes: JsonObject = {}) {
  counted += 1;
  return {
    orderId: `paths-${counted}`,
    customerId: "C-1",
    currency: "EUR",
    items: [{ sku: "LAMP", quantity: 2, unitPrice: 1_500 }],
    payment: { token: "tok_ok" },
    shipTo: shipTo("1000"),
    ...changes,
  };
}

export function shipTo(postalCode: string) {
  return { name: "Nora Vorbeeld", line1: "Teststraat 1", city: "Brussel", postalCode, country: "BE" };
}
