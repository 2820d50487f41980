import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The largest plan is some hundred kilobytes. */
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs Terraform offline: providers from one mirror, AWS at one endpoint, nothing of the caller's own settings. */
export class Terraform {
  private readonly env: Record<string, string>;

  /** `scratch` is a folder for the CLI configuration, `path` lists the folders of programs. */
  constructor(scratch: string, mirror: string, awsUrl: string, path = process.env.PATH ?? "") {
    const config = join(scratch, "terraform.rc");
    writeFileSync(
      config,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    this.env = {
      PATH: path,
      HOME: scratch,
      TF_CLI_CONFIG_FILE: config,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      AWS_ENDPOINT_URL: awsUrl,
      AWS_ACCESS_KEY_ID: "planner",
      AWS_SECRET_ACCESS_KEY: "planner",
      AWS_EC2_METADATA_DISABLED: "true",
      // Terraform and the provider run for seconds and would spend half of that collecting garbage.
      GOGC: "400",
    };
  }

  /** The standard output of a command run in a folder; throws with what Terraform printed when it fails. */
  async run(folder: string, ...args: string[]): Promise<string> {
    try {
      const { stdout } = await execute("terraform", args, {
        cwd: folder,
        env: this.env,
        maxBuffer: MOST_OUTPUT_BYTES,
      });
      return stdout;
    } catch (cause) {
      throw new Error(describe(args, folder, cause), { cause });
    }
  }
}

function describe(args: readonly string[], folder: string, cause: unknown): string {
  const { code, stdout, stderr } = Object(cause);
  if (code === "ENOENT") {
    return "Terraform 1.10 or later is on no folder of PATH, and none could be downloaded: see where this run began.";
  }
  const printed = [stdout, stderr].filter((text) => typeof text === "string" && text !== "").join("\n");
  return `terraform ${args.join(" ")} failed in ${folder}:\n${printed || String(cause)}`;
}
