import { type Comment, type Deployed, type GitHub, hasJq, type Issue, useGitHub } from "./support/github";
import { Runner } from "./support/run-step";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.remove());

// The filters are jq's, which gh has in it and a machine may not have.
const describeWithJq = hasJq ? describe : describe.skip;

describeWithJq("the comment on a pull request", () => {
  const marker = "<!-- plan-review -->";
  const comment = (id: number, body: string, login = "github-actions[bot]"): Comment => ({ id, user: { login }, body });

  async function post(comments: readonly Comment[], review: string): Promise<readonly Comment[]> {
    const github = useGitHub(runner, { comments });
    runner.write("review.md", review);
    const { status, out } = await runner.run(
      "pull-request.yml/comment",
      "Post the review, or update the one that is there",
      {
        ...github.token,
        PULL_REQUEST: "7",
        COMMIT: "abc1234",
        RUN_URL: "https://github.example/runs/1",
      },
    );
    expect([status, out]).toEqual([0, ""]);
    return github.now().comments;
  }

  it("is posted once, with the review and where it comes from", async () => {
    const others = [comment(1, "Looks good"), comment(2, "Coverage: 90 %")];
    const comments = await post(others, "### dev\n\n`$(exit 1)` changes\n");
    expect(comments.slice(0, 2)).toEqual(others);
    expect(comments.slice(2)).toMatchObject([{ issue: 7, user: { login: "github-actions[bot]" } }]);
    expect(comments[2]?.body).toBe(
      `${marker}\n### dev\n\n\`$(exit 1)\` changes\n\nPlanned for abc1234; the plans' JSON is kept [with this run](https://github.example/runs/1).\n`,
    );
  });

  it("is updated where it stands, be it on the second page, and nobody else's is touched", async () => {
    const others = Array.from({ length: 120 }, (_, index) => comment(index, `Comment ${index}`));
    const forged = comment(500, `${marker} mine`, "somebody");
    const quoting = comment(501, `> ${marker}`);
    const ours = comment(502, `${marker}\nold`);
    const comments = await post([forged, quoting, ...others, ours], "new\n");
    expect(comments).toHaveLength(123);
    expect(comments.slice(0, 2)).toEqual([forged, quoting]);
    expect(comments.at(-1)?.body).toContain("\nnew\n");
  });
});

describeWithJq("the issue of an environment that drifts", () => {
  const issue = (number: number, title: string): Issue => ({
    number,
    title,
    state: "open",
    labels: ["drift"],
    body: "old",
  });

  async function report(verdict: string | undefined, issues: readonly Issue[]): Promise<GitHub> {
    const github = useGitHub(runner, { issues });
    if (verdict !== undefined) {
      runner.write("report/verdict", `${verdict}\n`);
      runner.write("report/review.md", "**orders-dev-data**: 1 to update\n");
    }
    const { status } = await runner.run("drift.yml/report", "Open, update or close the issue", {
      ...github.token,
      TITLE: "Drift in dev",
      RUN_URL: "https://github.example/runs/1",
    });
    expect(status).toBe(0);
    return github.now();
  }

  it("is opened, with its label", async () => {
    const { issues, labels } = await report("drift", [issue(4, "Drift in prod")]);
    expect(labels).toEqual(["drift"]);
    expect(issues[0]).toEqual(issue(4, "Drift in prod"));
    expect(issues[1]).toMatchObject({ title: "Drift in dev", labels: ["drift"], state: "open" });
    expect(issues[1]?.body).toContain("**orders-dev-data**: 1 to update\n");
  });

  it("is the same one on the next day, brought up to date", async () => {
    const { issues, comments } = await report("drift", [issue(4, "Drift in prod"), issue(5, "Drift in dev")]);
    expect(issues).toHaveLength(2);
    expect(issues[1]).toMatchObject({ number: 5, state: "open", body: expect.stringContaining("1 to update") });
    expect(comments).toEqual([]);
  });

  it("is closed with a word when the plan is empty again", async () => {
    const { issues, comments } = await report("clean", [issue(4, "Drift in prod"), issue(5, "Drift in dev")]);
    expect(issues.map(({ number, state }) => [number, state])).toEqual([
      [4, "open"],
      [5, "closed"],
    ]);
    expect(comments).toMatchObject([{ issue: 5, body: "The plan is empty again: https://github.example/runs/1" }]);
  });

  it("stays as it is when nothing drifts, and when nothing is known", async () => {
    const others = [issue(4, "Drift in prod")];
    expect(await report("clean", others)).toMatchObject({ issues: others, comments: [], labels: [] });
    const open = [issue(5, "Drift in dev")];
    runner.remove();
    runner = new Runner();
    expect(await report(undefined, open)).toMatchObject({ issues: open, comments: [], labels: [] });
  });
});

describeWithJq("the commit that is looked at for drift", () => {
  async function deployed(...deployments: Deployed[]) {
    const github = useGitHub(runner, {
      deployments: { dev: deployments, prod: [{ commitOid: "c9", state: "ACTIVE" }] },
    });
    return runner.run("drift.yml/plan", "Find the deployed commit", {
      ...github.token,
      ENVIRONMENT: "dev",
      QUERY: "query { ... }",
    });
  }

  it("is the one that was deployed last with success, not one that waits or failed", async () => {
    const { status, outputs } = await deployed(
      { commitOid: "c3", state: "WAITING" },
      { commitOid: "c2", state: "FAILURE" },
      { commitOid: "c1", state: "ACTIVE" },
      { commitOid: "c0", state: "INACTIVE" },
    );
    expect([status, outputs]).toEqual([0, { commit: "c1" }]);
  });

  it("is empty before the first deployment", async () => {
    const { status, outputs, out } = await deployed();
    expect([status, outputs]).toEqual([0, { commit: "" }]);
    expect(out).toContain("::notice::dev has not been deployed yet.");
  });
});

describeWithJq("a commit that is older than the one that an environment runs", () => {
  const active = (commitOid: string): Deployed => ({ commitOid, state: "ACTIVE", was: ["IN_PROGRESS", "SUCCESS"] });
  const failed = (commitOid: string): Deployed => ({ commitOid, state: "FAILURE", was: ["IN_PROGRESS", "FAILURE"] });
  /** One that was active until another took its place. */
  const former = (commitOid: string): Deployed => ({ commitOid, state: "INACTIVE", was: ["SUCCESS", "INACTIVE"] });
  /** The deployment of the job that asks. */
  const own = (commitOid: string): Deployed => ({ commitOid, state: "IN_PROGRESS", was: ["IN_PROGRESS"] });

  async function deploy(COMMIT: string, ATTEMPT: string, ...before: Deployed[]) {
    const history = ["c1", "c2", "c3"];
    const deployments = { dev: [own(COMMIT), ...before], prod: [active("c3"), former("c1")] };
    const github = useGitHub(runner, { deployments, history });
    return runner.run("deploy-environment.yml/deploy", "Refuse an older commit", {
      ...github.token,
      ENVIRONMENT: "dev",
      COMMIT,
      ATTEMPT,
      QUERY: "query { ... }",
    });
  }

  it("is refused, and the message names both", async () => {
    const { status, out } = await deploy("c2", "1", active("c3"), former("c1"));
    expect(status).toBe(1);
    expect(out).toMatch(/^::error::dev runs c3, which is later than c2 and contains it\. Nothing was deployed\./);
  });

  it("is refused also when a person runs again what was never deployed there", async () => {
    expect((await deploy("c2", "2", active("c3"), failed("c2"), former("c1"))).status).toBe(1);
    expect((await deploy("c1", "1", active("c3"), former("c1"))).status).toBe(1);
  });

  it("is let through, with a warning, when a person runs again what ran there: that undoes a deployment", async () => {
    const { status, out } = await deploy("c1", "2", active("c3"), former("c1"));
    expect([status, out]).toEqual([0, "::warning::This takes dev back from c3 to c1, which ran there before.\n"]);
  });

  it.each([
    ["the first", "c1", []],
    ["a later one", "c3", [failed("c3"), active("c2")]],
    ["the same again", "c2", [active("c2")]],
    ["a later one after an earlier was brought back", "c3", [active("c1"), former("c2"), former("c1")]],
  ] as const)("is not %s", async (_what, commit, before) => {
    expect(await deploy(commit, "1", ...before)).toMatchObject({ status: 0, out: "" });
  });

  it("is not guessed: a question that fails ends the deployment", async () => {
    expect((await deploy("c2", "1", active("unknown"))).status).toBe(1);
  });
});
