import { AwsError, type AwsService, type JsonObject, notServed } from "../aws";
import type { Deployment } from "../deployment";
import type { Fauxqs, FauxqsCall } from "./fauxqs";
import type { FauxqsAnswer } from "./fauxqs/messages";
import { requiredText } from "./json";
import { elements, elementText } from "./xml";

/**
 * S3 with the buckets of the deployment, kept by fauxqs. From within this process objects of text are read and written;
 * clients that come by HTTP have all of fauxqs, without passing here.
 */
export class S3 implements AwsService {
  readonly service = "s3";

  private constructor(private readonly fauxqs: Fauxqs) {}

  static async start(deployment: Deployment, fauxqs: Fauxqs): Promise<S3> {
    const s3 = new S3(fauxqs);
    for (const { attributes } of deployment.resources("aws_s3_bucket")) {
      await s3.send({ method: "PUT", path: `/${requiredText(attributes, "bucket")}` });
    }
    return s3;
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    switch (action) {
      case "PutObject":
        return this.put(input);
      case "GetObject": {
        const { headers, body } = await this.send({ method: "GET", path: objectPath(input) });
        return { ...described(headers), Body: body };
      }
      case "HeadObject":
        return described((await this.send({ method: "HEAD", path: objectPath(input) })).headers);
      case "DeleteObject":
        await this.send({ method: "DELETE", path: objectPath(input) });
        return {};
      case "ListObjectsV2":
        return this.list(input);
      default:
        throw notServed("s3", action);
    }
  }

  private async put(input: JsonObject): Promise<JsonObject> {
    const type = input.ContentType;
    const { headers } = await this.send({
      method: "PUT",
      path: objectPath(input),
      headers: { "content-type": typeof type === "string" ? type : "application/octet-stream" },
      body: requiredText(input, "Body", "InvalidArgument"),
    });
    return { ETag: headers.etag ?? "" };
  }

  private async list(input: JsonObject): Promise<JsonObject> {
    const query = new URLSearchParams({ "list-type": "2" });
    for (const [field, name] of [
      ["Prefix", "prefix"],
      ["MaxKeys", "max-keys"],
      ["ContinuationToken", "continuation-token"],
      ["StartAfter", "start-after"],
    ] as const) {
      if (input[field] !== undefined) query.set(name, String(input[field]));
    }
    const bucket = requiredText(input, "Bucket", "InvalidArgument");
    const { body } = await this.send({ method: "GET", path: `/${bucket}?${query}` });
    const next = elementText(body, "NextContinuationToken");
    const contents = elements(body, "Contents").map((object) => ({
      Key: elementText(object, "Key") ?? "",
      Size: Number(elementText(object, "Size")),
      ETag: elementText(object, "ETag") ?? "",
      LastModified: elementText(object, "LastModified") ?? "",
    }));
    return {
      Contents: contents,
      KeyCount: contents.length,
      IsTruncated: elementText(body, "IsTruncated") === "true",
      ...(next === undefined ? {} : { NextContinuationToken: next }),
    };
  }

  private async send(call: FauxqsCall): Promise<FauxqsAnswer> {
    const answer = await this.fauxqs.send(call);
    if (answer.status < 300) return answer;
    const code = elementText(answer.body, "Code") ?? (answer.status === 404 ? "NotFound" : "InternalError");
    throw new AwsError(code, elementText(answer.body, "Message") ?? `S3 answered ${answer.status}.`, answer.status);
  }
}

function objectPath(input: JsonObject): string {
  const bucket = requiredText(input, "Bucket", "InvalidArgument");
  const key = requiredText(input, "Key", "InvalidArgument");
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

function described(headers: FauxqsAnswer["headers"]): JsonObject {
  return {
    ContentType: headers["content-type"] ?? "",
    ContentLength: Number(headers["content-length"]),
    ETag: headers.etag ?? "",
    LastModified: headers["last-modified"] ?? "",
  };
}
