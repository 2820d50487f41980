import { AwsError } from "../aws";

/**
 * Any error as one of AWS. One that is not of AWS is a fault of this program: `onFault` gets it whole, the client its
 * message alone.
 */
export function toAwsError(error: unknown, onFault: (error: unknown) => void): AwsError {
  if (error instanceof AwsError) return error;
  onFault(error);
  const message = error instanceof Error ? error.message : String(error);
  return new AwsError("InternalFailure", `The local run failed on this call: ${message}`, 500);
}
