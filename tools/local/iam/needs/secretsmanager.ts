import type { Needs } from "./needs";

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html: reading needs Decrypt. */
export const secretsNeeds: Needs = (action, { SecretId }, { secretArn, encryption }) => {
  if (action !== "GetSecretValue") return undefined;
  const resource = secretArn(String(SecretId));
  return [
    { action: "secretsmanager:GetSecretValue", resource },
    ...encryption.uses(resource, "secretsmanager", ["Decrypt"]),
  ];
};
