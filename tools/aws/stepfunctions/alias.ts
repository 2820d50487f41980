import { fieldOf, isObject, textOf } from "../../support/json";
import type { Resource } from "../deployment";
import type { MachineSource } from "./deployment";
import type { Machine } from "./machine";

/** An alias of a state machine of the deployment. */
export interface Alias {
  readonly arn: string;
  readonly name: string;
  /** The only version here takes every execution, whatever the weights say. */
  readonly machine: Machine;
  readonly routes: readonly Route[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

interface Route {
  readonly versionArn: string;
  readonly weight: number;
}

/** Reads every alias. Throws for the first without a state machine in the deployment, with its stack and address. */
export function loadAliases(deployment: MachineSource, machines: readonly Machine[]): Alias[] {
  return deployment.resources("aws_sfn_alias").map((resource) => {
    const routes = routesOf(resource);
    const machine = machines.find(({ arn }) => routes.every(({ versionArn }) => machineOfVersion(versionArn) === arn));
    const arn = textOf(resource.attributes, "arn");
    const name = textOf(resource.attributes, "name");
    if (machine && arn !== undefined && name !== undefined && routes.length > 0)
      return { arn, name, machine, routes, createdAt: Date.now() };
    throw new Error(
      `${resource.stack}, ${resource.address}: an alias needs a name and versions of one state machine, not ${JSON.stringify(resource.attributes)}.`,
    );
  });
}

/** The ARN of the machine that a version's ARN names; undefined if it does not name one. */
export function machineOfVersion(arn: string): string | undefined {
  return /^(.+:stateMachine:[^:]+):\d+$/.exec(arn)?.[1];
}

/** How an alias differs here, where only the newest version exists, from AWS; undefined if it does not. */
export function untrueHere({ arn, machine, routes }: Alias): string | undefined {
  const missing = routes.filter(({ versionArn }) => versionArn !== machine.versionArn);
  if (missing.length === 0) return undefined;
  const shares = missing.map(({ versionArn, weight }) => `${weight} % to version ${versionArn.split(":").at(-1)}`);
  return `${arn} leads ${shares.join(" and ")}, which does not exist here: the synthesized version takes every execution.`;
}

function routesOf({ attributes }: Resource): Route[] {
  const { routing_configuration } = attributes;
  if (!Array.isArray(routing_configuration)) return [];
  return routing_configuration.filter(isObject).map((route) => ({
    versionArn: textOf(route, "state_machine_version_arn") ?? "",
    weight: Number(fieldOf(route, "weight")),
  }));
}
