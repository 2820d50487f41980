import { useAws } from "./aws";
import { Loopback, type Received, type Reply } from "./loopback";

/** Starts a Secrets Manager on loopback that knows these secrets, by id, and points the AWS SDK at it. */
export async function startSecrets(secrets: Record<string, string>): Promise<Loopback> {
  const server = await Loopback.start();
  server.reply = (request) => answer(secrets, request);
  useAws(server.url);
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
