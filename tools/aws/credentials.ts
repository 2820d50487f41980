import { createHash } from "node:crypto";
import type { Principal } from "./aws";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Whoever sits at this machine: the caller of every request that no role of the deployment has signed. */
export const localPerson: Principal = { arn: "arn:aws:iam::123456789012:user/local" };

const principals = new Map<string, Principal>();

/**
 * The credentials that a role of the deployment signs with in the local run; always the same for one ARN. `acting` tells
 * who uses them.
 */
export function credentialsOf(principalArn: string, acting: Omit<Principal, "arn"> = {}): Credentials {
  const digest = createHash("sha256").update(`credentials of ${principalArn}`).digest();
  // AWS's own shapes: 20 capital letters and digits, 40 characters of Base64.
  const accessKeyId = `ASIA${digest.toString("hex").toUpperCase().slice(0, 16)}`;
  // Who asks without telling gets the credentials of whoever uses them.
  principals.set(accessKeyId, { ...principals.get(accessKeyId), arn: principalArn, ...acting });
  return { accessKeyId, secretAccessKey: digest.toString("base64").slice(0, 40) };
}

/** Who signs with the access key: a role that {@link credentialsOf} was called for, else the person at this machine. */
export function principalOf(accessKeyId: string): Principal {
  return principals.get(accessKeyId) ?? localPerson;
}
