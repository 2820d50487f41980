import { isBlock } from "../model/values";
import { withoutTemplates } from "../model/wildcards";
import type { Rule } from "../rule";

/** What well-known credentials look like: AWS keys, tokens of GitHub, Slack and Stripe, JWTs, private keys. */
const CREDENTIALS = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /\bxox[abprs]-[A-Za-z0-9-]{10}/,
  /\b[rs]k_(live|test)_[A-Za-z0-9]{16}/,
  /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // An AWS secret key: 40 characters of base64, both cases and a digit among them.
  /(?<![\w/+=])(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/,
];
const SECRET_NAME = /SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL/i;
/** What tells where a secret is, or something about it, is none. */
const REFERENCE_NAME = /_(ARN|NAME|ID|URL|SECONDS)$/i;

export const functionEnvironmentSecret: Rule = {
  id: "function-environment-secret",
  scannerIds: ["CKV_AWS_45"],
  types: ["aws_lambda_function"],
  reason: "Whoever may read the function's configuration, the state or the plan has the secret",
  fix: "Give the function the ARN of a secret, and let it read the value",
  check(resource) {
    const variables = resource.at("environment.variables");
    if (variables === undefined) return [];
    if (!isBlock(variables)) return ["environment.variables cannot be read, so nobody knows what they hold"];
    return Object.entries(variables)
      .filter(([name, value]) => isSecret(name, withoutTemplates(String(value))))
      .map(([name]) => `the variable ${name} holds a secret`);
  },
};

/** Of a template, only what is written around the references counts. */
function isSecret(name: string, text: string): boolean {
  if (CREDENTIALS.some((credential) => credential.test(text))) return true;
  return text !== "" && SECRET_NAME.test(name) && !REFERENCE_NAME.test(name);
}
