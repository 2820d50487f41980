import { secretRules } from "../../../../tools/baseline/rules/secret";
import { KEY } from "../stacks";
import { describeRules } from "./describe-rules";

const secret = "aws_secretsmanager_secret.payment";
const parameter = "aws_ssm_parameter.mode";

describeRules(secretRules, {
  sound: {
    [secret]: { kms_key_id: KEY, recovery_window_in_days: 7 },
    [parameter]: { type: "String", value: "live" },
  },
  refused: {
    "secret-key": [{ [secret]: { kms_key_id: undefined } }],
    "secret-recovery": [{ [secret]: { recovery_window_in_days: 6 } }],
    "secret-value": [
      { "aws_secretsmanager_secret_version.payment": { secret_string: "hunter2" } },
      { [parameter]: { type: "SecureString" } },
    ],
  },
  accepted: {
    "secret-recovery": [{}, { [secret]: { recovery_window_in_days: undefined } }],
  },
});
