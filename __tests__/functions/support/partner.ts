import { Loopback } from "./loopback";
import { startSecrets } from "./secrets";

/** A partner of the platform and a Secrets Manager that holds the key for it, both on loopback. */
export interface PartnerStub {
  readonly partner: Loopback;
  readonly secrets: Loopback;
  /** The key in the secret; set it to rotate the key. */
  key: string;
  close(): Promise<void>;
}

/** Starts both for the environment variables `<prefix>_API_URL` and `<prefix>_SECRET_ARN`. */
export async function startPartner(prefix: "PAYMENT" | "CARRIER"): Promise<PartnerStub> {
  const arn = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${prefix}`;
  const held: Record<string, string> = {};
  const partner = await Loopback.start();
  const secrets = await startSecrets(held);
  process.env[`${prefix}_API_URL`] = partner.url;
  process.env[`${prefix}_SECRET_ARN`] = arn;
  const stub = {
    partner,
    secrets,
    set key(key: string) {
      held[arn] = JSON.stringify({ apiKey: key });
    },
    async close() {
      await Promise.all([partner.close(), secrets.close()]);
    },
  };
  stub.key = "key-in-the-secret";
  return stub;
}
