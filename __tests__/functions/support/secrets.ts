import { Loopback, type Received, type Reply } from "./loopback";

/** Starts a Secrets Manager on loopback that knows these secrets, by id, and points the AWS SDK at it. */
export async function startSecrets(secrets: Record<string, string>): Promise<Loopback> {
  const server = await Loopback.start();
  server.reply = (request) => answer(secrets, request);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  });
  return server;
}

function answer(secrets: Record<string, string>, request: Received): Reply {
  if (request.headers["x-amz-target"] !== "secretsmanager.GetSecretValue") {
    return { status: 501, body: { __type: "NotImplemented" } };
  }
  const { SecretId } = JSON.parse(request.body);
  const SecretString = secrets[SecretId];
  if (SecretString === undefined) {
    return { status: 400, body: { __type: "ResourceNotFoundException", message: "no such secret" } };
  }
  return { status: 200, body: { ARN: SecretId, Name: SecretId, SecretString } };
}
