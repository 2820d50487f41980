import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentNames } from "../../environments/load";
import { actions, jobAt, jobs, ROOT, SHELL, sources, steps, workflows } from "./support/workflows";

const SAME_REPOSITORY = "github.event.pull_request.head.repo.full_name == github.repository";
const scripts = steps.flatMap(([where, { run }]) => (run === undefined ? [] : [[where, run] as const]));

describe("what runs is what was reviewed", () => {
  const uses = [...sources].flatMap(([path, text]) =>
    [...text.matchAll(/\buses: (.*)$/gm)].map(([, used = ""]) => [path, used] as const),
  );

  it("every action of others is pinned by its commit, with the version as a comment", () => {
    const foreign = uses.filter(([, used]) => !used.startsWith("./"));
    expect(foreign.length).toBeGreaterThan(10);
    expect(foreign.filter(([, used]) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used))).toEqual([]);
  });

  it("an action is the same everywhere", () => {
    const pins = new Set(uses.map(([, used]) => used).filter((used) => !used.startsWith("./")));
    expect([...new Set([...pins].map((pin) => pin.split("@")[0]))]).toHaveLength(pins.size);
  });

  it("every action and workflow of the project exists", () => {
    const own = uses.map(([, used]) => used).filter((used) => used.startsWith("./"));
    const found = own.filter((path) => existsSync(join(ROOT, path)) || existsSync(join(ROOT, path, "action.yml")));
    expect(found).toEqual(own);
    expect([...actions.keys()].filter((name) => !own.includes(`./.github/actions/${name}`))).toEqual([]);
  });

  it("every job says how long it may take, on a runner of a fixed version", () => {
    const running = jobs.filter(([, { uses }]) => uses === undefined);
    const unlimited = running.filter(([, job]) => (job["timeout-minutes"] ?? 61) > 60);
    expect(unlimited.map(([where]) => where)).toEqual([]);
    expect([...new Set(running.map(([, job]) => job["runs-on"]))]).toEqual(["ubuntu-24.04"]);
  });

  it("checks what a person checks, by the same commands", () => {
    const commands = jobAt("check.yml/check").steps.flatMap(({ run }) => run?.trim().split("\n").at(-1) ?? []);
    const rehearsed = readFileSync(join(ROOT, ".ci/run"), "utf8");
    const shared = [
      "npm run --silent lint",
      "npm run --silent typecheck",
      "npm run --silent synth",
      "npm test -- --ci",
      "npm run --silent test:scenarios -- --ci",
    ];
    expect(commands).toEqual(expect.arrayContaining(shared));
    const install = actions.get("setup")?.find(({ name }) => name === "Install")?.run ?? "not installed";
    for (const command of [...shared, install])
      expect(rehearsed).toMatch(new RegExp(`^(step|suite) .*${command}`, "m"));
  });
});

describe("nobody gets a right that they do not need", () => {
  const reads = { contents: "read" };
  const plans = { contents: "read", "id-token": "write" };
  /** Asks GitHub as well which commit an environment runs. */
  const asks = { ...plans, deployments: "read" };
  const rights: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "check.yml/check": reads,
    "deploy.yml/check": reads,
    "deploy.yml/dev": asks,
    "deploy.yml/staging": asks,
    "deploy.yml/prod": asks,
    "deploy-environment.yml/plan": plans,
    "deploy-environment.yml/deploy": asks,
    "drift.yml/plan": asks,
    "drift.yml/report": { issues: "write" },
    "pull-request.yml/check": reads,
    "pull-request.yml/changes": reads,
    "pull-request.yml/plan": plans,
    "pull-request.yml/review": reads,
    "pull-request.yml/comment": { "pull-requests": "write" },
    "pull-request.yml/passed": {},
  };

  it("a workflow has none, and each job those of the table", () => {
    for (const [file, { permissions }] of workflows) expect([file, permissions]).toEqual([file, {}]);
    expect(Object.fromEntries(jobs.map(([where, { permissions }]) => [where, permissions]))).toEqual(rights);
  });

  it("a job that may write on GitHub runs no code of the repository and takes no role", () => {
    const writing = jobs.filter(([, { permissions }]) =>
      Object.entries(permissions).some(([right, level]) => level === "write" && right !== "id-token"),
    );
    expect(writing.map(([where]) => where)).toEqual(["drift.yml/report", "pull-request.yml/comment"]);
    for (const [where, { steps }] of writing) {
      const used = steps.flatMap(({ uses }) => uses?.split("@")[0] ?? []);
      expect([where, used]).toEqual([where, ["actions/download-artifact"]]);
      expect(steps.map(({ run }) => run ?? "").join()).not.toMatch(/\b(npm|node|npx)\b/);
    }
  });

  it("the token of a checkout is not left on the disk", () => {
    const kept = steps.filter(
      ([, { uses, with: inputs }]) =>
        uses?.startsWith("actions/checkout@") && inputs["persist-credentials"] !== "false",
    );
    expect(kept).toEqual([]);
  });

  it("no workflow runs a stranger's code with rights, and none has a long-lived secret", () => {
    for (const [path, text] of sources) {
      expect([path, text.match(/pull_request_target|workflow_run|secrets[.[]|secrets: inherit/)]).toEqual([path, null]);
    }
    expect(Object.keys(workflows.get("pull-request.yml")?.on ?? {})).toEqual(["pull_request"]);
    // Nor does anybody tell to give them one.
    expect(readFileSync(join(ROOT, "docs/pipelines.md"), "utf8")).not.toMatch(/TF_TOKEN|secrets[.[]\w/);
  });

  it("a pull request from a fork gets no credentials, and a notice says so", () => {
    for (const [where, { permissions, if: condition }] of jobs) {
      if (!where.startsWith("pull-request.yml/") || permissions["id-token"] === undefined) continue;
      expect([where, condition]).toEqual([where, expect.stringContaining(SAME_REPOSITORY)]);
    }
    const told = jobAt("pull-request.yml/changes").steps.find(({ run }) => run?.includes("from a fork"));
    expect(told?.if).toBe(SAME_REPOSITORY.replace("==", "!="));
  });

  it("only the job behind the environment's protection takes the role that deploys", () => {
    const deploying = jobs.filter(([, { steps }]) => steps.some(({ with: inputs }) => inputs.role === "deploy"));
    expect(deploying.map(([where, { environment }]) => [where, environment])).toEqual([
      ["deploy-environment.yml/deploy", "${{ inputs.environment }}"],
    ]);
    const roles = jobs.flatMap(([, { steps }]) => steps.flatMap(({ with: inputs }) => inputs.role ?? []));
    expect(new Set(roles)).toEqual(new Set(["plan", "deploy"]));
  });
});

describe("scripts", () => {
  it("take no expression, so that no title or branch name becomes a command", () => {
    expect(scripts.length).toBeGreaterThan(15);
    expect(scripts.filter(([, run]) => run.includes("${{"))).toEqual([]);
  });

  it("are understood by a shell that ends at the first failure", () => {
    for (const [where, run] of scripts) {
      expect([where, spawnSync("bash", ["-n"], { input: run, encoding: "utf8" }).stderr]).toEqual([where, ""]);
    }
    for (const [file, { defaults, jobs }] of workflows) {
      const hasScripts = Object.values(jobs).some(({ steps }) => steps.some(({ run }) => run !== undefined));
      if (hasScripts) expect([file, defaults?.run.shell]).toEqual([file, SHELL]);
    }
    for (const [name, steps] of actions) {
      for (const { run, shell } of steps) if (run !== undefined) expect([name, shell]).toEqual([name, SHELL]);
    }
  });

  it("call npm scripts that exist", () => {
    const text = readFileSync(join(ROOT, "package.json"), "utf8");
    const known = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text)).scripts;
    const called = scripts.flatMap(([, run]) =>
      [...run.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map(([, it]) => it),
    );
    expect(called.length).toBeGreaterThan(8);
    expect(called.filter((name) => known[name ?? ""] === undefined)).toEqual([]);
  });
});

describe("environments", () => {
  it("are deployed one after the other, prod last, each after the one before it", () => {
    const deploy = workflows.get("deploy.yml")?.jobs ?? {};
    const deployed = Object.entries(deploy).filter(([name]) => name !== "check");
    expect(deployed.map(([, { with: inputs }]) => inputs.environment)).toEqual(environmentNames);
    expect(deployed.map(([, { needs }]) => needs)).toEqual([["check"], ["dev"], ["staging"]]);
    for (const [name, { with: inputs }] of deployed) {
      expect(inputs.account).toBe(`\${{ vars.AWS_ACCOUNT_ID_${name.toUpperCase()} }}`);
    }
  });

  it("are deployed by one run at a time, which is never broken off by the next", () => {
    expect(jobAt("deploy-environment.yml/deploy").concurrency).toEqual({
      group: "deploy-${{ inputs.environment }}",
      "cancel-in-progress": false,
    });
    const cancelling = [...workflows].filter(
      ([, { concurrency }]) => Object(concurrency)["cancel-in-progress"] === true,
    );
    expect(cancelling.map(([file]) => file)).toEqual(["pull-request.yml"]);
  });

  it("get what was synthesized and tested, not something made anew", () => {
    const kept = jobAt("check.yml/check").steps.find(({ with: inputs }) => inputs.name === "synthesized");
    expect(kept?.with.path).toBe("cdktf.out");
    for (const where of ["pull-request.yml/plan", "deploy-environment.yml/plan", "deploy-environment.yml/deploy"]) {
      const { steps } = jobAt(where);
      const taken = steps.find(({ with: inputs }) => inputs.name === "synthesized");
      expect([where, taken?.with.path]).toEqual([where, "cdktf.out"]);
      expect([where, steps.filter(({ run }) => /npm run (--silent )?(synth|build)\b/.test(run ?? ""))]).toEqual([
        where,
        [],
      ]);
    }
    const deploy = jobAt("deploy-environment.yml/deploy").steps.find(({ name }) => name === "Deploy");
    expect(deploy?.run).toMatch(/^npm run --silent deploy -- .*--skip-synth$/m);
  });

  it("are deployed to once it is known that no later commit runs there and that what follows was shown", () => {
    const { steps } = jobAt("deploy-environment.yml/deploy");
    const at = (name: string) => steps.findIndex((step) => step.name === name);
    // Before any code of the repository, which an older commit would be.
    expect(at("Refuse an older commit")).toBe(0);
    const [shown, refusing, deploying] = [
      steps.findIndex(({ with: inputs }) => inputs.path === "shown"),
      at("Refuse what the plan did not show"),
      at("Deploy"),
    ];
    expect(steps[shown]?.with.name).toBe("plans-${{ inputs.environment }}");
    expect([shown > 0, refusing > shown, deploying]).toEqual([true, true, refusing + 1]);
    expect(steps.filter(({ if: condition }) => condition !== undefined)).toEqual([]);
  });

  it("are named as their settings name them", () => {
    expect([...sources].filter(([, text]) => /\borders-/.test(text)).map(([path]) => path)).toEqual([]);
    const [role] = [...sources].flatMap(([, text]) => text.match(/role-to-assume: .*/) ?? []);
    expect(role).toMatch(/:role\/\$\{\{ steps\.settings\.outputs\.prefix \}\}-bootstrap-\$\{\{ inputs\.role \}\}$/);
  });

  it("are all known to every workflow that goes through them", () => {
    for (const [where, { strategy }] of jobs) {
      if (!where.startsWith("drift.yml/")) continue;
      expect([where, strategy?.matrix.environment]).toEqual([where, environmentNames]);
    }
    const accounts = Object.fromEntries(
      environmentNames.map((name) => [name, `\${{ vars.AWS_ACCOUNT_ID_${name.toUpperCase()} }}`]),
    );
    for (const where of ["pull-request.yml/plan", "drift.yml/plan"]) {
      expect(JSON.parse(jobAt(where).env.ACCOUNTS ?? "")).toEqual(accounts);
    }
  });

  it("whose plan failed do not pass because a job after it was skipped", () => {
    const names = Object.keys(workflows.get("pull-request.yml")?.jobs ?? {});
    const { needs, if: condition } = jobAt("pull-request.yml/passed");
    expect(needs).toEqual(names.filter((name) => name !== "passed"));
    expect(condition).toBe("always()");
  });
});
