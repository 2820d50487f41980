import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AwsCall, AwsError, LocalAws } from "../../../../tools/aws/aws";
import { credentialsOf } from "../../../../tools/aws/credentials";
import { Endpoint } from "../../../../tools/aws/endpoint";
import { s3Call } from "../../../../tools/aws/endpoint/relayed-call";
import { elementText } from "../../../../tools/support/xml";

const ROLE = "arn:aws:iam::123456789012:role/orders-test-relayed";

describe("a request that is served elsewhere", () => {
  let endpoint: Endpoint;
  let behind: Server;
  const folder = mkdtempSync(join(tmpdir(), "relayed-"));
  const asked: AwsCall[] = [];
  const passed: string[] = [];
  let refused: AwsError | undefined;

  beforeAll(async () => {
    behind = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        passed.push(`${request.method} ${body}`);
        response.end(request.headers["content-type"]?.includes("form") ? "<PublishResponse></PublishResponse>" : "");
      });
    });
    const socket = join(folder, "socket");
    await new Promise<void>((resolve) => behind.listen(socket, resolve));
    const aws = new LocalAws({
      check: (call) => {
        asked.push(call);
        if (refused) throw refused;
      },
    });
    endpoint = await Endpoint.listen(0);
    endpoint.serve({ aws, fauxqs: { socket } });
  });
  afterAll(async () => {
    await endpoint.close();
    behind.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    asked.length = 0;
    passed.length = 0;
    refused = undefined;
  });

  const options = () => ({
    endpoint: endpoint.url,
    region: "eu-central-1",
    credentials: credentialsOf(ROLE),
    maxAttempts: 1,
    forcePathStyle: true,
  });
  const put = new PutObjectCommand({ Bucket: "b", Key: "uploads/é 1", Body: "text" });

  test("of S3 is passed on if its signer may make it", async () => {
    await new S3Client(options()).send(put);
    expect(asked).toEqual([
      { service: "s3", action: "PutObject", input: { Bucket: "b", Key: "uploads/é 1" }, principal: { arn: ROLE } },
    ]);
    expect(passed).toHaveLength(1);
  });

  test("of S3 is refused as S3 does it", async () => {
    refused = new AwsError("AccessDenied", 'may not <"do"> it', 403);
    await expect(new S3Client(options()).send(new GetObjectCommand({ Bucket: "b", Key: "k" }))).rejects.toMatchObject({
      name: "AccessDenied",
      message: 'may not <"do"> it',
      $metadata: { httpStatusCode: 403 },
    });
    expect(passed).toEqual([]);
  });

  test("by a presigned URL counts as made by who signed it, when it is used", async () => {
    const url = await getSignedUrl(new S3Client(options()), new PutObjectCommand({ Bucket: "b", Key: "k" }));
    refused = new AwsError("AccessDenied", "not any more", 403);
    expect((await fetch(url, { method: "PUT", body: "x".repeat(1_000_000) })).status).toBe(403);
    refused = undefined;
    expect((await fetch(url, { method: "PUT", body: "text" })).status).toBe(200);
    expect(asked.map(({ principal, action }) => [principal.arn, action])).toEqual([
      [ROLE, "PutObject"],
      [ROLE, "PutObject"],
    ]);
    expect(passed).toEqual(["PUT text"]);
  });

  const presign = (signedAgoMs: number) =>
    getSignedUrl(new S3Client(options()), new PutObjectCommand({ Bucket: "b", Key: "k", ContentType: "a/b" }), {
      expiresIn: 60,
      signingDate: new Date(Date.now() - signedAgoMs),
      signableHeaders: new Set(["content-type"]),
    });
  const store = async (url: string, headers: Record<string, string>) => {
    const response = await fetch(url, { method: "PUT", body: Buffer.from("text"), headers });
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      code: elementText(text, "Code"),
      text,
    };
  };

  test("by a presigned URL is passed on until its time is over, and then refused as S3 does it", async () => {
    expect(await store(await presign(50_000), { "content-type": "a/b" })).toMatchObject({ status: 200 });
    const expired = await store(await presign(62_000), { "content-type": "a/b" });
    expect(expired).toMatchObject({ status: 403, type: "application/xml", code: "AccessDenied" });
    expect(elementText(expired.text, "Message")).toBe("Request has expired");
    expect(elementText(expired.text, "X-Amz-Expires")).toBe("60");
    expect(elementText(expired.text, "Expires")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(passed).toEqual(["PUT text"]);
  });

  test("by a presigned URL is refused without a header that it was signed for", async () => {
    const url = await presign(0);
    const refusal = await store(url, {});
    expect(refusal).toMatchObject({ status: 403, type: "application/xml", code: "SignatureDoesNotMatch" });
    expect(refusal.text).toContain("content-type is signed and was not sent");
    expect(passed).toEqual([]);
  });

  // test_put_url_metadata_with_sig_s3v4 and test_presigned_url_v4_signed_headers_in_qs of LocalStack's tests against AWS.
  test("by a presigned URL is refused with a header of S3's that it was not signed for", async () => {
    const headers = { "content-type": "a/b", "x-amz-checksum-crc32": "AAAAAA==", "x-amz-acl": "private" };
    const refusal = await store(await presign(0), headers);
    expect(refusal).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(elementText(refusal.text, "Message")).toBe(
      "There were headers present in the request which were not signed",
    );
    expect(elementText(refusal.text, "HeadersNotSigned")).toBe("x-amz-acl, x-amz-checksum-crc32");
    expect(passed).toEqual([]);
    const hashed = { "content-type": "a/b", "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    expect(await store(await presign(0), hashed)).toMatchObject({ status: 200 });
  });

  test("by a presigned URL without a date that can be read is refused", async () => {
    const url = (await presign(0)).replace(/X-Amz-Date=\w+/, "X-Amz-Date=today");
    expect(await store(url, { "content-type": "a/b" })).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  test("of SNS is checked by what its form says, and passed on whole", async () => {
    const sns = new SNSClient(options());
    const publish = new PublishCommand({ TopicArn: "arn:t", Message: "hello" });
    await sns.send(publish);
    expect(asked).toMatchObject([{ service: "sns", action: "Publish", input: { TopicArn: "arn:t" } }]);
    expect(passed[0]).toContain("Message=hello");
    refused = new AwsError("AuthorizationError", "may not", 403);
    await expect(sns.send(publish)).rejects.toMatchObject({ name: "AuthorizationErrorException", message: "may not" });
  });
});

test.each([
  ["GET", "/", "127.0.0.1", "ListBuckets", "", ""],
  ["GET", "/b?list-type=2", "127.0.0.1", "ListObjectsV2", "b", ""],
  ["GET", "/b?versioning", "127.0.0.1", "GET ?versioning", "b", ""],
  ["HEAD", "/b/k", "127.0.0.1", "HeadObject", "b", "k"],
  ["GET", "/k/l", "b.localhost:4566", "GetObject", "b", "k/l"],
  ["POST", "/b/k?uploads", "localhost", "CreateMultipartUpload", "b", "k"],
  ["PUT", "/b/k?partNumber=1&uploadId=u", "localhost", "UploadPart", "b", "k"],
  ["DELETE", "/b/k?uploadId=u", "localhost", "AbortMultipartUpload", "b", "k"],
  ["PUT", "/b/k?tagging", "localhost", "PUT ?tagging", "b", "k"],
])("%s %s at %s is %s", (method, path, host, action, bucket, key) => {
  const { action: named, input } = s3Call(method, new URL(path, "http://localhost"), { host });
  expect([named, input.Bucket, input.Key]).toEqual([action, bucket, key]);
});

test("a HeadObject that asks for the checksum keeps that mode, because it decrypts the object", () => {
  const url = new URL("/b/k", "http://localhost");
  const { input } = s3Call("HEAD", url, { host: "localhost", "x-amz-checksum-mode": "ENABLED" });
  expect(input).toMatchObject({ ChecksumMode: "ENABLED" });
});
