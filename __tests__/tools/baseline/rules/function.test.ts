import { functionRules } from "../../../../tools/baseline/rules/function";
import { type Changes, KEY, LETTERS } from "../stacks";
import { describeRules } from "./describe-rules";

const lambda = "aws_lambda_function.charge";
const url = "aws_lambda_function_url.charge";
const permission = "aws_lambda_permission.charge";

describeRules(functionRules, {
  sound: {
    [lambda]: {
      function_name: "charge",
      runtime: "nodejs24.x",
      memory_size: 256,
      timeout: 10,
      reserved_concurrent_executions: 1,
      code_signing_config_arn: "arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-1",
      kms_key_arn: KEY,
      environment: { variables: { PAYMENT_SECRET_ARN: "${aws_secretsmanager_secret.payment.arn}", MODE: "live" } },
      dead_letter_config: { target_arn: LETTERS },
      tracing_config: { mode: "Active" },
      vpc_config: { subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] },
    },
    [url]: {
      authorization_type: "AWS_IAM",
      cors: { allow_origins: ["https://example.com"], allow_methods: ["*"] },
    },
    [permission]: {
      principal: "events.amazonaws.com",
      source_arn: "arn:aws:events:eu-west-1:123456789012:rule/charge",
    },
  },
  refused: {
    "function-code-signing": [{ [lambda]: { code_signing_config_arn: undefined } }],
    "function-concurrency": [
      { [lambda]: { reserved_concurrent_executions: undefined } },
      { [lambda]: { reserved_concurrent_executions: -1 } },
      { [lambda]: { reserved_concurrent_executions: 0 } },
    ],
    "function-dead-letters": [{ [lambda]: { dead_letter_config: {} } }],
    "function-environment-key": [{ [lambda]: { kms_key_arn: "" } }],
    "function-environment-secret": [
      { PAYMENT_PASSWORD: "hunter2" },
      { PAYMENT_API_KEY: "k-1" },
      { MODE: "AKIAIOSFODNN7EXAMPLE" },
      { MODE: "sk_live_abcdefghijklmnop" },
      { MODE: `ghp_${"a1B2".repeat(9)}` },
      { MODE: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
      { MODE: "-----BEGIN RSA PRIVATE KEY-----" },
    ]
      .map((variables): Changes => ({ [lambda]: { environment: { variables } } }))
      .concat({ [lambda]: { environment: { variables: "${var.variables}" } } }),
    "function-memory": [{ [lambda]: { memory_size: undefined } }],
    "function-runtime": [{ [lambda]: { runtime: "nodejs20.x" } }, { [lambda]: { runtime: undefined } }],
    "function-runtime-newest": [{ [lambda]: { runtime: "nodejs22.x" } }],
    "function-timeout": [{ [lambda]: { timeout: undefined } }],
    "function-tracing": [
      { [lambda]: { tracing_config: { mode: "PassThrough" } } },
      { [lambda]: { tracing_config: null } },
    ],
    "function-url": [
      { [url]: { authorization_type: "NONE" } },
      { [url]: { cors: { allow_origins: ["*"], allow_methods: ["*"] } } },
    ],
    "function-vpc": [
      { [lambda]: { vpc_config: undefined } },
      { [lambda]: { vpc_config: { subnet_ids: ["subnet-1"] } } },
      { [lambda]: { vpc_config: { subnet_ids: [], security_group_ids: [] } } },
    ],
    "permission-principal": [{ [permission]: { principal: "*" } }],
    "permission-source": [{ [permission]: { source_arn: undefined } }],
  },
  accepted: {
    "function-environment-key": [{}, { [lambda]: { kms_key_arn: undefined, environment: undefined } }],
    "function-environment-secret": [
      {},
      { [lambda]: { environment: { variables: { PAYMENT_TOKEN: "${aws_ssm_parameter.token.name}" } } } },
      { [lambda]: { environment: { variables: { TOKEN_URL: "https://example.com", TOKEN_SECONDS: "60" } } } },
    ],
    "function-runtime": [
      {},
      { [lambda]: { runtime: "nodejs22.x" } },
      { [lambda]: { runtime: undefined, package_type: "Image" } },
    ],
    "function-url": [{}, { [url]: { cors: { allow_origins: ["*"], allow_methods: ["GET"] } } }],
    "permission-source": [{}, { [permission]: { principal: "123456789012", source_arn: undefined } }],
  },
});
