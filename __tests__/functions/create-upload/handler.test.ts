import { handler } from "../../../functions/create-upload/handler";
import { Bucket } from "../support/bucket";
import { failureOf } from "../support/fails";
import { captureLogs } from "../support/logs";

let bucket: Bucket;
beforeAll(async () => {
  bucket = await Bucket.start();
});
afterAll(() => bucket.close());
beforeEach(() => {
  process.env.UPLOAD_EXPIRES_SECONDS = "900";
});

const run = () => captureLogs(() => handler({}));

describe("create-upload", () => {
  it("returns where and how to PUT an order", async () => {
    const { result } = await run();
    expect(result).toEqual({
      uploadUrl: expect.stringContaining(`${bucket.url}/payloads/${result.key}?`),
      method: "PUT",
      headers: { "content-type": "application/json" },
      key: expect.stringMatching(/^uploads\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    });
  });

  it("returns a URL that accepts the order as described", async () => {
    const { uploadUrl, method, headers, key } = (await run()).result;
    expect((await fetch(uploadUrl, { method, headers, body: "{}" })).status).toBe(200);
    expect(bucket.stored.get(key)).toMatchObject({ headers: { "content-type": "application/json" } });
    expect(bucket.stored.get(key)?.body.toString()).toBe("{}");
  });

  it("signs for the content type, for any content, and until the time that it states", async () => {
    const { uploadUrl, expiresAt } = (await run()).result;
    const query = new URL(uploadUrl).searchParams;
    expect(query.get("X-Amz-SignedHeaders")).toBe("content-type;host");
    expect(query.get("X-Amz-Content-Sha256")).toBe("UNSIGNED-PAYLOAD");
    expect([...query.keys()].filter((name) => name.toLowerCase().includes("checksum"))).toEqual([]);
    expect(query.get("X-Amz-Expires")).toBe("900");
    const signedAt = (query.get("X-Amz-Date") ?? "").replace(/(....)(..)(..T..)(..)(..)Z/, "$1-$2-$3:$4:$5Z");
    expect(Date.parse(expiresAt) - Date.parse(signedAt)).toBe(900_000);
  });

  it("gives each upload its own key and calls no service", async () => {
    const before = bucket.requests.length;
    const keys = [(await run()).result.key, (await run()).result.key];
    expect(new Set(keys).size).toBe(2);
    expect(bucket.requests.length).toBe(before);
  });

  it("logs the key and not the URL, which is as good as a password", async () => {
    const { result, logs } = await run();
    expect(JSON.parse(logs)).toMatchObject({ level: "INFO", service: "create-upload", key: result.key });
    expect(logs).not.toContain("Signature");
  });

  it.each(["0", "604801", "soon"])("throws InvalidSetting when uploads expire after %j seconds", async (seconds) => {
    process.env.UPLOAD_EXPIRES_SECONDS = seconds;
    const { result } = await captureLogs(() => failureOf(handler({})));
    expect(result).toMatchObject({ name: "InvalidSetting" });
  });
});
