import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { INPUTS } from "../local/synthesize";

const ROOT = resolve(__dirname, "../..");

export type Variables = Readonly<Record<string, string>>;

/** The account that moto emulates. */
const ACCOUNT_ID = "123456789012";

/** The bucket for Terraform's states. */
export const STATE_BUCKET = "states-of-the-rehearsal";

/** The files that a deployment needs. */
const PARTS = [...INPUTS, "tools/run.mjs", "tools/terraform", ".terraform.lock.hcl", "cdktf.json", "package.json"];

/** A copy of the project to deploy an environment from, so that the user's states and output stay as they are. */
export interface Project {
  readonly folder: string;
  /** Variables for every program that runs in it. */
  readonly variables: Variables;
  /** The folder in which Terraform runs for a stack. */
  stackFolder(stack: string): string;
}

export interface ProjectOptions {
  /** The folder for the copy; it must not exist yet. */
  readonly folder: string;
  readonly environment: string;
  /** The folder of a mirror that has the AWS provider. */
  readonly mirror: string;
  readonly awsUrl: string;
}

export function copyProject({ folder, environment, mirror, awsUrl }: ProjectOptions): Project {
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS.filter((it) => existsSync(join(ROOT, it)))) {
    // Keep modification times: tools/run.mjs uses them to check that the packages match the lockfile.
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const configuration = join(folder, "terraform.rc");
  writeFileSync(
    configuration,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return {
    folder,
    stackFolder: (stack) => join(folder, "cdktf.out", "stacks", stack),
    variables: {
      ...ownVariables(),
      ORDERS_ENV: environment,
      // A team's settings, as in docs/deploying.md: its account and its shared states.
      ORDERS_ACCOUNT_ID: ACCOUNT_ID,
      // A release names versions that exist; here, nothing is deployed yet.
      ORDERS_RELEASES: "{}",
      ORDERS_BACKEND_TYPE: "s3",
      ORDERS_BACKEND_BUCKET: STATE_BUCKET,
      TF_CLI_CONFIG_FILE: configuration,
      TF_IN_AUTOMATION: "1",
      // By default, cdktf makes Terraform cache providers in the user's home, where two runs at once would interfere.
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      CI: "true",
      NO_COLOR: "1",
      AWS_ENDPOINT_URL: awsUrl,
      AWS_ACCESS_KEY_ID: "rehearsal",
      AWS_SECRET_ACCESS_KEY: "rehearsal",
      AWS_EC2_METADATA_DISABLED: "true",
      // No network is involved, so a call that fails would fail again.
      AWS_MAX_ATTEMPTS: "3",
      // Terraform and the provider run for seconds, and would spend half of that time collecting garbage.
      GOGC: "400",
    },
  };
}

/** This process's variables, without those that point a program to the user's own account, state or settings. */
export function ownVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(AWS_|TF_|CDKTF_|ORDERS_)/.test(name) ? [] : [[name, value]],
    ),
  );
}
