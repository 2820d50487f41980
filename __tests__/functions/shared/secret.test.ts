import { forgetApiKey, readApiKey } from "../../../functions/shared/secret";
import { failureOf } from "../support/fails";
import type { Loopback } from "../support/loopback";
import { startSecrets } from "../support/secrets";

const secrets: Record<string, string> = {};
let server: Loopback;

beforeAll(async () => {
  server = await startSecrets(secrets);
});
afterAll(() => server.close());

/** A separate variable for each case, because the key is cached. */
let cases = 0;
function secretIn(text: string | undefined): string {
  const variable = `SECRET_ARN_${++cases}`;
  process.env[variable] = `arn:secret-${cases}`;
  if (text !== undefined) secrets[`arn:secret-${cases}`] = text;
  server.received.length = 0;
  return variable;
}

describe("readApiKey", () => {
  it("reads the key once for many readers, even concurrent ones", async () => {
    const variable = secretIn('{"apiKey":"k-1"}');
    expect(await Promise.all([readApiKey(variable), readApiKey(variable)])).toEqual(["k-1", "k-1"]);
    expect(await readApiKey(variable)).toBe("k-1");
    expect(server.received).toHaveLength(1);
  });

  it("reads it again once it was forgotten, so that a rotated key is found", async () => {
    const variable = secretIn('{"apiKey":"old"}');
    await readApiKey(variable);
    secrets[`arn:secret-${cases}`] = '{"apiKey":"new"}';
    expect(await readApiKey(variable)).toBe("old");
    forgetApiKey(variable);
    expect(await readApiKey(variable)).toBe("new");
  });

  it("does not cache a failure", async () => {
    const variable = secretIn(undefined);
    const failure = await failureOf(readApiKey(variable));
    expect(failure).toMatchObject({ name: "SecretUnavailable", cause: { name: "ResourceNotFoundException" } });
    expect(failure.message).toBe(`The secret that ${variable} names cannot be read: ResourceNotFoundException.`);
    secrets[`arn:secret-${cases}`] = '{"apiKey":"k-2"}';
    expect(await readApiKey(variable)).toBe("k-2");
  });

  it.each(["hush-hush", "{}", '{"apiKey":""}', '{"apiKey":"hush hush"}', '{"apiKey":7}', '{"apikey":"hush"}', ""])(
    "refuses the secret %j without quoting it",
    async (text) => {
      const failure = await failureOf(readApiKey(secretIn(text)));
      expect(failure.name).toBe("SecretUnavailable");
      expect(failure.message).toContain('expected JSON text {"apiKey": "..."}');
      expect(failure.message).not.toContain("hush");
    },
  );

  it("throws InvalidSetting when the variable is not set", async () => {
    expect(await failureOf(readApiKey("NO_SUCH_SECRET_ARN"))).toMatchObject({ name: "InvalidSetting" });
  });
});
