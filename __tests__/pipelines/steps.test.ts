import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Runner } from "./support/run-step";
import { jobAt, ROOT } from "./support/workflows";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.remove());

describe("the environments that a pull request changes", () => {
  const find = () => runner.run("pull-request.yml/changes", "Find the changed environments");

  /** A repository whose newest commit merges a branch with these files into main, as GitHub proposes it. */
  function merge(change: () => void): void {
    runner.useTools();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
        cwd: runner.folder,
        env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
        stdio: ["ignore", "ignore", "inherit"],
      });
    const commit = (message: string) => {
      git("add", "--all");
      git("commit", "--quiet", "--message", message);
    };
    git("init", "--quiet", "--initial-branch", "main");
    runner.write("stacks/data.ts", "a stack with a text that is long enough to be known again\n");
    commit("base");
    git("checkout", "--quiet", "-b", "change");
    change();
    commit("change");
    git("checkout", "--quiet", "main");
    runner.write("stacks/intake.ts", "what was merged meanwhile is no change of this pull request\n");
    commit("meanwhile");
    // As GitHub merges: a folder whose files were moved does not draw new files after them.
    git("-c", "merge.directoryRenames=false", "merge", "--quiet", "--no-ff", "--no-edit", "change");
  }

  it("are found by what its merge would change", async () => {
    merge(() => {
      runner.write("environments/staging.ts", "settings\n");
      runner.write("docs/decisions.md", "words\n");
    });
    const { status, outputs } = await find();
    expect([status, outputs]).toEqual([0, { environments: '["staging"]' }]);
  });

  it("are all of them when a stack is moved to where nothing is deployed from", async () => {
    merge(() => execFileSync("git", ["mv", "stacks/data.ts", "data.md"], { cwd: runner.folder }));
    expect((await find()).outputs).toEqual({ environments: '["dev","staging","prod"]' });
  });
});

describe("a plan", () => {
  const plan = (job: string) => runner.run(job, "Plan", { ENVIRONMENT: "dev" });

  it.each(["pull-request.yml/plan", "deploy-environment.yml/plan"])(
    "of %s passes with and without changes",
    async (job) => {
      for (const [status, expected] of [
        [0, 0],
        [2, 0],
        [1, 1],
      ]) {
        runner.program("npm", `[ "$*" = "run --silent pipelines -- plan dev" ] || exit 9; exit ${status}`);
        expect([status, (await plan(job)).status]).toEqual([status, expected]);
      }
    },
  );

  it.each([
    [0, "clean\n"],
    [2, "drift\n"],
  ])("for drift that ends with %i has a verdict and a review", async (status, verdict) => {
    // The review finds something dangerous, which is no failure of this job.
    runner.program(
      "npm",
      `case "$3" in pipelines) exit ${status} ;; review) echo "What would change in $5"; exit 1 ;; esac`,
    );
    expect((await plan("drift.yml/plan")).status).toBe(0);
    expect([runner.read("report/verdict"), runner.read("report/review.md")]).toEqual([
      verdict,
      "What would change in plans/dev\n",
    ]);
  });

  it("for drift that failed has no verdict", async () => {
    runner.program("npm", "exit 1");
    expect((await plan("drift.yml/plan")).status).toBe(1);
    expect(() => runner.read("report/verdict")).toThrow("ENOENT");
  });
});

describe("the review", () => {
  const RUN_URL = "https://github.example/runs/1";
  const review = (ENVIRONMENTS: string) =>
    runner.run("pull-request.yml/review", "Review the plans", { ENVIRONMENTS, RUN_URL });
  const judge = (STATUS: string) =>
    runner.run("pull-request.yml/review", "Fail unless the verdict allows a merge", { STATUS });

  it("is made of the plans of each environment, and passes its exit code on", async () => {
    runner.useTools();
    runner.write("cdktf.out/manifest.json", JSON.stringify({ stacks: {} }));
    runner.write(
      "plans/dev/outcome.json",
      JSON.stringify({
        environment: "dev",
        stacks: [{ stack: "orders-dev-data", outcome: "planned", hasChanges: true }],
      }),
    );
    const table = { address: "aws_dynamodb_table.orders", mode: "managed", type: "aws_dynamodb_table" };
    const resource_changes = [{ ...table, change: { actions: ["delete"], before: { name: "orders" } } }];
    runner.write("plans/dev/orders-dev-data.json", JSON.stringify({ resource_changes }));
    const { status, outputs } = await review("dev prod");
    expect([status, outputs]).toEqual([0, { status: "1" }]);
    const text = runner.read("review.md");
    expect(text).toMatch(/^## Plan review: \*\*dangerous\*\*\n/);
    expect(text).toContain("aws_dynamodb_table.orders");
    expect(text).toMatch(/plans\/prod cannot be read/);
  });

  it("says when there is nothing to plan, and is safe", async () => {
    runner.useTools();
    runner.write("cdktf.out/manifest.json", JSON.stringify({ stacks: {} }));
    expect(await review("")).toMatchObject({ status: 0, outputs: { status: "0" } });
    expect(runner.read("review.md")).toMatch(/\*\*safe\*\*[\s\S]*Nothing that is deployed changes/);
  });

  it("that ends without a word leaves one for the comment", async () => {
    runner.program("npm", "exit 2");
    expect(await review("dev")).toMatchObject({ status: 0, outputs: { status: "2" } });
    expect(runner.read("review.md")).toBe(`The plans could not be reviewed: see [the log](${RUN_URL}).\n`);
  });

  it("fails its job after the upload unless the exit code is 0", async () => {
    expect((await judge("0")).status).toBe(0);
    for (const [status, words] of [
      ["1", "does not waive"],
      ["3", "incomplete"],
      ["2", "failed with 2"],
      ["", "failed with"],
    ] as const) {
      const { status: ended, out } = await judge(status);
      expect([status, ended, out]).toEqual([status, 1, expect.stringMatching(`^::error::.*${words}`)]);
    }
    const { steps } = jobAt("pull-request.yml/review");
    const [made, kept, judged] = [
      steps.findIndex(({ name }) => name === "Review the plans"),
      steps.findIndex(({ with: inputs }) => inputs.name === "review"),
      steps.findIndex(({ name }) => name === "Fail unless the verdict allows a merge"),
    ];
    expect([kept, judged]).toEqual([made + 1, made + 2]);
  });

  it("is posted when it failed, and not when it was skipped or cancelled", () => {
    expect(jobAt("pull-request.yml/comment").if).toBe(
      `!cancelled() && contains(fromJSON('["success", "failure"]'), needs.review.result)`,
    );
  });

  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [2, 1],
  ])("of a deployment that ends with %i is shown, and only wrong usage stops it", async (ends, status) => {
    runner.program("npm", `echo "$*"; exit ${ends}`);
    const where = ["deploy-environment.yml/plan", "Show the review of the plans"] as const;
    expect((await runner.run(...where, { ENVIRONMENT: "dev", RUN_URL })).status).toBe(status);
    expect(runner.read("summary.md")).toBe(
      `run --silent review -- plans/dev --synthesized cdktf.out --artifact-url ${RUN_URL}\n`,
    );
  });
});

describe("credentials", () => {
  const refuse = (ACCOUNT: string) =>
    runner.run("credentials", "Refuse an environment without an account", { ENVIRONMENT: "dev", ACCOUNT });

  it("are of an account that is known", async () => {
    expect((await refuse("123456789012")).status).toBe(0);
    for (const account of ["", "12345678901", "1234567890123", "arn:aws:iam"]) {
      const { status, out } = await refuse(account);
      expect([account, status]).toEqual([account, 1]);
      expect(out).toContain(
        `::error::The repository variable AWS_ACCOUNT_ID_DEV is '${account}', expected the 12 digits`,
      );
    }
  });

  it("are for the region and the names of the environment's settings", async () => {
    runner.useTools();
    const find = (ENVIRONMENT: string) =>
      runner.run("credentials", "Find the region and the role's name", { ENVIRONMENT });
    expect((await find("prod")).outputs).toEqual({ region: "eu-west-1", prefix: "orders-prod" });
    const { status, outputs, out } = await find("nowhere");
    expect([status, outputs]).toEqual([1, {}]);
    expect(out).toContain('There is no environment "nowhere"');
  });
});

describe("Terraform", () => {
  it("is not unpacked when its archive is not the one that is known", async () => {
    runner.program("curl", 'while [ "$1" != --output ]; do shift; done; echo "something else" > "$2"');
    runner.program("unzip", "echo unpacked");
    const { status, out } = await runner.run("terraform", "Install Terraform", {
      VERSION: "1.11.4",
      SHA256: "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    });
    expect(status).toBe(1);
    expect(out).toContain("terraform.zip: FAILED");
    expect(out).not.toContain("unpacked");
  });
});

describe("the lock file of providers", () => {
  const committed = readFileSync(join(ROOT, ".terraform.lock.hcl"), "utf8");
  const [checksum = ""] = committed.match(/ +"zh:.*\n/) ?? [];

  /** Checks the committed file where Terraform makes `fresh` of the folder that it is given. */
  async function check(fresh: string, end = "") {
    runner.program("npm", '[ "$*" = "run --silent pipelines -- prefix dev" ] || exit 9; echo acme-dev');
    runner.write("cdktf.out/stacks/acme-dev-data/cdk.tf.json", "{}");
    runner.write(".terraform.lock.hcl", committed);
    runner.write("fresh", fresh);
    const script = `
      [ "$2 $3" = "providers lock" ] && [ $# = 7 ] && cd "\${1#-chdir=}" && test -f cdk.tf.json || exit 9
      cp .terraform.lock.hcl ${runner.file("given")}
      cp ${runner.file("fresh")} .terraform.lock.hcl
      ${end}`;
    runner.program("terraform", script);
    return runner.run("check.yml/check", "Check the lock file of providers");
  }

  it("passes where the registry has all that it holds, and more", async () => {
    expect((await check(committed)).status).toBe(0);
    expect(runner.read("given")).toContain('version     = "5.100.0"');
    expect(runner.read("given")).not.toMatch(/hashes|(zh|h1):/);
  });

  it("passes where the fresh file has checksums of more platforms", async () => {
    expect((await check(committed.replace(checksum, `    "h1:more=",\n${checksum}`))).status).toBe(0);
  });

  it.each([
    ["a checksum that the registry does not have", checksum, ""],
    ["another checksum for the same package", checksum, checksum.replace("zh:0", "zh:1")],
    ["another version", 'version     = "5.100.0"', 'version     = "5.100.1"'],
  ])("fails with %s, and names the line", async (_what, line, instead) => {
    expect(committed).toContain(line);
    const { status, out } = await check(committed.replace(line, instead));
    expect(status).toBe(1);
    expect(out).toContain(
      `${line.trim()}\n::error file=.terraform.lock.hcl::The registry does not confirm these lines`,
    );
  });

  it("fails when Terraform does", async () => {
    expect((await check(committed, "exit 1")).status).toBe(1);
  });
});

describe("a deployment", () => {
  const prefix = '[ "$5" != prefix ] || { [ "$6" = dev ] && echo acme-dev; exit; }';
  const run = (step: string) => runner.run("deploy-environment.yml/deploy", step, { ENVIRONMENT: "dev" });

  it("is of the stacks that the settings name", async () => {
    runner.program("npm", `${prefix}\necho "$@"`);
    expect(await run("Deploy")).toMatchObject({
      status: 0,
      out: "run --silent deploy -- acme-dev-* --auto-approve --skip-synth\n",
    });
    runner.program("npm", `[ "$5" != prefix ] || exit 1\necho "$@"`);
    expect(await run("Deploy")).toMatchObject({ status: 1, out: "" });
  });

  it.each([
    ["with changes that were shown", 2, 0, 0],
    ["without changes", 0, 0, 0],
    ["with changes that were not shown", 2, 1, 1],
    ["that cannot be planned", 1, 0, 1],
  ])("%s ends so", async (_what, planned, compared, expected) => {
    runner.program(
      "npm",
      `case "$*" in *" plan dev") exit ${planned} ;; *" compare dev") exit ${compared} ;; esac; exit 9`,
    );
    expect((await run("Refuse what the plan did not show")).status).toBe(expected);
  });
});

describe("a pull request", () => {
  it("passes when every job passed or was skipped with a reason, and not otherwise", async () => {
    const pass = async (RESULTS: string) =>
      (await runner.run("pull-request.yml/passed", "Fail unless every job passed or had nothing to do", { RESULTS }))
        .status;
    expect(await pass("success success skipped success success")).toBe(0);
    expect(await pass("failure success skipped skipped skipped")).toBe(1);
    expect(await pass("success success cancelled skipped skipped")).toBe(1);
  });

  it("from a fork gets a notice of how to have it planned", async () => {
    const { status, out } = await runner.run("pull-request.yml/changes", "Say that a fork is not planned");
    expect(status).toBe(0);
    expect(out).toMatch(/^::notice::.*a pull request from a fork gets no credentials/);
  });
});
