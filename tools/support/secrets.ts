/** Patterns of well-known credentials: AWS keys, tokens of GitHub, Slack and Stripe, JWTs, private keys. */
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
/** Names that refer to a secret rather than contain one. */
const REFERENCE_NAME = /_(ARN|NAME|ID|URL|SECONDS)$/i;

/**
 * Whether a setting holds a secret, by its value or its name.
 * @param text the value without its references: only the rest can be a secret
 */
export function isSecret(name: string, text: string): boolean {
  if (CREDENTIALS.some((credential) => credential.test(text))) return true;
  return text !== "" && SECRET_NAME.test(name) && !REFERENCE_NAME.test(name);
}
