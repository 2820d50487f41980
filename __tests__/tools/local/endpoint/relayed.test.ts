import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AwsCall, AwsError, LocalAws } from "../../../../tools/local/aws";
import { credentialsOf } from "../../../../tools/local/credentials";
import { startEndpoint } from "../../../../tools/local/endpoint";
import { s3Call } from "../../../../tools/local/endpoint/relayed-call";
import type { Listening } from "../../../../tools/local/report/listen";

const ROLE = "arn:aws:iam::123456789012:role/orders-test-relayed";

describe("a request that is served elsewhere", () => {
  let endpoint: Listening;
  let behind: Server;
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
    await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve));
    const aws = new LocalAws({
      check: (call) => {
        asked.push(call);
        if (refused) throw refused;
      },
    });
    const address: AddressInfo | string | null = behind.address();
    const port = typeof address === "object" ? address?.port : 0;
    endpoint = await startEndpoint({ aws, port: 0, fauxqs: { url: `http://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await endpoint.close();
    behind.close();
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
  const { action: told, input } = s3Call(method, new URL(path, "http://localhost"), { host });
  expect([told, input.Bucket, input.Key]).toEqual([action, bucket, key]);
});
