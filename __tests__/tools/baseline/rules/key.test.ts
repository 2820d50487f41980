import { keyRules } from "../../../../tools/baseline/rules/key";
import { ACCOUNT, allow, policy } from "../stacks";
import { describeRules } from "./describe-rules";

const key = "aws_kms_key.key";

describeRules(keyRules, {
  sound: {
    [key]: {
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: policy(allow("kms:*", "*", { Principal: { AWS: ACCOUNT } })),
    },
  },
  refused: {
    "key-deletion-window": [{ [key]: { deletion_window_in_days: 29 } }],
    "key-enabled": [{ [key]: { is_enabled: false } }],
    "key-policy": [{ [key]: { policy: undefined } }],
    "key-rotation": [{ [key]: { enable_key_rotation: false } }],
  },
  accepted: {
    "key-deletion-window": [{}, { [key]: { deletion_window_in_days: undefined } }],
    "key-policy": [{}, { [key]: { policy: undefined }, "aws_kms_key_policy.key": { key_id: "${aws_kms_key.key.id}" } }],
    "key-rotation": [{}, { [key]: { customer_master_key_spec: "RSA_2048", enable_key_rotation: false } }],
  },
});
