import type { Deployment } from "../../../tools/aws/deployment";
import { list, type Statement, statementsOf } from "../policy";
import { CALLERS } from "./expected";

const ACCOUNT = "123456789012";
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** What the policies of buckets, queues, topics and secrets must say. To be called at the top of a test file. */
export function itGuardsResources(dev: () => Deployment): void {
  /** The statements beside the refusal of plain HTTP, by the attribute that names the resource. */
  const beside = (type: string, attribute: string): Record<string, Statement[]> =>
    Object.fromEntries(
      dev()
        .resources(type)
        .map((policy) => [
          String(policy.attributes[attribute]).replace(/.*[:/]/, ""),
          statementsOf(policy).filter(({ Sid }) => Sid !== "DenyWithoutTls"),
        ]),
    );

  describe("the policy of", () => {
    it("the payload bucket keeps what objects hold from all but this environment's roles, and locks nobody out", () => {
      const { [`orders-dev-data-payloads-${ACCOUNT}`]: others } = beside("aws_s3_bucket_policy", "bucket");
      expect(others).toEqual([
        {
          Sid: "OnlyRolesOfThisEnvironment",
          Effect: "Deny",
          Principal: "*",
          Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
          Resource: `arn:aws:s3:::orders-dev-data-payloads-${ACCOUNT}/*`,
          Condition: { ArnNotLike: { "aws:PrincipalArn": role("orders-dev-*") } },
        },
      ]);
    });

    it("the bucket of access logs lets S3 write those of the payload bucket alone", () => {
      const { [`orders-dev-data-access-log-${ACCOUNT}`]: others } = beside("aws_s3_bucket_policy", "bucket");
      expect(others).toEqual([
        expect.objectContaining({
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::orders-dev-data-access-log-${ACCOUNT}/payloads/*`,
          Condition: {
            ArnEquals: { "aws:SourceArn": `arn:aws:s3:::orders-dev-data-payloads-${ACCOUNT}` },
            StringEquals: { "aws:SourceAccount": ACCOUNT },
          },
        }),
      ]);
    });

    it("the key opens to its account, and to each service for what it encrypts here alone", () => {
      const uses = ["kms:Decrypt", "kms:GenerateDataKey"];
      const allow = (Sid: string, service: string, Action: readonly string[], Condition?: object) => ({
        Sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action,
        Resource: "*",
        ...(Condition === undefined ? {} : { Condition }),
      });
      expect(statementsOf(dev().one("aws_kms_key", () => true))).toEqual([
        {
          Sid: "AccountGovernsKey",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: "kms:*",
          Resource: "*",
        },
        allow(
          "LogsOfThisEnvironment",
          "logs.eu-west-1.amazonaws.com",
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
          ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
          {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": [
                arn("logs", "log-group:/aws/*/orders-dev-*"),
                arn("logs", "log-group:API-Gateway-Execution-Logs_*"),
              ],
            },
          },
        ),
        allow("AlarmsToTopic", "cloudwatch.amazonaws.com", uses, { StringEquals: { "aws:SourceAccount": ACCOUNT } }),
        allow("EventsOnBus", "events.amazonaws.com", uses, {
          ArnLike: { "kms:EncryptionContext:aws:events:event-bus:arn": arn("events", "event-bus/orders-dev-*") },
        }),
        allow("EventBridgeChecksKey", "events.amazonaws.com", ["kms:DescribeKey"]),
        // Without aws:Source…: if EventBridge passes no source to KMS, such a condition would lose the letters.
        allow("EventsToDeadLetters", "events.amazonaws.com", uses, {
          ArnLike: { "kms:EncryptionContext:aws:sqs:arn": arn("sqs", "orders-dev-*") },
        }),
      ]);
    });

    it("each queue lets in the bus or the rule whose dead letters it takes, and no other service", () => {
      const senders = Object.entries(beside("aws_sqs_queue_policy", "queue_url")).map(([queue, others]) => [
        queue,
        others.map(({ Effect, Principal, Action, Resource, Condition }) => {
          expect([Effect, Principal, Action]).toEqual([
            "Allow",
            { Service: "events.amazonaws.com" },
            "sqs:SendMessage",
          ]);
          expect(Resource).toBe(arn("sqs", queue));
          return Condition;
        }),
      ]);
      const from = (source: string) => [{ ArnEquals: { "aws:SourceArn": arn("events", source) } }];
      expect(Object.fromEntries(senders)).toEqual({
        "orders-dev-fulfilment-orders": [],
        "orders-dev-fulfilment-orders-dlq": [],
        "orders-dev-fulfilment-dlq": from("event-bus/orders-dev-fulfilment-order-events"),
        "orders-dev-intake-dlq": from("rule/orders-dev-intake-uploaded"),
      });
    });

    it("each topic lets in this environment's alarms or no service", () => {
      expect(beside("aws_sns_topic_policy", "arn")).toEqual({
        "orders-dev-fulfilment-customer": [],
        "orders-dev-fulfilment-approver": [],
        "orders-dev-fulfilment-alarm": [
          expect.objectContaining({
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: arn("sns", "orders-dev-fulfilment-alarm"),
            Condition: {
              StringEquals: { "aws:SourceAccount": ACCOUNT },
              ArnLike: { "aws:SourceArn": arn("cloudwatch", "alarm:orders-dev-*") },
            },
          }),
        ],
      });
    });

    it.each(Object.entries(CALLERS))(
      "the secret of the partner %s keeps it from all but the functions that call it",
      (partner, callers) => {
        const policy = dev().one("aws_secretsmanager_secret_policy", ({ name }) => name.startsWith(partner));
        expect(policy.attributes.secret_arn).toContain(`:secret:orders-dev-fulfilment-${partner}-api-key-`);
        const statements = statementsOf(policy);
        expect(statements).toEqual([
          expect.objectContaining({ Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue" }),
        ]);
        expect(statements.map(({ Condition }) => Condition)).toEqual([
          { ArnNotEquals: { "aws:PrincipalArn": callers.map((name) => role(`orders-dev-fulfilment-${name}`)) } },
        ]);
      },
    );

    it("every bucket, queue and topic says no to plain HTTP, and none lets a principal in that is no service", () => {
      const all = ["aws_s3_bucket_policy", "aws_sqs_queue_policy", "aws_sns_topic_policy"].flatMap((type) =>
        dev().resources(type).map(statementsOf),
      );
      expect(all).toHaveLength(2 + 4 + 3);
      for (const statements of all) {
        expect(statements[0]).toMatchObject({ Sid: "DenyWithoutTls", Effect: "Deny", Principal: "*" });
        const lets = statements.filter(({ Effect }) => Effect === "Allow");
        for (const { Principal, Action } of lets) {
          expect(Object.keys(Object(Principal))).toEqual(["Service"]);
          expect(list(Action).filter((action) => action.includes("*"))).toEqual([]);
        }
      }
    });
  });
}
