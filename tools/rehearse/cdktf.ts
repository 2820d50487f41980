import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Project, Variables } from "./project";
import { type Ended, runProgram } from "./run-program";

export interface CdktfOptions {
  readonly project: Project;
  readonly log: string;
  readonly signal: AbortSignal;
}

/** Callbacks while resources are created or destroyed. */
export interface Watching {
  /** Called after each resource that was created or destroyed, with the number so far. */
  readonly onResource?: (done: number) => void;
  readonly onStart?: (child: ChildProcess) => void;
}

/** How to run a cdktf command. */
export interface Running extends Watching {
  /** Variables that override settings in the environment's file, as docs/deploying.md describes. */
  readonly settings?: Variables;
  /** Use the last synthesized output: nothing has changed since. */
  readonly skipSynth?: boolean;
  /** Leave the stacks before it as they are. */
  readonly alone?: boolean;
  /** Skip the refresh: the second plan has just read every resource, and nothing has changed since. */
  readonly unrefreshed?: boolean;
  readonly onLine?: (line: string) => void;
}

/** What Terraform prints when it has created a resource. */
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
 * The provider spends most of its time waiting for SQS, S3 and Lambda to become consistent. Resources that wait must not
 * hold up the rest.
 */
const AT_ONCE = "30";

/** The same for Terraform without cdktf. */
export const PARALLELISM = `-parallelism=${AT_ONCE}`;

/** The mirror has checksums for this machine's platform only, and the registry is not queried. */
const APPROVED = ["--auto-approve", "--skip-provider-lock", "--terraform-parallelism", AT_ONCE];

/** https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_cli_args-and-tf_cli_args_name */
const UNREFRESHED = { TF_CLI_ARGS_apply: "-refresh=false", TF_CLI_ARGS_destroy: "-refresh=false" };

function flagsOf({ skipSynth, alone }: Running): string[] {
  return [...(skipSynth ? ["--skip-synth"] : []), ...(alone ? ["--ignore-missing-stack-dependencies"] : [])];
}
