import { createHash } from "node:crypto";
import type { JsonObject } from "../../support/json";
import { type AwsService, notServed, type Principal } from "../aws";

/** STS, limited to GetCallerIdentity. */
export class Sts implements AwsService {
  readonly service = "sts";

  constructor(private readonly accountId: string) {}

  async call(action: string, _input: JsonObject, { arn }: Principal): Promise<JsonObject> {
    if (action !== "GetCallerIdentity") throw notServed(this.service, action);
    const id = createHash("sha256").update(arn).digest("hex").toUpperCase().slice(0, 17);
    const role = /:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
    if (role === undefined) return { UserId: `AIDA${id}`, Account: this.accountId, Arn: arn };
    const assumed = `arn:aws:sts::${this.accountId}:assumed-role/${role}/local`;
    return { UserId: `AROA${id}:local`, Account: this.accountId, Arn: assumed };
  }
}
