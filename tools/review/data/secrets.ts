import { amount, choice, flag, presence } from "../attributes/judges";
import { attention, dangerous, type Row, safe } from "../attributes/row";

const GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide";
const PARAMETERS = "https://docs.aws.amazon.com/systems-manager/latest/userguide";

export const secretRows: readonly Row[] = [
  {
    rule: "secret-recovery-window",
    at: ["aws_secretsmanager_secret.recovery_window_in_days"],
    judge: amount({
      unit: "days",
      absent: 30,
      special: { 0: { means: "deleted at once", as: 0 } },
      to: { 0: dangerous("a deleted secret is gone at once and cannot be recovered") },
      lowered: attention("less time is left to recover a deleted secret"),
      raised: safe("more time is left to recover a deleted secret"),
    }),
    source: `${GUIDE}/manage_delete-secret.html`,
  },
  {
    rule: "secret-key",
    at: ["aws_secretsmanager_secret.kms_key_id", "aws_secretsmanager_secret.replica.kms_key_id"],
    judge: presence({
      removed: dangerous("the secret's encryption falls back from your KMS key to one of AWS's"),
      changed: attention("new versions of the secret use the new KMS key, and readers need rights to it"),
      added: attention("readers of the secret need rights to the KMS key"),
    }),
    source: `${GUIDE}/security-encryption.html`,
  },
  {
    rule: "secret-replica",
    at: ["aws_secretsmanager_secret.replica"],
    judge: presence({
      removed: dangerous("the replica of the secret in that Region is deleted, and readers there fail"),
      added: attention("the secret is copied to another Region"),
    }),
    source: `${GUIDE}/replicate-secrets.html`,
  },
  {
    rule: "secret-value",
    at: [
      "aws_secretsmanager_secret_version.secret_string",
      "aws_secretsmanager_secret_version.secret_binary",
      "aws_secretsmanager_secret_version.secret_string_wo_version",
      "aws_ssm_parameter.value_wo_version",
    ],
    judge: presence({ changed: attention("readers get another secret from now on") }),
    source: `${GUIDE}/getting-started.html`,
  },
  {
    rule: "secret-rotation",
    at: ["aws_secretsmanager_secret_rotation.rotation_rules"],
    judge: presence({
      removed: attention("the secret is no longer rotated, so a leaked value stays good"),
      added: attention("the secret is rotated; its readers must fetch it anew"),
    }),
    source: `${GUIDE}/rotating-secrets.html`,
  },
  {
    rule: "secret-rotation",
    at: ["aws_secretsmanager_secret_rotation.rotation_rules.automatically_after_days"],
    judge: amount({
      unit: "days",
      raised: attention("the secret is rotated less often"),
      lowered: safe("the secret is rotated more often"),
    }),
    source: `${GUIDE}/rotating-secrets.html`,
  },
  {
    rule: "parameter-type",
    at: ["aws_ssm_parameter.type"],
    judge: choice({
      String: dangerous("the parameter is stored as plain text, without encryption"),
      StringList: dangerous("the parameter is stored as plain text, without encryption"),
      SecureString: safe("the parameter is encrypted with a KMS key"),
    }),
    source: `${PARAMETERS}/sysman-paramstore-securestring.html`,
  },
  {
    rule: "parameter-value",
    at: ["aws_ssm_parameter.value", "aws_ssm_parameter.insecure_value"],
    judge: presence({ changed: attention("readers of the parameter get another value from now on") }),
    source: `${PARAMETERS}/sysman-paramstore-cli.html`,
  },
  {
    rule: "parameter-overwrite",
    at: ["aws_ssm_parameter.overwrite"],
    judge: flag({
      on: attention("Terraform overwrites a value that somebody else wrote"),
      off: safe("Terraform does not overwrite a value that somebody else wrote"),
    }),
    source: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_parameter#overwrite",
  },
];
