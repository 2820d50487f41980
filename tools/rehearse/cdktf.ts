import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Project, Variables } from "./project";
import { type Ended, runProgram } from "./run-program";

export interface CdktfOptions {
  readonly project: Project;
  readonly log: string;
  readonly signal: AbortSignal;
}

/** Who looks on while resources are made or destroyed. */
export interface Watching {
  /** Called for each resource that a deploy has made, or a destroy has destroyed, with how many there have been. */
  readonly onResource?: (done: number) => void;
  readonly onStart?: (child: ChildProcess) => void;
}

/** How a command of cdktf is run, and who looks on. */
export interface Running extends Watching {
  /** Settings of the environment that go before its file: variables, as docs/deploying.md tells. */
  readonly settings?: Variables;
  /** What was synthesized last is deployed, for nothing has changed since. */
  readonly skipSynth?: boolean;
  /** The stacks before it stand, and are left as they are. */
  readonly alone?: boolean;
  /** What stands was read a moment ago, by the second plan, and nobody has changed it since. */
  readonly unrefreshed?: boolean;
  readonly onLine?: (line: string) => void;
}

/** What Terraform prints when it is done with a resource. */
export const MADE = /: Creation complete after /;
const DESTROYED = /: Destruction complete after /;

/** The project's own pinned cdktf, as `npm run deploy` starts it. */
export class Cdktf {
  constructor(private readonly options: CdktfOptions) {}

  synthesize(): Promise<Ended> {
    return this.run(["synth"]);
  }

  deploy(stacks: string, running: Running = {}): Promise<Ended> {
    return this.run(["deploy", stacks, ...APPROVED, ...flagsOf(running)], running, MADE);
  }

  destroy(stacks: string, running: Running = {}): Promise<Ended> {
    return this.run(["destroy", stacks, ...APPROVED, ...flagsOf(running)], running, DESTROYED);
  }

  private run(args: readonly string[], running: Running = {}, isDone?: RegExp): Promise<Ended> {
    const { settings, unrefreshed, onResource, onLine, onStart } = running;
    const { project, log, signal } = this.options;
    let done = 0;
    return runProgram({
      command: [process.execPath, join("tools", "run.mjs"), "--bin", "cdktf", ...args],
      folder: project.folder,
      variables: { ...project.variables, ...settings, ...(unrefreshed ? UNREFRESHED : {}) },
      log,
      yields: true,
      signal,
      onLine: (line) => {
        onLine?.(line);
        if (isDone?.test(line)) onResource?.(++done);
      },
      ...(onStart === undefined ? {} : { onStart }),
    });
  }
}

/**
 * Most of the time, the provider waits for SQS, S3 and Lambda to say the same for a while; what waits must not hold up the
 * rest.
 */
const AT_ONCE = "30";

/** The same for Terraform without cdktf. */
export const PARALLELISM = `-parallelism=${AT_ONCE}`;

/** The mirror knows the checksums of this machine's provider only, and the registry is not asked. */
const APPROVED = ["--auto-approve", "--skip-provider-lock", "--terraform-parallelism", AT_ONCE];

/** https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name */
const UNREFRESHED = { TF_CLI_ARGS_apply: "-refresh=false", TF_CLI_ARGS_destroy: "-refresh=false" };

function flagsOf({ skipSynth, alone }: Running): string[] {
  return [...(skipSynth ? ["--skip-synth"] : []), ...(alone ? ["--ignore-missing-stack-dependencies"] : [])];
}
