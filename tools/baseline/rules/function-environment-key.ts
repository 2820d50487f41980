import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** Judged by what is written: a plan tells null of a key that comes later as of one that never does. */
export const functionEnvironmentKey: Rule = {
  id: "function-environment-key",
  scannerIds: ["CKV_AWS_173"],
  types: ["aws_lambda_function"],
  reason: "Who may read the function's configuration reads its settings under a key that everybody of AWS shares",
  fix: "Set kms_key_arn to the environment's key",
  check({ written }) {
    if (written.all("environment.variables").length === 0) return [];
    return isSet(written.at("kms_key_arn")) ? [] : ["kms_key_arn is missing"];
  },
};
