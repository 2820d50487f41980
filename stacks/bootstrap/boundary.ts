import { asksApi } from "./compute-rights";
import { allow, type Statement } from "./document";
import type { Names, Right } from "./right";
import type { StateOptions } from "./state-rights";

/** Rights that stand as the deploy role has them: on what bears no name, and those that a condition bounds. */
const AS_THEY_ARE: readonly string[] = [
  "Api",
  "NewApi",
  "ApiTags",
  "ApiAccount",
  "NewKey",
  "BoundedRoles",
  "HandRolesOver",
  "ApiServiceRole",
];

/**
 * The most that any role of an environment may ever do: the roles that deploy it, and every role that they make. It gives
 * no right by itself, and AWS limits its length, so whole services stand where ARNs bear the environment's name.
 */
export function boundary(names: Names, rights: readonly Right[], state: StateOptions): Statement[] {
  const { bucket, kmsKeyArn } = state;
  return [
    ...named(names),
    ...rights
      .filter(({ sid }) => AS_THEY_ARE.includes(sid))
      .flatMap(({ sid, read, write, on, onlyIf, writesIf }) => allow(sid, [...read, ...write], on, onlyIf ?? writesIf)),
    ...asksApi(names),
    ...keyAndLogs(names),
    ...roles(names),
    ...allow("FindStates", ["s3:ListBucket"], [names.bucketArn(bucket)]),
    // A bucket of one's own may keep the states of others, too.
    ...allow(
      "States",
      ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [names.bucketArn(`${bucket}/${names.prefix}-*`)],
    ),
    ...(kmsKeyArn === undefined ? [] : allow("KeyOfStates", ["kms:Decrypt", "kms:GenerateDataKey"], [kmsKeyArn])),
    ...whatStays(names, bucket),
  ];
}

/** Services whose ARNs bear names. */
function named({ arn, bucketArn, prefix }: Names): Statement[] {
  return allow(
    "NamedAfterThisEnvironment",
    [
      "cloudwatch:*",
      "dynamodb:*",
      "events:*",
      "kms:*Alias",
      "lambda:*",
      "logs:*",
      "pipes:*",
      "s3:*",
      "scheduler:*",
      "secretsmanager:*",
      "sns:*",
      "sqs:*",
      "states:*",
    ],
    [
      arn("cloudwatch", `alarm:${prefix}-*`),
      arn("dynamodb", `table/${prefix}-data-*`),
      arn("events", `event-bus/${prefix}-*`),
      arn("events", `rule/${prefix}-*`),
      arn("kms", `alias/${prefix}-data-*`),
      arn("lambda", `function:${prefix}-*`),
      arn("logs", `log-group:/aws/*/${prefix}-*`),
      arn("pipes", `pipe/${prefix}-*`),
      bucketArn(`${prefix}-data-*`),
      arn("scheduler", `schedule*/${prefix}-*`),
      arn("secretsmanager", `secret:${prefix}-fulfilment-*`),
      arn("sns", `${prefix}-*`),
      arn("sqs", `${prefix}-*`),
      arn("states", `*:${prefix}-*`),
    ],
  );
}

/** The key, which its tags tell, and logs whose names AWS gives or whose actions are on no resource. */
function keyAndLogs({ arn, prefix }: Names): Statement[] {
  return [
    ...allow("Key", ["kms:*"], [arn("kms", "key/*")], {
      StringEquals: { "aws:ResourceTag/Stack": `${prefix}-data` },
    }),
    // AWS has no resource-level permission for any of them.
    ...allow(
      "WithoutResource",
      [
        "kms:ListAliases",
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
        "states:SendTaskFailure",
        "states:SendTaskHeartbeat",
        "states:SendTaskSuccess",
        "states:ValidateStateMachineDefinition",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ],
      ["*"],
    ),
    ...allow("LogOfStage", ["logs:*"], [arn("logs", "log-group:API-Gateway-Execution-Logs_*")]),
    // The one role in which API Gateway writes the logs of every API of an account and region.
    ...allow(
      "LogsOfApis",
      [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ],
      [arn("logs", "log-group:*")],
    ),
  ];
}

/** What may be done with roles and policies that are there; a role without the boundary is given no rights, see below. */
function roles({ iamArn, prefix }: Names): Statement[] {
  return allow(
    "Roles",
    [
      "iam:Get*",
      "iam:List*",
      "iam:*Policy",
      "iam:*PolicyVersion",
      "iam:DeleteRole",
      "iam:UpdateRole*",
      "iam:Tag*",
      "iam:Untag*",
    ],
    [iamArn(`role/${prefix}-*`), iamArn(`policy/${prefix}-*`)],
  );
}

/** Nobody whom the boundary bounds can loosen it, change the roles that it was made for, or touch their stack's state. */
function whatStays({ iamArn, bucketArn, prefix, boundaryArn }: Names, stateBucket: string): Statement[] {
  return [
    {
      Sid: "BootstrapStays",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [
        iamArn(`role/${prefix}-bootstrap-*`),
        iamArn(`policy/${prefix}-bootstrap-*`),
        bucketArn(`${stateBucket}/${prefix}-bootstrap/*`),
      ],
    },
    {
      Sid: "BoundaryStays",
      Effect: "Deny",
      Action: ["iam:AttachRolePolicy", "iam:PutRolePolicy"],
      Resource: ["*"],
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": boundaryArn } },
    },
    { Sid: "BoundaryIsKept", Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: ["*"] },
  ];
}
