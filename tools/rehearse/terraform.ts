import { readPlanText } from "../terraform/plan-file";
import { MADE, PARALLELISM, type Watching } from "./cdktf";
import { type DeployedStack, readDeployed } from "./deployed";
import type { Project } from "./project";
import { type Ended, type Program, runProgram } from "./run-program";

/** What a plan would do to one resource. */
export interface PlannedChange {
  readonly address: string;
  /** `create`, `update`, `delete`, or `delete,create` and `create,delete` for a replacement. */
  readonly actions: string;
}

export interface TerraformOptions {
  readonly project: Project;
  readonly log: string;
  readonly signal: AbortSignal;
}

/** Terraform in the folders that cdktf has synthesized and initialised. */
export class Terraform {
  constructor(private readonly options: TerraformOptions) {}

  /** A stack's recorded state. Unlike `show`, `state pull` does not start the provider, which takes seconds. */
  async recorded(stack: string): Promise<DeployedStack> {
    const folder = this.options.project.stackFolder(stack);
    return readDeployed(stack, folder, await this.must(stack, "state", "pull"));
  }

  /** The changes that a plan would make. */
  async plan(stack: string, ...more: string[]): Promise<readonly PlannedChange[]> {
    const { changes } = readPlanText(stack, await this.wholePlan(stack, ...more));
    return changes
      .filter(({ mode, kind }) => mode === "managed" && kind !== "no-op")
      .map(({ address, actions }) => ({ address, actions: actions.join() }));
  }

  /** A plan, as `terraform show -json` prints it. */
  async wholePlan(stack: string, ...more: string[]): Promise<string> {
    await this.must(stack, "plan", "-input=false", "-no-color", "-out=rehearsal.plan", ...more);
    return this.must(stack, "show", "-json", "rehearsal.plan");
  }

  /** Initialises a stack's folder, as cdktf does before it deploys. */
  async init(stack: string): Promise<void> {
    await this.must(stack, "init", "-input=false", "-no-color");
  }

  /** Deploys one stack without cdktf. Its folder must be initialised. */
  async apply(stack: string, running: Watching = {}): Promise<Ended> {
    const { onResource, onStart } = running;
    let made = 0;
    return this.run(stack, ["apply", "-auto-approve", "-input=false", "-no-color", PARALLELISM], {
      onLine: (line) => {
        if (MADE.test(line)) onResource?.(++made);
      },
      ...(onStart === undefined ? {} : { onStart }),
    });
  }

  /** Releases the lock that a dead deploy holds on a stack's state. */
  async forceUnlock(stack: string, id: string): Promise<void> {
    await this.must(stack, "force-unlock", "-force", id);
  }

  async run(
    stack: string,
    args: readonly string[],
    watching: Pick<Program, "onLine" | "onStart"> = {},
  ): Promise<Ended> {
    const { project, log, signal } = this.options;
    const { variables } = project;
    return runProgram({
      ...watching,
      command: ["terraform", ...args],
      folder: project.stackFolder(stack),
      variables,
      log,
      yields: true,
      signal,
    });
  }

  private async must(stack: string, ...args: string[]): Promise<string> {
    const { code, stdout, output } = await this.run(stack, args);
    if (code === 0) return stdout;
    throw new Error(`terraform ${args.join(" ")} failed for ${stack}:\n${output}`);
  }
}
