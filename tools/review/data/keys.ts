import { amount, flag, presence } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";
const KEYS = ["aws_kms_key", "aws_kms_replica_key", "aws_kms_external_key"];

function onKeys(attribute: string): string[] {
  return KEYS.map((type) => `${type}.${attribute}`);
}

export const keyRows: readonly Row[] = [
  {
    rule: "key-enabled",
    at: [...onKeys("is_enabled"), ...onKeys("enabled")],
    judge: flag({
      absent: true,
      off: dangerous(
        "whatever is encrypted with this key (tables, objects, messages, secrets) cannot be read while it is disabled",
      ),
      on: safe("what is encrypted with this key can be read again"),
    }),
    source: `${GUIDE}/enabling-keys.html`,
  },
  {
    rule: "key-rotation",
    at: ["aws_kms_key.enable_key_rotation"],
    judge: flag({
      off: attention(
        "the key's material is no longer rotated, so one leak exposes ever more data; old data stays readable",
      ),
      on: safe("the key's material is rotated; old data stays readable"),
    }),
    source: `${GUIDE}/rotate-keys.html`,
  },
  {
    rule: "key-rotation-period",
    at: ["aws_kms_key.rotation_period_in_days"],
    judge: amount({
      unit: "days",
      absent: 365,
      raised: attention("the key's material is rotated less often"),
      lowered: safe("the key's material is rotated more often"),
    }),
    source: `${GUIDE}/rotating-keys-enable-disable.html`,
  },
  {
    rule: "key-deletion-window",
    at: onKeys("deletion_window_in_days"),
    judge: amount({
      unit: "days",
      absent: 30,
      lowered: attention("less time is left to cancel the deletion of the key, after which its data is lost"),
      raised: safe("more time is left to cancel the deletion of the key"),
    }),
    source: `${GUIDE}/deleting-keys.html`,
  },
  {
    rule: "key-lockout-check",
    at: onKeys("bypass_policy_lockout_safety_check"),
    judge: flag({
      on: dangerous("KMS accepts a key policy that leaves nobody able to manage the key"),
      off: safe("KMS refuses a key policy that leaves nobody able to manage the key"),
    }),
    source: `${GUIDE}/key-policy-default.html`,
  },
  {
    rule: "key-alias-target",
    at: ["aws_kms_alias.target_key_id"],
    judge: presence({
      changed: attention(
        "callers that use the alias encrypt with another key; data already encrypted needs the old key, which must stay",
      ),
    }),
    source: `${GUIDE}/kms-alias.html`,
  },
];
