import { DataAwsSfnStateMachineVersions } from "@cdktf/provider-aws/lib/data-aws-sfn-state-machine-versions";
import { SfnAlias } from "@cdktf/provider-aws/lib/sfn-alias";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn, Op, type Precondition } from "cdktf";
import { Construct } from "constructs";
import type { Release } from "../../environments/schema";
import type { PlatformStack } from "../platform-stack";
import type { Resource } from "./rights/resource";

/** The alias that a workflow is started by. */
const LIVE = "live";

/** A workflow as its callers know it. */
export interface Startable {
  /** The machine, whatever its version: a policy allows it, and an alarm watches it. */
  readonly arn: string;
  /**
   * The ARN that a call names to start the workflow. IAM checks such a call against the machine's own ARN. Source:
   * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html
   */
  readonly startArn: string;
}

export interface LiveAliasOptions {
  /** The workflow's name in workflows/. */
  readonly workflow: string;
  readonly machine: SfnStateMachine;
  /** Without a release, the newest version gets every new execution. */
  readonly release: Release | undefined;
}

/**
 * Routes new executions of a workflow to its newest version, or splits them as a release says. Its ARN never changes, so
 * callers need not change either.
 */
export class LiveAlias extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, options: LiveAliasOptions) {
    super(scope, id);
    const { machine, release } = options;
    const newest = machine.stateMachineVersionArn;
    const alias = new SfnAlias(this, "alias", {
      name: LIVE,
      routingConfiguration:
        release === undefined ? [{ stateMachineVersionArn: newest, weight: 100 }] : routing(machine, release),
      lifecycle: {
        // AWS deletes a machine's aliases with it, so replacing the machine must replace the alias.
        replaceTriggeredBy: [`${machine.terraformResourceType}.${machine.friendlyUniqueId}.id`],
        precondition: release === undefined ? [] : this.conditions(options.workflow, machine, release),
      },
    });
    this.arn = alias.arn;
  }

  /** Conditions that fail the plan of an impossible release, before anything changes. */
  private conditions(
    workflow: string,
    machine: SfnStateMachine,
    { version, newestPercent = 0 }: Release,
  ): Precondition[] {
    const published = new DataAwsSfnStateMachineVersions(this, "published", { statemachineArn: machine.arn });
    const kept = versionArn(machine, version);
    const where = `The setting releases of ${workflow}`;
    const exists = {
      condition: Fn.contains(published.statemachineVersions, kept),
      errorMessage: `${where} names version ${version}, which does not exist. List the versions with "aws stepfunctions list-state-machine-versions", and name one of them.`,
    };
    if (newestPercent === 0) return [exists];
    const differs = {
      condition: Op.neq(machine.stateMachineVersionArn, kept),
      errorMessage: `${where} shifts ${newestPercent} % from version ${version} to the newest, which is version ${version} itself. Name an older version, or leave the workflow out of releases until a newer one is published.`,
    };
    return [exists, differs];
  }
}

/**
 * A workflow by the name of its alias. For the workflow's own definition, where its attributes would create a cycle, and
 * for an API, which must not change how the workflow is replaced.
 */
export function liveWorkflow(stack: PlatformStack, workflow: string): Resource & Startable {
  const name = stack.physicalName(workflow);
  const arn = stack.arn("states", `stateMachine:${name}`);
  return { arn, name, startArn: `${arn}:${LIVE}` };
}

/** Step Functions accepts neither the same version twice nor a weight of 0. */
function routing(machine: SfnStateMachine, { version, newestPercent = 0 }: Release) {
  const kept = { stateMachineVersionArn: versionArn(machine, version), weight: 100 - newestPercent };
  if (newestPercent === 0) return [kept];
  return [kept, { stateMachineVersionArn: machine.stateMachineVersionArn, weight: newestPercent }];
}

function versionArn(machine: SfnStateMachine, version: number): string {
  return `${machine.arn}:${version}`;
}
