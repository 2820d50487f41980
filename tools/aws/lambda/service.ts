import { join } from "node:path";
import type { JsonObject } from "../../support/json";
import { AwsError, type AwsService, type CallClock, type LocalAws, notServed, type Principal } from "../aws";
import { credentialsOf } from "../credentials";
import { unpackArchive } from "./archive";
import { type FunctionSource, type LambdaFunction, readFunctions } from "./function";
import { SandboxPool } from "./pool";
import { LOG_TAIL_BYTES } from "./sandbox";

export interface LambdaOptions {
  readonly deployment: FunctionSource;
  readonly aws: LocalAws;
  /** The AWS endpoint for the functions. */
  readonly endpointUrl: string;
  /** A separate folder for the unpacked archives; created if missing. */
  readonly folder: string;
  /** Receives the functions' standard output and error. */
  log(functionName: string, text: string): void;
  /** Replaces a function's deployed variables: the same, except for the simulators' URLs. */
  variables?(name: string, deployed: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

/**
 * Lambda on this machine: the built archives, each in separate worker threads. `Invoke` takes `FunctionName` and
 * `Payload` (JSON text) and answers `StatusCode`, `ExecutedVersion`, `Payload` (JSON text) and, for an error of the
 * function, `FunctionError`; with `LogType` Tail also `LogResult`, the end of its log.
 */
export class Lambda implements AwsService {
  readonly service = "lambda";
  private readonly pools = new Map<string, { lambda: LambdaFunction; pool: SandboxPool }>();

  constructor(private readonly options: LambdaOptions) {
    for (const lambda of readFunctions(options.deployment)) {
      const taskRoot = join(options.folder, lambda.name);
      unpackArchive(lambda.archive, taskRoot);
      const environment = environmentOf(lambda, taskRoot, options);
      const log = (name: string, text: string) => options.log(name, text);
      this.pools.set(lambda.name, { lambda, pool: new SandboxPool({ lambda, taskRoot, environment, log }) });
    }
  }

  /** Starts one sandbox of every function, so the first invocations do not wait for it. */
  async warm(): Promise<void> {
    await Promise.all([...this.pools.values()].map(({ pool }) => pool.warm()));
  }

  /** Restarts the idle sandboxes of a role's functions. */
  async renew(roleArn: string): Promise<void> {
    const ofRole = [...this.pools.values()].filter(({ lambda }) => lambda.roleArn === roleArn);
    await Promise.all(ofRole.map(({ pool }) => pool.renew()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map(({ pool }) => pool.close()));
  }

  async call(action: string, input: JsonObject, _principal?: Principal, clock?: CallClock): Promise<JsonObject> {
    if (action !== "Invoke") throw notServed(this.service, action);
    const { InvocationType: type = "RequestResponse", Payload: payload = "{}" } = input;
    if (type !== "RequestResponse")
      throw new AwsError(
        "InvalidParameterValueException",
        `The local run invokes with RequestResponse only, not ${type}.`,
      );
    const { lambda, pool } = this.find(input);
    this.openVariables(lambda);
    const { payload: answer, failed, logTail } = await pool.invoke(eventOf(payload), clock);
    return {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: answer,
      ...(failed && { FunctionError: "Unhandled" }),
      ...(input.LogType === "Tail" && { LogResult: tailOf(logTail) }),
    };
  }

  /** Finds a function by name or ARN, with or without the qualifier of its only version. */
  private find({ FunctionName }: JsonObject): { lambda: LambdaFunction; pool: SandboxPool } {
    const [, name = ""] =
      /^(?:arn:[\w-]+:lambda:[\w-]*:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::\$LATEST)?$/.exec(String(FunctionName)) ??
      [];
    const found = this.pools.get(name);
    if (found) return found;
    throw new AwsError("ResourceNotFoundException", `Function not found: ${FunctionName}`, 404);
  }

  /**
   * Lambda decrypts the variables in the function's role when a sandbox starts. Here each call does, so a revoked right
   * is missed at once. AWS gives the role a grant when a function is created, but the grant does not count here: a role
   * that was deleted and recreated does not have it.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
   * https://github.com/hashicorp/terraform-provider-aws/issues/6352
   */
  private openVariables(lambda: LambdaFunction): void {
    const principal = { arn: lambda.roleArn, ...actingFunction(lambda) };
    const input = { Use: "lambda:start", Resource: lambda.arn };
    try {
      this.options.aws.authorize({ service: "kms", action: "Use", input, principal });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = `Lambda was unable to decrypt the environment variables because KMS access was denied. ${error.message}`;
      throw new AwsError("KMSAccessDeniedException", reason, 502);
    }
  }
}

function tailOf(log: string): string {
  return Buffer.from(log).subarray(-LOG_TAIL_BYTES).toString("base64");
}

function eventOf(payload: unknown): string {
  try {
    if (typeof payload !== "string") throw new Error(`it is not text but a ${typeof payload}`);
    if (payload === "") return "{}";
    JSON.parse(payload);
    return payload;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError("InvalidRequestContentException", `Could not parse request body into json: ${reason}`);
  }
}

/** Lambda does not pass the function for which it assumes a role. */
function actingFunction({ name }: LambdaFunction): Omit<Principal, "arn"> {
  return { actor: `function ${name}`, service: { name: "lambda.amazonaws.com", sourceArn: undefined } };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html: the reserved variables and the function's own. */
function environmentOf(lambda: LambdaFunction, taskRoot: string, options: LambdaOptions): Record<string, string> {
  const { accessKeyId, secretAccessKey } = credentialsOf(lambda.roleArn, actingFunction(lambda));
  const { region } = options.deployment;
  return {
    ...(options.variables?.(lambda.name, lambda.variables) ?? lambda.variables),
    _HANDLER: lambda.handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${lambda.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${lambda.name}`,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: options.endpointUrl,
  };
}
