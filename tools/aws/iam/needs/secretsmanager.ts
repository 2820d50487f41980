import type { Needs } from "./needs";

export const secretsNeeds: Needs = (action, { SecretId }, { secretArn, encryption }) => {
  if (action !== "GetSecretValue") return undefined;
  const resource = secretArn(String(SecretId));
  return [{ action: "secretsmanager:GetSecretValue", resource }, ...encryption.uses(resource, "secretsmanager:read")];
};
