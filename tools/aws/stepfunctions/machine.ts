import { fieldOf, type JsonValue, textOf } from "../../support/json";
import type { Resource } from "../deployment";
import { type CompiledMachine, compileMachine, withoutCallbacks } from "./asl/compile";
import type { ResourceFinder } from "./asl/run";
import type { MachineSource } from "./deployment";

/** A state machine of the deployment. */
export interface Machine {
  readonly arn: string;
  /** Its only version, if it publishes one. */
  readonly versionArn: string | undefined;
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS";
  readonly roleArn: string;
  /** The deployed definition, as JSON text. */
  readonly definition: string;
  readonly logging: { readonly level: string; readonly includeExecutionData: boolean };
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly compiled: CompiledMachine;
}

/** Reads and compiles every state machine. Throws for the first that cannot run here, with its stack and address. */
export function loadMachines(deployment: MachineSource, find: ResourceFinder): Machine[] {
  return deployment.resources("aws_sfn_state_machine").map((resource) => loadMachine(resource, find));
}

function loadMachine(resource: Resource, find: ResourceFinder): Machine {
  const definition = argument(resource, "definition");
  try {
    const parsed: JsonValue = JSON.parse(definition);
    const type = textOf(resource.attributes, "type") === "EXPRESS" ? "EXPRESS" : "STANDARD";
    return {
      arn: argument(resource, "arn"),
      versionArn: resource.attributes.publish === true ? argument(resource, "state_machine_version_arn") : undefined,
      name: argument(resource, "name"),
      type,
      roleArn: argument(resource, "role_arn"),
      definition,
      logging: loggingOf(resource),
      createdAt: Date.now(),
      compiled: compileMachine(parsed, type === "EXPRESS" ? withoutCallbacks(find) : find),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${resource.stack}, ${resource.address}: the state machine cannot be run here. ${reason}`, {
      cause,
    });
  }
}

function argument({ stack, address, attributes }: Resource, name: string): string {
  const value = textOf(attributes, name);
  if (value === undefined)
    throw new Error(`${stack}, ${address}: a text "${name}" was expected, not ${JSON.stringify(attributes[name])}.`);
  return value;
}

function loggingOf({ attributes }: Resource): Machine["logging"] {
  const configuration = fieldOf(attributes, "logging_configuration");
  const includeExecutionData = fieldOf(configuration, "include_execution_data") === true;
  return { level: textOf(configuration, "level") ?? "OFF", includeExecutionData };
}
