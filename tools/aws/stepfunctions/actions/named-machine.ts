import type { JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import { type Alias, machineOfVersion } from "../alias";
import type { Machine } from "../machine";
import type { ActionContext } from "./action";
import { invalidArn, required } from "./errors";

/** A machine, with the version and the alias that the ARN named. */
export interface NamedMachine {
  readonly machine: Machine;
  /** The version that the execution runs; undefined if it was started without one. */
  readonly versionArn: string | undefined;
  readonly alias: Alias | undefined;
}

/**
 * The machine that the call names by its own ARN, a version's or an alias's. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html
 */
export function namedMachine(input: JsonObject, { machines, aliases }: ActionContext): NamedMachine {
  const arn = required(input, "stateMachineArn");
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:.+$/.test(arn)) throw invalidArn(arn);
  const alias = aliases.get(arn);
  if (alias) return { machine: alias.machine, versionArn: alias.machine.versionArn, alias };
  const machine = machines.get(machineOfVersion(arn) ?? arn);
  if (machine?.arn === arn) return { machine, versionArn: undefined, alias };
  if (machine?.versionArn === arn) return { machine, versionArn: arn, alias };
  throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
}
