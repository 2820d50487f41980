import { createHash } from "node:crypto";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ListTopicsCommand, NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";
import { clientOptions, type Running, startLocalAws } from "./fixture";

let local: Running;
let sns: SNSClient;
let s3: S3Client;
beforeAll(async () => {
  local = await startLocalAws();
  sns = new SNSClient(clientOptions(local.endpoint));
  s3 = new S3Client({ ...clientOptions(local.endpoint), forcePathStyle: true });
});
afterAll(async () => {
  sns.destroy();
  s3.destroy();
  await local.close();
});

const topicArn = "arn:aws:sns:eu-central-1:123456789012:orders-test-data-customer";
const bucket = "orders-test-data-payloads-123456789012";
const delivered = async () => (await local.services.sqs.inspect("orders-test-data-work")).ready.map(({ body }) => body);

describe("SNS", () => {
  test("the deployment's topics have its ARNs", async () => {
    const { Topics } = await sns.send(new ListTopicsCommand({}));
    expect(Topics).toEqual([{ TopicArn: topicArn }]);
    expect(local.deployment.one("aws_sns_topic", "-customer").attributes.arn).toBe(topicArn);
  });

  test("what is published reaches the subscribed queue, from within and over HTTP", async () => {
    const message = '{"text":"<ä & \\"b\\">"}';
    const { MessageId } = await local.services.sns.call("Publish", {
      TopicArn: topicArn,
      Message: message,
      MessageAttributes: { status: { DataType: "String", StringValue: "COMPLETED" } },
    });
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: "over HTTP" }));
    expect(await delivered()).toEqual([message, "over HTTP"]);
    expect(local.services.sns.notices.newest()).toMatchObject([{ topicArn, message }]);
  });

  test("an unknown topic is refused, from within and over HTTP", async () => {
    const input = { TopicArn: `${topicArn}-gone`, Message: "x" };
    await expect(local.services.sns.call("Publish", input)).rejects.toMatchObject({
      code: "NotFound",
      statusCode: 404,
    });
    const error = await sns.send(new PublishCommand(input)).catch((reason) => reason);
    expect(error).toBeInstanceOf(NotFoundException);
  });
});

describe("S3", () => {
  test("an object of 100 MB goes in and comes out unchanged", async () => {
    const body = Buffer.alloc(100_000_000, "order ");
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "big/ä b.json", Body: body }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "big/ä b.json" }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });

  test("an object sent as a form, which is the default of curl -d, is stored unchanged", async () => {
    const ContentType = "application/x-www-form-urlencoded";
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "form", Body: '{"a":"b&c=d"}', ContentType }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "form" }));
    expect(await Body?.transformToString()).toBe('{"a":"b&c=d"}');
  });

  test("objects that this process writes are those that clients read, and the other way round", async () => {
    const { ETag } = await local.services.s3.call("PutObject", { Bucket: bucket, Key: "a/1", Body: '{"ä":1}' });
    const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "a/1" }));
    expect(await read.Body?.transformToString()).toBe('{"ä":1}');
    expect(read.ETag).toBe(ETag);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "a/2", Body: "two", ContentType: "text/plain" }));
    expect(await local.services.s3.call("GetObject", { Bucket: bucket, Key: "a/2" })).toMatchObject({
      Body: "two",
      ContentType: "text/plain",
      ContentLength: 3,
    });
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "a/" }));
    const listed = await local.services.s3.call("ListObjectsV2", { Bucket: bucket, Prefix: "a/" });
    expect(Contents?.map(({ Key }) => Key)).toEqual(["a/1", "a/2"]);
    expect(listed).toMatchObject({
      Contents: [
        { Key: "a/1", Size: 8 },
        { Key: "a/2", Size: 3 },
      ],
      IsTruncated: false,
    });
  });

  test("each write of an object sends an event to the default bus, from every client", async () => {
    const since = local.services.events.log.count;
    const told = async (count: number) => {
      while (local.services.events.log.count < since + count) await new Promise((resolve) => setImmediate(resolve));
      return local.services.events.log.newest().slice(since);
    };
    await local.services.s3.call("PutObject", { Bucket: bucket, Key: "uploads/ä 1", Body: "ä" });
    await told(1);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "uploads/2", Body: "two" }));
    await told(2);
    await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: "uploads/3", CopySource: `${bucket}/uploads/2` }));
    await told(3);
    await s3.send(new PutObjectCommand({ Bucket: "unwatched", Key: "uploads/4", Body: "x" })).catch(() => {});
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "uploads/2" }));
    const events = await told(3);
    const etag = createHash("md5").update("two").digest("hex");
    expect(events).toMatchObject([
      {
        bus: "default",
        source: "aws.s3",
        detailType: "Object Created",
        resources: [`arn:aws:s3:::${bucket}`],
        detail: { bucket: { name: bucket }, object: { key: "uploads/ä 1", size: 2 } },
      },
      { detail: { object: { key: "uploads/2", size: 3, etag } } },
      { detail: { object: { key: "uploads/3", size: 3, etag } } },
    ]);
    expect(events).toHaveLength(3);
  });

  test("the version that an event names is read, though another was written since", async () => {
    const since = local.services.events.log.count;
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "uploads/v", Body: "first" }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "uploads/v", Body: "second" }));
    while (local.services.events.log.count < since + 2) await new Promise((resolve) => setImmediate(resolve));
    const [first] = local.services.events.log.newest().slice(since);
    const { object } = z.object({ object: z.object({ "version-id": z.string() }) }).parse(first?.detail);
    const read = async (version: { VersionId?: string }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "uploads/v", ...version }));
      return Body?.transformToString();
    };
    expect(await read({ VersionId: object["version-id"] })).toBe("first");
    expect(await read({})).toBe("second");
    const unknown = s3.send(new GetObjectCommand({ Bucket: bucket, Key: "uploads/v", VersionId: "none" }));
    await expect(unknown).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
  });

  test("the checksum that was sent with an object is returned with it", async () => {
    const sha256 = createHash("sha256").update("[1]").digest("base64");
    const object = { Bucket: bucket, Key: "lines/1" };
    await s3.send(new PutObjectCommand({ ...object, Body: "[1]", ChecksumSHA256: sha256 }));
    const head = await local.services.s3.call("HeadObject", { ...object, ChecksumMode: "ENABLED" });
    expect(head).toMatchObject({ ContentLength: 3, ChecksumSHA256: sha256 });
    expect(await local.services.s3.call("HeadObject", object)).not.toHaveProperty("ChecksumSHA256");
  });

  test("a list that is cut goes on from its token", async () => {
    for (const key of ["page/1", "page/2", "page/3"]) {
      await local.services.s3.call("PutObject", { Bucket: bucket, Key: key, Body: "x" });
    }
    const list = { Bucket: bucket, Prefix: "page/", MaxKeys: 2 };
    const first = await local.services.s3.call("ListObjectsV2", list);
    expect(first).toMatchObject({ KeyCount: 2, IsTruncated: true });
    const { NextContinuationToken: token = null } = first;
    const rest = await local.services.s3.call("ListObjectsV2", { ...list, ContinuationToken: token });
    expect(rest).toMatchObject({ Contents: [{ Key: "page/3" }], IsTruncated: false });
  });

  test("a deleted object and an unknown bucket are refused as S3 refuses them", async () => {
    await local.services.s3.call("PutObject", { Bucket: bucket, Key: "gone", Body: "x" });
    await local.services.s3.call("DeleteObject", { Bucket: bucket, Key: "gone" });
    const error = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "gone" })).catch((reason) => reason);
    expect(error).toBeInstanceOf(NoSuchKey);
    const head = local.services.s3.call("HeadObject", { Bucket: bucket, Key: "gone" });
    await expect(head).rejects.toMatchObject({ code: "NotFound", statusCode: 404 });
    await expect(s3.send(new HeadBucketCommand({ Bucket: "orders-nowhere" }))).rejects.toMatchObject({
      name: "NotFound",
    });
  });

  test("a bucket that a client makes is there", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "made-by-a-client" }));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(["made-by-a-client", bucket]);
    await s3.send(new HeadBucketCommand({ Bucket: "made-by-a-client" }));
  });
});
