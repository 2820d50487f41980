import { isJsonObject } from "../../services/json";
import type { Needs } from "./needs";

/**
 * A use of a key by a service: in its own name, or, with `ViaService`, in the name of a role. It is asked by the services
 * of the local run alone, for what AWS does when nobody calls: opening a bus, a function's variables or a schedule.
 */
export const kmsNeeds: Needs = (action, { KeyId, ViaService, EncryptionContext }, { region }) => {
  const encrypted = isJsonObject(EncryptionContext) ? Object.entries(EncryptionContext) : [];
  const context = Object.fromEntries(
    encrypted.map(([name, value]) => [`kms:encryptioncontext:${name}`.toLowerCase(), String(value)]),
  );
  if (ViaService !== undefined) context["kms:viaservice"] = `${ViaService}.${region}.amazonaws.com`;
  return [{ action: `kms:${action}`, resource: String(KeyId), context }];
};
