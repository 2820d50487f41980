import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inCache, type SetUp } from "../support/cache";
import { download } from "../support/download";
import { messageOf } from "../support/errors";
import { fromZip } from "../support/from-zip";
import { StartError } from "../support/start-error";

export interface Release {
  readonly version: string;
  /** SHA-256 of the archive for each known platform, named as in Node.js. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * Source of the digests, as in terraform_1.11.4_SHA256SUMS: HashiCorp's own formula,
 * https://github.com/hashicorp/homebrew-tap/blob/e67d13cedb583896e87563d546285a2ce4d4bac9/Formula/terraform.rb
 */
export const PINNED: Release = {
  version: "1.11.4",
  digests: {
    "linux-x64": "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "linux-arm64": "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
    "darwin-x64": "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    "darwin-arm64": "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  },
};

/** The first version that can lock a state in S3 with a lock file. */
const OLDEST = { major: 1, minor: 10 };
const RELEASES = "https://releases.hashicorp.com/terraform";
const THIS_PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Returns a PATH on which `terraform` is 1.10 or later: the given one, or one with the pinned version in front. That version
 * is downloaded once into the cache. TERRAFORM_RELEASES_URL names a mirror of HashiCorp's releases. Throws a
 * {@link StartError} that says why that failed and what to do.
 */
export async function pathWithTerraform(
  setUp: SetUp,
  { version, digests }: Release = PINNED,
  platform = THIS_PLATFORM,
): Promise<string> {
  const { env, say } = setUp;
  const path = env.PATH ?? "";
  const problem = problemWithPath(env);
  if (problem === undefined) return path;
  const needed = "Terraform 1.10 or later is needed.";
  const [os, processor] = platform.replace("x64", "amd64").split("-");
  const url = `${env.TERRAFORM_RELEASES_URL || RELEASES}/${version}/terraform_${version}_${os}_${processor}.zip`;
  try {
    const folder = await inCache(env, `terraform-${version}-${platform}`, async (unfinished) => {
      const expected = digests[platform];
      if (expected === undefined)
        throw new Error(`no archive for ${platform} is known, only ${Object.keys(digests).join(", ")}`);
      say(`${needed} ${problem} Downloading ${url} (once) ...`);
      const archive = await download(url, setUp);
      const digest = createHash("sha256").update(archive).digest("hex");
      if (digest !== expected)
        throw new Error(`its SHA-256 is ${digest}, expected ${expected}; nothing of it was kept`);
      writeFileSync(join(unfinished, "terraform"), fromZip(archive, "terraform"), { mode: 0o755 });
    });
    return `${folder}${delimiter}${path}`;
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(
      [
        `${needed} ${problem}`,
        `${url} cannot be used: ${messageOf(cause)}.`,
        "Put Terraform on PATH (https://developer.hashicorp.com/terraform/install), or set HTTPS_PROXY to your proxy or",
        `TERRAFORM_RELEASES_URL to a mirror of ${RELEASES}, and run this again.`,
      ].join("\n"),
      { cause },
    );
  }
}

/** Why the Terraform on PATH cannot be used; undefined if it can. */
function problemWithPath(env: NodeJS.ProcessEnv): string | undefined {
  const { stdout } = spawnSync("terraform", ["version"], {
    // In a project's folder, it would also look for the providers.
    cwd: tmpdir(),
    env: { ...env, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  const [, version, major, minor] = /^Terraform v((\d+)\.(\d+)\.\S+)/m.exec(stdout ?? "") ?? [];
  if (version === undefined) return "Terraform is not on PATH.";
  const isNewEnough = Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
  return isNewEnough ? undefined : `The one on PATH is ${version}.`;
}
