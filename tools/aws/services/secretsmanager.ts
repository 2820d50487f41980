import { createHash } from "node:crypto";
import type { JsonObject } from "../../support/json";
import { AwsError, type AwsService, notServed } from "../aws";
import type { Deployment, Resource } from "../deployment";
import { requiredText } from "./required-text";

/**
 * Secrets Manager with the deployment's secrets. Their values are derived from their names: the simulators accept any.
 */
export class SecretsManager implements AwsService {
  readonly service = "secretsmanager";

  constructor(private readonly deployment: Deployment) {}

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    if (action !== "GetSecretValue") throw notServed(this.service, action);
    const id = requiredText(input, "SecretId", "InvalidParameterException");
    const secret = this.deployment
      .resources("aws_secretsmanager_secret")
      .find(({ attributes: { arn, name } }) => id === arn || id === name);
    if (!secret) {
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    return secretValue(secret);
  }
}

function secretValue({ attributes: { arn = "", name = "" } }: Resource): JsonObject {
  const digest = createHash("sha256").update(`secret ${name}`).digest("hex");
  return {
    ARN: arn,
    Name: name,
    VersionId: digest.slice(0, 32),
    VersionStages: ["AWSCURRENT"],
    CreatedDate: 0,
    SecretString: JSON.stringify({ apiKey: `local-${digest.slice(0, 24)}` }),
  };
}
