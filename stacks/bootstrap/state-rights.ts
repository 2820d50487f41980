import { allow, type Statement } from "./document";
import type { Names } from "./right";

export interface StateOptions extends Pick<Names, "bucketArn" | "prefix"> {
  readonly bucket: string;
  /** The key that encrypts the states, if the environment names one. */
  readonly kmsKeyArn?: string | undefined;
}

/** The units whose states pipelines work on. The bootstrap stack's own state is for people. */
const UNITS = ["data", "fulfilment", "intake"] as const;

/**
 * The rights on the state bucket that Terraform needs. A pipeline's plan only reads, so it takes no lock. A deployment
 * writes under a lock. Source:
 * https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function stateRights(access: "plan" | "deploy", options: StateOptions): Statement[] {
  const { bucketArn, prefix, bucket, kmsKeyArn } = options;
  const states = UNITS.map((unit) => bucketArn(`${bucket}/${prefix}-${unit}/terraform.tfstate`));
  const reading = [
    ...allow("FindStates", ["s3:ListBucket"], [bucketArn(bucket)]),
    ...allow("ReadStates", ["s3:GetObject"], states),
    ...(kmsKeyArn === undefined ? [] : allow("OpenStates", ["kms:Decrypt"], [kmsKeyArn])),
  ];
  if (access === "plan") return reading;
  return [
    ...reading,
    ...allow("WriteStates", ["s3:PutObject"], states),
    ...allow(
      "LockStates",
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      states.map((state) => `${state}.tflock`),
    ),
    ...(kmsKeyArn === undefined ? [] : allow("EncryptStates", ["kms:GenerateDataKey"], [kmsKeyArn])),
  ];
}
