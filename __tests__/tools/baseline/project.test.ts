import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Baseline, judgeEnvironments } from "../../../tools/baseline/baseline";
import { catalogue, type ScannerRule } from "../../../tools/baseline/catalogue";
import { outcomeOf } from "../../../tools/baseline/judge";
import { readSynthesis } from "../../../tools/baseline/model/read-synthesis";
import { Resource } from "../../../tools/baseline/model/resource";
import { Stack } from "../../../tools/baseline/model/stack";
import { notApplicable } from "../../../tools/baseline/not-applicable";
import { allRules } from "../../../tools/baseline/rules/all";
import { bootstrapVariables } from "../../../tools/baseline/synthesize";
import { synthesize } from "../../stacks/synthesized";

let scratch: string;
let stacks: Stack[];
let baseline: Baseline;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "baseline-"));
  const outdirs = { workload: join(scratch, "workload"), bootstrap: join(scratch, "bootstrap") };
  await synthesize(outdirs.workload);
  await synthesize(outdirs.bootstrap, undefined, bootstrapVariables(undefined, {}));
  stacks = Object.values(outdirs).flatMap(readSynthesis);
  baseline = await judgeEnvironments(stacks, { isWhole: true });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the project", () => {
  it("fails no rule in any environment", () => {
    expect(baseline.environments.map(({ environment }) => environment).sort()).toEqual(
      expect.arrayContaining(["dev", "prod", "staging"]),
    );
    const failed = baseline.environments
      .flatMap(({ judgements }) => judgements.flatMap(({ findings }) => findings))
      .filter(({ waiver }) => waiver === undefined);
    expect(
      failed.map(({ rule, stack, resource, wrong }) => `${rule.id}, ${stack.id} ${resource.address}: ${wrong}`),
    ).toEqual([]);
  });

  it("is judged with the stack that stands before each environment", () => {
    expect(stacks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["orders-dev-bootstrap", "orders-prod-bootstrap", "orders-staging-bootstrap"]),
    );
  });

  it.each([
    ["any branch may deploy", ":environment:prod", ":*"],
    ["every repository may plan", "repo:owner/name:pull_request", "repo:*:pull_request"],
    ["a token for somebody else may be used", "sts.amazonaws.com", "*"],
  ])("fails where %s", async (_what, written, loose) => {
    const bootstrap = stacks.filter(({ id }) => id === "orders-prod-bootstrap");
    const loosened = bootstrap.map(
      (stack) => new Stack({ ...stack, resources: stack.resources.map((each) => replaced(each, written, loose)) }),
    );
    expect(await failedRules(bootstrap)).toEqual([]);
    expect(await failedRules(loosened)).toEqual(["role-trust-github"]);
  });

  it("needs every waiver", () => {
    expect(baseline.unused).toEqual([]);
  });
});

function replaced({ type, name, values }: Resource, written: string, other: string): Resource {
  return new Resource(type, name, JSON.parse(JSON.stringify(values.json).replaceAll(written, other)));
}

async function failedRules(judged: readonly Stack[]): Promise<string[]> {
  const { environments } = await judgeEnvironments(judged, { isWhole: false });
  const judgements = environments.flatMap((each) => each.judgements);
  return judgements.filter((each) => outcomeOf(each) === "failed").map(({ rule }) => rule.id);
}

describe("the catalogue of scanners' rules", () => {
  const isNotApplicable = ({ id, types }: ScannerRule) =>
    notApplicable.some(({ type, scannerIds }) => scannerIds.includes(id) && types.every((each) => each === type));

  it("has each under a rule of ours or among what does not apply, never both", () => {
    const covered = allRules.flatMap(({ scannerIds }) => scannerIds);
    const entriesOf = (id: string) => catalogue.filter((entry) => entry.id === id);
    for (const entry of catalogue) {
      // Two entries of one id speak of different resources; what does not apply is told by both.
      const isCovered = covered.includes(entry.id) && !(isNotApplicable(entry) && entriesOf(entry.id).length > 1);
      expect([entry.id, entry.types, isCovered]).toEqual([entry.id, entry.types, !isNotApplicable(entry)]);
    }
  });

  it("has every id that a rule or a reason names, each named once", () => {
    const named = [...allRules, ...notApplicable].flatMap(({ scannerIds }) => scannerIds);
    expect(named.filter((id) => !catalogue.some((entry) => entry.id === id))).toEqual([]);
    expect(named).toHaveLength(catalogue.length);
  });

  it("holds what does not apply to what is synthesized", () => {
    const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
    expect(types.size).toBeGreaterThan(40);
    expect(notApplicable.filter(({ type }) => types.has(type))).toEqual([]);
  });
});

describe("docs/security.md", () => {
  const doc = readFileSync(resolve(__dirname, "../../../docs/security.md"), "utf8");

  it("names files that there are", () => {
    const links = [...doc.matchAll(/\]\((?!http|#)([^)#]+)/g)].map(([, link]) =>
      resolve(__dirname, "../../../docs", link ?? ""),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
