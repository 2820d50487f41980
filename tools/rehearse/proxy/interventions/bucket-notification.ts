import type { Intervention } from "../intervention";

const FLAG = "<EventBridgeConfiguration></EventBridgeConfiguration>";

/** Remembers which buckets send their notifications to EventBridge. */
export function bucketNotification(): Intervention {
  const enabled = new Set<string>();
  return {
    does: "reports that a bucket's notifications go to EventBridge",
    because:
      "moto accepts the flag but leaves it out of its answer, so the next plan would set it again; the answer has what was put",
    concerns: ({ service, method, path }) =>
      service === "s3" &&
      ["GET", "PUT", "DELETE"].includes(method) &&
      /^\/[^/?]+\/?\?(notification)?(=|&|$)/.test(path),
    answer: async (call, pass) => {
      const answer = await pass(call);
      const bucket = new URL(call.path, "http://localhost").pathname.split("/")[1] ?? "";
      if (call.method === "DELETE") enabled.delete(bucket);
      if (call.method === "PUT" && answer.status === 200) {
        if (call.body.includes("<EventBridgeConfiguration")) enabled.add(bucket);
        else enabled.delete(bucket);
      }
      if (call.method !== "GET" || answer.status !== 200 || !enabled.has(bucket)) return answer;
      const text = answer.body.toString("utf8");
      if (text.includes("<EventBridgeConfiguration")) return answer;
      const whole = text
        .replace(/(<NotificationConfiguration[^>]*?)\/>/, `$1>${FLAG}</NotificationConfiguration>`)
        .replace(/(?<!EventBridgeConfiguration>)<\/NotificationConfiguration>/, `${FLAG}</NotificationConfiguration>`);
      return { ...answer, body: Buffer.from(whole) };
    },
  };
}
