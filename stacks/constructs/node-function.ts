import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { PlatformStack } from "../platform-stack";
import { Alarm } from "./alarm";
import type { Grant } from "./grants";
import { type KeyUses, keyGrants, openedInRole } from "./key-use";
import { LogGroup } from "./log-group";
import { Refused } from "./refused";
import { ServiceRole } from "./service-role";

const root = resolve(__dirname, "../..");

export interface NodeFunctionOptions {
  readonly description: string;
  readonly key: { readonly arn: string };
  readonly environment: Readonly<Record<string, string>>;
  /** Rights in addition to logging, tracing and sending dead letters. */
  readonly grants: readonly Grant[];
  /** What the function does with encrypted data, apart from its own variables and dead letters. */
  readonly keyUses: KeyUses;
  /** CPU grows with memory: 1,769 MB is one processor. */
  readonly memoryMb: number;
  /** Less than the timeout of the state that calls the function, so that the function's own error is reported. */
  readonly timeoutSeconds: number;
  /** Receives failed asynchronous calls. No workflow makes any, but a person's call must not be lost either. */
  readonly deadLetters: { readonly arn: string };
  readonly alarmTopicArn: string;
}

/** A function in functions/, deployed from its built archive, with its own role and log. */
export class NodeFunction extends Construct {
  readonly arn: string;
  readonly roleArn: string;
  /**
   * The action with which API Gateway calls the function. It contains the function's name rather than a reference.
   * Resources that an API refers to inherit create_before_destroy from its deployment, and the function's queue cannot
   * exist twice under one name.
   */
  readonly invokeAction: string;

  constructor(scope: Construct, name: string, options: NodeFunctionOptions) {
    super(scope, name);
    const stack = PlatformStack.of(this);
    const functionName = stack.physicalName(name);
    // Built from names, because the function refers to its role and the role cannot refer back.
    const functionArn = stack.arn("lambda", `function:${functionName}`);
    const archive = builtArchive(name);
    const log = new LogGroup(this, "log", { name: `/aws/lambda/${functionName}`, key: options.key });
    const role = new ServiceRole(this, "role", {
      part: name,
      service: "lambda.amazonaws.com",
      grants: [
        { sid: "Log", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${log.arn}:*`] },
        traceGrant,
        // No call of the platform ends there, but Lambda requires that the function's role may send to its queue.
        { sid: "SendDeadLetters", actions: ["sqs:SendMessage"], resources: [options.deadLetters.arn] },
        openedInRole(options.key, "function", functionArn),
        ...keyGrants(stack.environment.region, options.key, { ...options.keyUses, sqs: "write" }),
        ...options.grants,
      ],
    });
    const lambda = new LambdaFunction(this, "function", {
      functionName,
      description: options.description,
      filename: new TerraformAsset(this, "archive", { path: archive, type: AssetType.FILE }).path,
      sourceCodeHash: createHash("sha256").update(readFileSync(archive)).digest("base64"),
      handler: "index.handler",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      memorySize: options.memoryMb,
      timeout: options.timeoutSeconds,
      role: role.arn,
      environment: { variables: options.environment },
      kmsKeyArn: options.key.arn,
      tracingConfig: { mode: "Active" },
      deadLetterConfig: { targetArn: options.deadLetters.arn },
      loggingConfig: { logFormat: "JSON", logGroup: log.name },
      dependsOn: [role.rights],
    });
    new Alarm(this, "throttled", {
      part: `${name}-throttled`,
      description: `Calls of ${functionName} are throttled: the account's concurrency is used up.`,
      namespace: "AWS/Lambda",
      metric: "Throttles",
      dimensions: { FunctionName: functionName },
      statistic: "Sum",
      above: 0,
      topicArn: options.alarmTopicArn,
    });
    this.arn = lambda.arn;
    this.roleArn = role.arn;
    this.invokeAction = `lambda:path/2015-03-31/functions/${functionArn}/invocations`;
  }
}

/** Lets the function send its traces. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
const traceGrant: Grant = {
  sid: "Trace",
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

function builtArchive(name: string): string {
  const archive = resolve(root, "dist/functions", `${name}.zip`);
  if (existsSync(archive)) return archive;
  throw new Refused(
    `The archive of the function ${name} is missing: expected ${relative(root, archive)}. Run: npm run build`,
  );
}
