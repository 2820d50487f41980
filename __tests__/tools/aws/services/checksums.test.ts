import { HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { elementText } from "../../../../tools/support/xml";
import { clientOptions, type Running, startLocalAws } from "./fixture";

let local: Running;
let s3: S3Client;
beforeAll(async () => {
  local = await startLocalAws();
  s3 = new S3Client({
    ...clientOptions(local.endpoint),
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
});
afterAll(async () => {
  s3.destroy();
  await local.close();
});

const bucket = "orders-test-data-payloads-123456789012";
const data = "test data..";

/**
 * The checksums of `data` that AWS answered in test_put_object_checksum of LocalStack's tests (test_s3.snapshot.json,
 * where AWS's refusals are recorded as well), and those of other data.
 */
const ALGORITHMS = [
  { name: "CRC32", right: "cZWHwQ==", wrong: "MzVIGw==" },
  { name: "CRC32C", right: "Pf4upw==", wrong: "MzVIGw==" },
  { name: "CRC64NVME", right: "qUVrWYOrIAM=", wrong: "CVmbZh4IWzA=" },
  { name: "SHA1", right: "B++3uSfJMSHWToQMQ1g6lIJY5Eo=", wrong: "98O8HYCOBHMq32eZZczDTKeuNEE=" },
  {
    name: "SHA256",
    right: "2l26x0trnT0r2AvakoFk2MB7eKVKzYESLMxSAKAzoik=",
    wrong: "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  },
];

/** PUTs by a URL that is signed for these headers. */
async function put(key: string, headers: Record<string, string>, body: string = data) {
  const command = new PutObjectCommand({ Bucket: bucket, Key: key });
  command.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request)
        Object.assign(request.headers ?? {}, headers);
      return next(args);
    },
    { step: "build" },
  );
  const names = new Set(Object.keys(headers));
  const url = await getSignedUrl(s3, command, { unhoistableHeaders: names, signableHeaders: names });
  const response = await fetch(url, { method: "PUT", body: Buffer.from(body), headers });
  const text = await response.text();
  return { status: response.status, code: elementText(text, "Code"), message: elementText(text, "Message") };
}

const head = (key: string) => s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));

describe.each(ALGORITHMS)("a presigned PUT with a $name", ({ name, right, wrong }) => {
  const header = `x-amz-checksum-${name.toLowerCase()}`;

  test("that is right is stored", async () => {
    expect(await put(`right/${name}`, { [header]: right })).toMatchObject({ status: 200 });
    expect(await head(`right/${name}`)).toMatchObject({ ContentLength: data.length });
  });

  test("of other data is refused as S3 refuses it, and nothing is stored", async () => {
    const message = `The ${name} you specified did not match the calculated checksum.`;
    expect(await put(`wrong/${name}`, { [header]: wrong })).toEqual({ status: 400, code: "BadDigest", message });
    await expect(head(`wrong/${name}`)).rejects.toMatchObject({ name: "NotFound" });
  });

  // Not base64, too short, too long, and bits behind the last byte: AWS refuses all of them alike (test.s3api of Swift).
  test.each(["^^^^^^==", right.slice(4), `AAAA${right}`, right.replace(/.(=*)$/, "x$1")])(
    "that is %j is refused, and nothing is stored",
    async (value) => {
      const message = `Value for ${header} header is invalid.`;
      expect(await put(`invalid/${name}`, { [header]: value })).toEqual({
        status: 400,
        code: "InvalidRequest",
        message,
      });
      await expect(head(`invalid/${name}`)).rejects.toMatchObject({ name: "NotFound" });
    },
  );
});

test("two checksums are refused, right or not", async () => {
  const [crc32, , , sha1] = ALGORITHMS;
  const headers = { "x-amz-checksum-crc32": crc32?.right ?? "", "x-amz-checksum-sha1": sha1?.right ?? "" };
  expect(await put("two", headers)).toEqual({
    status: 400,
    code: "InvalidRequest",
    message: "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
  });
});

test.each([
  ["cZWHwQ==", 200],
  ["MzVIGw==", 400],
])("a checksum that follows the data, %s, gets %i", async (checksum, status) => {
  const headers = { "content-encoding": "aws-chunked", "x-amz-trailer": "x-amz-checksum-crc32" };
  const body = `b\r\n${data}\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`;
  expect(await put(`trailer/${status}`, headers, body)).toMatchObject({ status });
});

test("a checksum in the query of the URL is ignored, as S3 ignores it", async () => {
  const command = new PutObjectCommand({ Bucket: bucket, Key: "query", ChecksumCRC32: "AAAAAA==" });
  const url = await getSignedUrl(s3, command);
  expect(url).toContain("x-amz-checksum-crc32=AAAAAA");
  expect((await fetch(url, { method: "PUT", body: Buffer.from(data) })).status).toBe(200);
});

test("a part of an upload is checked like an object", async () => {
  const url = `${local.endpoint.url}/${bucket}/parts?partNumber=1&uploadId=u&X-Amz-Credential=local/20260101/eu-central-1/s3/aws4_request`;
  const headers = { "x-amz-checksum-crc32": "MzVIGw==" };
  const response = await fetch(url, { method: "PUT", body: Buffer.from(data), headers });
  expect(elementText(await response.text(), "Code")).toBe("BadDigest");
});

test("an object that this process writes is checked as well", async () => {
  const object = { Bucket: bucket, Key: "within", Body: data };
  const [, , , , sha256] = ALGORITHMS;
  const store = (ChecksumSHA256 = "") => local.services.s3.call("PutObject", { ...object, ChecksumSHA256 });
  await expect(store(sha256?.wrong)).rejects.toMatchObject({ code: "BadDigest", statusCode: 400 });
  await expect(store(sha256?.right)).resolves.toHaveProperty("ETag");
});
