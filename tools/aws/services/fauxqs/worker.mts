// Runs fauxqs in a thread of its own. It is loaded by Node.js itself (types stripped), because fauxqs is an ES module
// and what starts it is not: under Jest one cannot load the other.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { BuildAppOptions, S3SpyEvent } from "fauxqs";
import { type Refusal, refusalOf } from "./checksums.mts";
import type { FauxqsMessage, FauxqsOptions, FauxqsRequest } from "./messages";
import { accountPatches, patcherOf } from "./patches.mts";

const { accountId, region, socket }: FauxqsOptions = workerData;

// The folder of fauxqs's code. Its package.json is beside it.
const code = new URL(".", import.meta.resolve("fauxqs"));
const { version }: { version: string } = JSON.parse(readFileSync(new URL("../package.json", code), "utf8"));
const patcher = patcherOf(`fauxqs ${version}`, accountPatches(accountId));
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith(code.href) || !loaded.source) return loaded;
    return { ...loaded, source: patcher.patch(url.slice(code.href.length), loaded.source.toString()) };
  },
});

type Stores = NonNullable<BuildAppOptions["stores"]>;

interface StoredObject {
  readonly key: string;
  readonly contentLength: number;
  readonly etag: string;
}

/** What is used here of fauxqs's own store. */
interface ObjectStore {
  /** Receives each object as it is written, before any other write. */
  spy?: { addMessage(message: S3SpyEvent): void };
  createBucket(name: string): void;
  listBuckets(): { name: string }[];
  headObject(bucket: string, key: string): StoredObject;
  restoreObject(bucket: string, object: StoredObject): void;
}

/** fauxqs's reader of aws-chunked bodies: the data, and the headers that follow them. */
interface Chunks {
  decodeAwsChunked(body: Buffer): { body: Buffer; trailers: Record<string, string> };
}

/** Keeps every version of every object, by `<id>/<bucket>/<key>`: fauxqs itself keeps the newest only. */
const VERSIONS = "all-versions-of-objects";

/** The largest body of an upload: an object of 100 MB comes in one piece. fauxqs itself takes 11 MiB. */
const LARGEST_UPLOAD_BYTES = 128 * 1_048_576;

const { SqsStore }: { SqsStore: new () => Stores["sqsStore"] } = await part("sqs/sqsStore.js");
const { SnsStore }: { SnsStore: new () => Stores["snsStore"] } = await part("sns/snsStore.js");
const { S3Store }: { S3Store: new () => Stores["s3Store"] } = await part("s3/s3Store.js");
const { decodeAwsChunked }: Chunks = await part("s3/chunkedEncoding.js");
const { buildApp } = await import("fauxqs");
patcher.confirm();
const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
const app = buildApp({ logger: false, defaultRegion: region, stores });
const body = async (_: FastifyRequest, bytes: Buffer) => bytes;
app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: LARGEST_UPLOAD_BYTES }, body);
const store: ObjectStore = stores.s3Store;
store.createBucket(VERSIONS);
const listAll = store.listBuckets.bind(store);
store.listBuckets = () => listAll().filter(({ name }) => name !== VERSIONS);
store.spy = {
  addMessage({ status, bucket, key }) {
    if (status !== "uploaded") return;
    const object = store.headObject(bucket, key);
    const versionId = randomUUID().replaceAll("-", "");
    store.restoreObject(VERSIONS, { ...object, key: `${versionId}/${bucket}/${key}` });
    const etag = object.etag.replaceAll('"', "");
    tell({ created: { bucket, key, size: object.contentLength, etag, versionId } });
  },
};
app.addHook("preHandler", async ({ method, query, params }: FastifyRequest) => {
  const versionId = textAt(query, "versionId");
  if ((method !== "GET" && method !== "HEAD") || versionId === undefined) return;
  const key = `${versionId}/${textAt(params, "bucket")}/${textAt(params, "*")}`;
  Object.assign(params ?? {}, { bucket: VERSIONS, "*": key });
});

// fauxqs keeps the checksum of an object and never compares it.
app.addHook("preHandler", async ({ method, params, headers, body }: FastifyRequest, reply: FastifyReply) => {
  const isWrite = method === "PUT" && Boolean(textAt(params, "*")) && headers["x-amz-copy-source"] === undefined;
  if (!isWrite || !Buffer.isBuffer(body)) return;
  const isChunked = headers["content-encoding"]?.includes("aws-chunked") === true;
  const { body: data, trailers } = isChunked ? decodeAwsChunked(body) : { body, trailers: {} };
  const refusal = refusalOf(data, { ...headers, ...trailers });
  if (refusal) reply.code(400).type("application/xml").send(errorXml(refusal));
});
await app.listen({ path: socket });

parentPort?.on("message", async ({ id, method, path, headers, body }: FauxqsRequest) => {
  const { statusCode, headers: answered, body: text } = await app.inject({ method, url: path, headers, payload: body });
  const plain = Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, String(value)]));
  tell({ answer: { id, status: statusCode, headers: plain, body: text } });
});

parentPort?.postMessage("listening");

/** A module of fauxqs that its package.json does not export. */
function part(file: string) {
  return import(new URL(file, code).href);
}

function tell(message: FauxqsMessage): void {
  parentPort?.postMessage(message);
}

function errorXml({ code, message }: Refusal): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}

function textAt(values: unknown, name: string): string | undefined {
  if (typeof values !== "object" || values === null) return undefined;
  const found = Object.entries(values).find(([key]) => key === name)?.[1];
  return typeof found === "string" ? found : undefined;
}
