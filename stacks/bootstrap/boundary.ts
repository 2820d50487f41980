import { asksApi } from "./compute-rights";
import { allow, type Statement } from "./document";
import type { Names, Right } from "./right";
import type { StateOptions } from "./state-rights";

/** Rights copied from the deploy role, for resources without our name and for rights limited by a condition. */
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
 * The most that any role of an environment may ever do: the roles that deploy it and every role that they create. A
 * boundary grants nothing by itself, and AWS limits its length, so it allows whole services on ARNs with the
 * environment's name.
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
    // A bucket from the settings may keep other projects' states too.
    ...allow(
      "States",
      ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [names.bucketArn(`${bucket}/${names.prefix}-*`)],
    ),
    ...(kmsKeyArn === undefined ? [] : allow("KeyOfStates", ["kms:Decrypt", "kms:GenerateDataKey"], [kmsKeyArn])),
    ...whatStays(names, bucket),
  ];
}

/** Services whose ARNs contain the resource's name. */
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

/** The key, which is found by its tags, logs that AWS names, and actions without a resource. */
function keyAndLogs({ arn, prefix }: Names): Statement[] {
  return [
    ...allow("Key", ["kms:*"], [arn("kms", "key/*")], {
      StringEquals: { "aws:ResourceTag/Stack": `${prefix}-data` },
    }),
    // AWS has no resource-level permission for any of these.
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
    // API Gateway writes the logs of every API in an account and region in one role.
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

/** What may be done with existing roles and policies. A role without the boundary gets no rights, see below. */
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

/** Keeps a role with the boundary from loosening it, changing the pipelines' roles or touching their stack's state. */
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
