import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { FunctionError } from "./errors";
import { textSetting } from "./settings";

let client: SecretsManagerClient | undefined;
const keys = new Map<string, Promise<string>>();

/**
 * The API key in the secret whose ARN is in the environment variable. It is read once per sandbox; a failed read is not
 * cached. Throws SecretUnavailable, whose message never contains the secret's content.
 */
export function readApiKey(variable: string): Promise<string> {
  const known = keys.get(variable);
  if (known) return known;
  const key = fetchApiKey(variable);
  keys.set(variable, key);
  key.catch(() => keys.delete(variable));
  return key;
}

/** For a key that was refused: it may have been rotated, so the next reader fetches it again. */
export function forgetApiKey(variable: string): void {
  keys.delete(variable);
}

/** The value becomes a header, which takes visible ASCII only. */
const secretSchema = z.object({ apiKey: z.string().check(z.regex(/^[\x21-\x7e]{1,4096}$/)) });

async function fetchApiKey(variable: string): Promise<string> {
  const text = await fetchSecret(variable, textSetting(variable));
  const secret = secretSchema.safeParse(parseJson(text));
  if (secret.success) return secret.data.apiKey;
  const expected = 'expected JSON text {"apiKey": "..."}, the key in visible ASCII characters';
  throw new FunctionError(
    "SecretUnavailable",
    `The secret that ${variable} names does not contain a key: ${expected}.`,
  );
}

async function fetchSecret(variable: string, arn: string): Promise<string | undefined> {
  // Two attempts of 3 s and the 5 s of the call that follows stay well within a task's 20 s.
  client ??= new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : "unknown error";
    throw new FunctionError("SecretUnavailable", `The secret that ${variable} names cannot be read: ${reason}.`, {
      cause,
    });
  }
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined; // The parser's message quotes the text, which is secret.
  }
}
