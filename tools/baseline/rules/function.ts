import { isSecret } from "../../support/secrets";
import { expectAll, expectAtLeast, expectSet, expectValue, expectWhen, expectWritten } from "../expect";
import { isBlock, isSet } from "../model/values";
import { withoutTemplates } from "../model/wildcards";
import type { Rule } from "../rule";

/** Supported runtimes of the only family used here: `nodejs22.x` until 30 April 2027, `nodejs24.x` until 30 April 2028. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const SUPPORTED = ["nodejs22.x", "nodejs24.x"];

/** Lambda's newest Node.js runtime. Source:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const NEWEST = "nodejs24.x";

export const functionRules: readonly Rule[] = [
  {
    id: "function-code-signing",
    scannerIds: ["CKV_AWS_272"],
    types: ["aws_lambda_function"],
    reason: "Anyone who may update the function can run any code in its role",
    fix: "Set code_signing_config_arn",
    check: expectSet("code_signing_config_arn"),
  },
  /** Reads the configuration, because a plan shows the default, -1, as a number. */
  {
    id: "function-concurrency",
    scannerIds: ["CKV_AWS_115", "NIST.800.53.R5-LambdaConcurrency"],
    types: ["aws_lambda_function"],
    reason: "A flood of calls to one function takes the account's concurrency from all others",
    fix: "Set reserved_concurrent_executions to 1 or more",
    check: expectAll(
      expectWritten("reserved_concurrent_executions"),
      expectWhen(
        ({ written }) => isSet(written.at("reserved_concurrent_executions")),
        expectAtLeast("reserved_concurrent_executions", 1),
      ),
    ),
  },
  {
    id: "function-dead-letters",
    scannerIds: ["CKV_AWS_116", "Serverless-LambdaDLQ"],
    types: ["aws_lambda_function"],
    reason: "An asynchronous call that fails is dropped silently",
    fix: "Set dead_letter_config.target_arn to a queue",
    check: expectSet("dead_letter_config.target_arn"),
  },
  /** Reads the configuration, because a plan shows null both for a key that is not known yet and for none. */
  {
    id: "function-environment-key",
    scannerIds: ["CKV_AWS_173"],
    types: ["aws_lambda_function"],
    reason: "Anyone who may read the function's configuration can read its settings, with no right to a key",
    fix: "Set kms_key_arn to the environment's key",
    check: expectWhen(({ written }) => isSet(written.at("environment.variables")), expectWritten("kms_key_arn")),
  },
  {
    id: "function-environment-secret",
    scannerIds: ["CKV_AWS_45"],
    types: ["aws_lambda_function"],
    reason: "Anyone who may read the function's configuration, the state or the plan has the secret",
    fix: "Pass the ARN of a secret, and let the function read the value",
    check(resource) {
      const variables = resource.at("environment.variables");
      if (variables === undefined) return [];
      if (!isBlock(variables)) return ["environment.variables cannot be read, so they may hold a secret"];
      return Object.entries(variables)
        .filter(([name, value]) => isSecret(name, withoutTemplates(String(value))))
        .map(([name]) => `the variable ${name} holds a secret`);
    },
  },
  /** Reads the configuration, because a provider fills in the default. */
  {
    id: "function-memory",
    scannerIds: ["Serverless-LambdaDefaultMemorySize"],
    types: ["aws_lambda_function"],
    reason: "The default of 128 MB is the minimum, and processor time grows with memory",
    fix: "Set memory_size to a measured value",
    check: expectWritten("memory_size"),
  },
  /** Refuses a runtime that is not on the list: look up whether AWS supports it, then add it there. */
  {
    id: "function-runtime",
    scannerIds: ["CKV_AWS_363"],
    types: ["aws_lambda_function"],
    reason: "An unsupported runtime gets no security updates, and in the end Lambda refuses to update the function",
    fix: "Set runtime to one that AWS supports",
    check: expectWhen((it) => it.at("package_type") !== "Image", expectValue("runtime", ...SUPPORTED)),
  },
  {
    id: "function-runtime-newest",
    scannerIds: ["AwsSolutions-L1"],
    types: ["aws_lambda_function"],
    reason: "An older runtime loses support sooner",
    fix: `Set runtime to "${NEWEST}"`,
    check: expectValue("runtime", NEWEST),
  },
  /** Reads the configuration, because a provider fills in the default. */
  {
    id: "function-timeout",
    scannerIds: ["Serverless-LambdaDefaultTimeout"],
    types: ["aws_lambda_function"],
    reason: "The default of three seconds ends calls that a partner would have answered",
    fix: "Set timeout to less than the timeout of the state that calls the function",
    check: expectWritten("timeout"),
  },
  {
    id: "function-tracing",
    scannerIds: ["CKV_AWS_50", "Serverless-LambdaTracing", "AWS-0066"],
    types: ["aws_lambda_function"],
    reason: "No trace shows which call of an order was slow or failed",
    fix: 'Set tracing_config.mode to "Active"',
    check: expectValue("tracing_config.mode", "Active"),
  },
  {
    id: "function-url",
    scannerIds: ["CKV2_AWS_75", "CKV_AWS_258", "LambdaFunctionUrlAuth"],
    types: ["aws_lambda_function_url"],
    reason: "Any web page, or anyone at all, can call the function",
    fix: 'Set authorization_type to "AWS_IAM", and name the origins that may call',
    check: expectAll(expectValue("authorization_type", "AWS_IAM"), (url) =>
      ["cors.allow_origins", "cors.allow_methods"].every((path) => [url.at(path)].flat().includes("*"))
        ? ["cors.allow_origins and cors.allow_methods are both *"]
        : [],
    ),
  },
  {
    id: "function-vpc",
    scannerIds: ["CKV_AWS_117", "NIST.800.53.R5-LambdaInsideVPC"],
    types: ["aws_lambda_function"],
    reason: "Code that an attacker runs in the function can reach any host on the internet",
    fix: "Set vpc_config, or waive the rule for a function that must reach the internet and nothing in a VPC",
    check: expectAll(expectSet("vpc_config.subnet_ids"), expectSet("vpc_config.security_group_ids")),
  },
  {
    id: "permission-principal",
    scannerIds: ["CKV_AWS_301", "NIST.800.53.R5-LambdaFunctionPublicAccessProhibited"],
    types: ["aws_lambda_permission"],
    reason: "Anyone can call the function",
    fix: "Set principal to one service or account",
    check: expectAll(expectSet("principal"), (permission) =>
      permission.at("principal") === "*" ? ['principal is "*"'] : [],
    ),
  },
  {
    id: "permission-source",
    scannerIds: ["CKV_AWS_364", "AWS-0067"],
    types: ["aws_lambda_permission"],
    reason: "The service can call the function on behalf of another customer's resource",
    fix: "Set source_arn",
    check: expectWhen(
      (permission) => String(permission.at("principal")).endsWith(".amazonaws.com"),
      expectSet("source_arn"),
    ),
  },
];
