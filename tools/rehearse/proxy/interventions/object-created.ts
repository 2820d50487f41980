import type { ObjectCreated } from "../../../aws";
import type { Intervention } from "../intervention";

export function objectCreated(listen: (object: ObjectCreated) => void): Intervention {
  return {
    does: "tells of objects that were written",
    because:
      "moto tells EventBridge of none; told is what S3 tells, and the deployed rule decides by its own pattern and template what comes of it",
    concerns: ({ service, method, path }) => service === "s3" && method === "PUT" && /^\/[^/?]+\/[^?]/.test(path),
    answer: async (call, pass) => {
      const answer = await pass(call);
      if (answer.status !== 200) return answer;
      const [, bucket = "", ...key] = new URL(call.path, "http://localhost").pathname.split("/");
      listen({
        bucket,
        key: decodeURIComponent(key.join("/")),
        // An SDK may send a body in chunks that hold more than the object.
        size: Number(call.headers["x-amz-decoded-content-length"] ?? call.body.length),
        etag: String(answer.headers.etag ?? "").replaceAll('"', ""),
        versionId: String(answer.headers["x-amz-version-id"] ?? ""),
      });
      return answer;
    },
  };
}
