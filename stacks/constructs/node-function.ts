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
  /** Rights beside those to log, to trace and to use the queue below. */
  readonly grants: readonly Grant[];
  /** What the function does with data that the key encrypts, beside its own variables and the queue below. */
  readonly keyUses: KeyUses;
  /** CPU comes with memory: 1,769 MB is one processor. */
  readonly memoryMb: number;
  /** Less than the timeout of the state that calls the function, so that the function's own error is seen. */
  readonly timeoutSeconds: number;
  /** Where an asynchronous call ends that failed. No workflow makes one; a person's is not to be lost either. */
  readonly deadLetters: { readonly arn: string };
  readonly alarmTopicArn: string;
}

/** A function of functions/, from its built archive, with a role and a log of its own. */
export class NodeFunction extends Construct {
  readonly arn: string;
  readonly roleArn: string;
  /**
   * The action by which API Gateway calls it. It names the function rather than to refer to it: what an API refers to is
   * replaced like its deployment, the new one first, and the function has a queue whose name can be given to one alone.
   */
  readonly invokeAction: string;

  constructor(scope: Construct, name: string, options: NodeFunctionOptions) {
    super(scope, name);
    const stack = PlatformStack.of(this);
    const functionName = stack.physicalName(name);
    // Made of names: the function refers to its role, so the role cannot refer to the function.
    const functionArn = stack.arn("lambda", `function:${functionName}`);
    const archive = builtArchive(name);
    const log = new LogGroup(this, "log", { name: `/aws/lambda/${functionName}`, key: options.key });
    const role = new ServiceRole(this, "role", {
      part: name,
      service: "lambda.amazonaws.com",
      grants: [
        { sid: "Log", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [`${log.arn}:*`] },
        traceGrant,
        // No call of the platform ends there; Lambda makes no function with a queue that its role may not send to.
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
      description: `Calls of ${functionName} are turned away: the account's concurrency is used up.`,
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

/** Lets the function's sandbox hand in its traces. Source:
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
