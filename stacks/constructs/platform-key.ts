import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";

/** The key of an environment. It encrypts the tables, buckets, queues, topics, secrets and logs of all its stacks. */
export class PlatformKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const { deletionProtection } = stack.environment;
    const key = new KmsKey(this, "key", {
      description: `Encrypts what the ${stack.environment.name} environment of the order platform stores.`,
      enableKeyRotation: true,
      deletionWindowInDays: deletionProtection ? 30 : 7,
      policy: keyPolicy(stack),
      lifecycle: { preventDestroy: deletionProtection },
    });
    new KmsAlias(this, "alias", { name: `alias/${stack.physicalName("key")}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** The key's policy for services. The platform's roles get their rights from their own policies. */
function keyPolicy(stack: PlatformStack): string {
  const { region, alarmEmails, approverEmails } = stack.environment;
  const ofThisAccount = { "aws:SourceAccount": stack.accountId };
  const use = (sid: string, service: string, actions: readonly string[], condition?: object) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: "*", // In a key's policy: this key.
    ...(condition === undefined ? {} : { Condition: condition }),
  });
  // These services send dead letters to an encrypted queue. Whether they pass a source to KMS is unproven
  // (docs/aws-facts.md). If they do not, a condition on aws:SourceArn or aws:SourceAccount would silently lose the
  // letters. The queue's policy limits the senders instead.
  const toQueues = {
    ArnLike: { "kms:EncryptionContext:aws:sqs:arn": stack.arn("sqs", stack.namesOfEnvironment) },
  };
  const sendsMail = alarmEmails.length + approverEmails.length > 0;
  const senders = [
    ["EventsToDeadLetters", "events.amazonaws.com"],
    ...(sendsMail ? [["MailsToDeadLetters", "sns.amazonaws.com"] as const] : []),
  ] as const;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        // Without it no role's policy could allow the key's use, and nobody could ever repair this policy. Source:
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
        Sid: "AccountGovernsKey",
        Effect: "Allow",
        Principal: { AWS: `arn:${stack.partition}:iam::${stack.accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      use(
        "LogsOfThisEnvironment",
        `logs.${region}.amazonaws.com`,
        // As AWS prescribes, patterns included:
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": [
              stack.arn("logs", `log-group:/aws/*/${stack.namesOfEnvironment}`),
              // API Gateway chooses the name of a stage's execution log, from the API's id.
              stack.arn("logs", "log-group:API-Gateway-Execution-Logs_*"),
            ],
          },
        },
      ),
      use("AlarmsToTopic", "cloudwatch.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey"], {
        StringEquals: ofThisAccount,
      }),
      use("EventsOnBus", "events.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey"], {
        ArnLike: {
          "kms:EncryptionContext:aws:events:event-bus:arn": stack.arn(
            "events",
            `event-bus/${stack.namesOfEnvironment}`,
          ),
        },
      }),
      // Without a condition: DescribeKey has no encryption context, and EventBridge passes no source. Source:
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
      use("EventBridgeChecksKey", "events.amazonaws.com", ["kms:DescribeKey"]),
      ...senders.map(([sid, service]) => use(sid, service, ["kms:Decrypt", "kms:GenerateDataKey"], toQueues)),
    ],
  });
}
