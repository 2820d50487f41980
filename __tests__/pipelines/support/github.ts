import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Runner } from "./run-step";

/** What the stand-in for GitHub keeps. */
export interface GitHub {
  readonly comments: readonly Comment[];
  readonly issues: readonly Issue[];
  readonly labels: readonly string[];
  /** By environment, the newest first. */
  readonly deployments: Readonly<Record<string, readonly Deployed[]>>;
  /** Commits, each on top of the ones before it. */
  readonly history: readonly string[];
}

export interface Deployed {
  readonly commitOid: string;
  readonly state: string;
  /** The statuses that it has had. */
  readonly was?: readonly string[];
}

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly labels: readonly string[];
  readonly body: string;
}

/** gh has jq in it; its stand-in needs jq on the path. */
export const hasJq = spawnSync("jq", ["--version"]).status === 0;

/** Puts the stand-in for `gh` on the runner, with what GitHub has at first; answers how to read what it has then. */
export function useGitHub(runner: Runner, github: Partial<GitHub>): { token: Record<string, string>; now(): GitHub } {
  runner.write(
    "github.json",
    JSON.stringify({ comments: [], issues: [], labels: [], deployments: {}, history: [], ...github }),
  );
  runner.program("gh", `exec ${process.execPath} ${join(__dirname, "fake-gh.mjs")} "$@"`);
  return {
    token: { GH_TOKEN: "a-token", FAKE_GITHUB: runner.file("github.json"), REPOSITORY: "acme/orders" },
    now: () => JSON.parse(runner.read("github.json")),
  };
}
