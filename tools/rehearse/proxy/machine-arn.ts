/** ARN of a machine, of one of its versions (`:3`) or of one of its aliases (`:live`). */
const MACHINE_ARN = /^(arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:]+)(?::([^:]+))?$/;

/** The ARN without the version or alias at its end. */
export function machineOf(arn: string): string {
  return MACHINE_ARN.exec(arn)?.[1] ?? arn;
}

/** The version number or alias name in the ARN; undefined for a machine's own ARN. */
export function qualifierOf(arn: string): string | undefined {
  return MACHINE_ARN.exec(arn)?.[2];
}
