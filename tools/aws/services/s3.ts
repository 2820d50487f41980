import type { JsonObject } from "../../support/json";
import { elements, elementText } from "../../support/xml";
import { AwsError, type AwsService, notServed } from "../aws";
import type { Deployment } from "../deployment";
import type { Fauxqs, FauxqsCall } from "./fauxqs";
import type { FauxqsAnswer } from "./fauxqs/messages";
import { requiredText } from "./required-text";

/**
 * S3 with the buckets of the deployment, stored by fauxqs. This class reads and writes text objects from within this
 * process. HTTP clients reach all of fauxqs directly.
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
        const { headers, body } = await this.send({ method: "GET", ...reading(input) });
        return { ...described(headers), Body: body };
      }
      case "HeadObject":
        return described((await this.send({ method: "HEAD", ...reading(input) })).headers);
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
    const { ContentType: type, ChecksumSHA256: sha256 } = input;
    const { headers } = await this.send({
      method: "PUT",
      path: objectPath(input),
      headers: {
        "content-type": typeof type === "string" ? type : "application/octet-stream",
        ...(typeof sha256 === "string" ? { "x-amz-checksum-sha256": sha256 } : {}),
      },
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

function reading(input: JsonObject): Pick<FauxqsCall, "path" | "headers"> {
  const { VersionId: version, ChecksumMode: mode } = input;
  const query = typeof version === "string" ? `?versionId=${encodeURIComponent(version)}` : "";
  return {
    path: `${objectPath(input)}${query}`,
    headers: mode === "ENABLED" ? { "x-amz-checksum-mode": "ENABLED" } : {},
  };
}

function described(headers: FauxqsAnswer["headers"]): JsonObject {
  return {
    ContentType: headers["content-type"] ?? "",
    ContentLength: Number(headers["content-length"]),
    ETag: headers.etag ?? "",
    LastModified: headers["last-modified"] ?? "",
    ...(headers["x-amz-checksum-sha256"] === undefined ? {} : { ChecksumSHA256: headers["x-amz-checksum-sha256"] }),
  };
}
