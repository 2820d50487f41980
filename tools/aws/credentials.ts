import { createHash } from "node:crypto";
import type { Principal } from "./aws";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The user of this machine: the caller of every request that no role of the deployment has signed. */
export const localPerson: Principal = { arn: "arn:aws:iam::123456789012:user/local" };

const principals = new Map<string, Principal>();

/**
 * The credentials with which a role of the deployment signs in the local run; always the same for one ARN. `acting`
 * names the part that uses them.
 */
export function credentialsOf(principalArn: string, acting: Omit<Principal, "arn"> = {}): Credentials {
  const digest = createHash("sha256").update(`credentials of ${principalArn}`).digest();
  // AWS's own shapes: 20 capital letters and digits, 40 characters of Base64.
  const accessKeyId = `ASIA${digest.toString("hex").toUpperCase().slice(0, 16)}`;
  // A call without `acting` keeps the part that is already registered for these credentials.
  principals.set(accessKeyId, { ...principals.get(accessKeyId), arn: principalArn, ...acting });
  return { accessKeyId, secretAccessKey: digest.toString("base64").slice(0, 40) };
}

/** The signer with the access key: a role passed to {@link credentialsOf}, else the user of this machine. */
export function principalOf(accessKeyId: string): Principal {
  return principals.get(accessKeyId) ?? localPerson;
}
