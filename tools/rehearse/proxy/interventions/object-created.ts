import type { ObjectCreated } from "../../../aws";
import type { Intervention } from "../intervention";

export function objectCreated(listen: (object: ObjectCreated) => void): Intervention {
  return {
    does: "sends an event for each object that was written",
    because:
      "moto sends none to EventBridge; the event is the one that S3 sends, and the pattern and template of the deployed rule decide what follows",
    concerns: ({ service, method, path }) => service === "s3" && method === "PUT" && /^\/[^/?]+\/[^?]/.test(path),
    answer: async (call, pass) => {
      const answer = await pass(call);
      if (answer.status !== 200) return answer;
      const [, bucket = "", ...key] = new URL(call.path, "http://localhost").pathname.split("/");
      listen({
        bucket,
        key: decodeURIComponent(key.join("/")),
        // An SDK may send the body in chunks, which contain more than the object.
        size: Number(call.headers["x-amz-decoded-content-length"] ?? call.body.length),
        etag: String(answer.headers.etag ?? "").replaceAll('"', ""),
        versionId: String(answer.headers["x-amz-version-id"] ?? ""),
      });
      return answer;
    },
  };
}
