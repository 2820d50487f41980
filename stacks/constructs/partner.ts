import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { NodeFunction, type NodeFunctionOptions } from "./node-function";

export interface PartnerOptions extends Pick<NodeFunctionOptions, "key" | "deadLetters" | "alarmTopicArn"> {
  readonly apiUrl: string;
}

/**
 * A company that the platform calls over HTTP: the secret with its API key, and the functions that call it. They read its
 * address from `<NAME>_API_URL` and the secret's ARN from `<NAME>_SECRET_ARN`.
 */
export class Partner extends Construct {
  private readonly secretArn: string;
  private readonly callers: NodeFunction[] = [];

  constructor(
    scope: Construct,
    private readonly name: string,
    private readonly options: PartnerOptions,
  ) {
    super(scope, name);
    const stack = PlatformStack.of(this);
    // A person writes the value, so that neither the code nor Terraform's state contains it.
    const secret = new SecretsmanagerSecret(this, "secret", {
      name: stack.physicalName(`${name}-api-key`),
      description: `{ "apiKey": ... } for ${options.apiUrl}`,
      kmsKeyId: options.key.arn,
      // With 0 the name is free again at once, for an environment that is destroyed and recreated.
      recoveryWindowInDays: stack.environment.deletionProtection ? 30 : 0,
      lifecycle: { preventDestroy: stack.environment.deletionProtection },
    });
    new SecretsmanagerSecretPolicy(this, "secret-policy", {
      secretArn: secret.arn,
      policy: Lazy.stringValue({ produce: () => this.secretPolicy() }),
    });
    this.secretArn = secret.arn;
  }

  /** Creates a function that calls this partner. `name` is its folder in functions/. */
  caller(name: string, description: string): NodeFunction {
    const { apiUrl, ...common } = this.options;
    const prefix = this.name.toUpperCase();
    const caller = new NodeFunction(this, name, {
      ...common,
      description,
      environment: { [`${prefix}_API_URL`]: apiUrl, [`${prefix}_SECRET_ARN`]: this.secretArn },
      grants: [{ sid: "ReadApiKey", actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] }],
      keyUses: { secretsmanager: "read" },
      memoryMb: 256,
      timeoutSeconds: 15,
    });
    this.callers.push(caller);
    return caller;
  }

  /** Lets only the callers read the key, whatever other policies allow. People may still write a new one. */
  private secretPolicy(): string {
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "OnlyCallersOfThePartner",
          Effect: "Deny",
          Principal: "*",
          Action: "secretsmanager:GetSecretValue",
          Resource: "*", // In a secret's policy: this secret.
          Condition: { ArnNotEquals: { "aws:PrincipalArn": this.callers.map(({ roleArn }) => roleArn) } },
        },
      ],
    });
  }
}
