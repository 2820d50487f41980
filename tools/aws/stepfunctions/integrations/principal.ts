import type { Principal } from "../../aws";
import type { TaskCaller } from "../asl/run";

/** The caller of a state's services: Step Functions, in the role of the state's machine. */
export function principalOf({ roleArn, stateMachineArn, stateName }: TaskCaller): Principal {
  const machine = stateMachineArn.split(":stateMachine:")[1] ?? stateMachineArn;
  return {
    arn: roleArn,
    actor: stateName === undefined ? machine : `${machine}/${stateName}`,
    service: { name: "states.amazonaws.com", sourceArn: stateMachineArn },
  };
}
