import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Baseline, judgeEnvironments } from "../../../tools/baseline/baseline";
import { catalogue, type ScannerRule } from "../../../tools/baseline/catalogue";
import { outcomeOf } from "../../../tools/baseline/judge";
import { Resource } from "../../../tools/baseline/model/resource";
import { Stack } from "../../../tools/baseline/model/stack";
import { synthesizedStack } from "../../../tools/baseline/model/synthesized-stack";
import { notApplicable } from "../../../tools/baseline/not-applicable";
import { allRules } from "../../../tools/baseline/rules/all";
import { bootstrapVariables } from "../../../tools/baseline/synthesize";
import { readSynthesis } from "../../../tools/terraform/synthesis";
import { synthesize } from "../../stacks/synthesized";

let scratch: string;
let stacks: Stack[];
let baseline: Baseline;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "baseline-"));
  const outdirs = { workload: join(scratch, "workload"), bootstrap: join(scratch, "bootstrap") };
  await synthesize(outdirs.workload);
  await synthesize(outdirs.bootstrap, undefined, bootstrapVariables(undefined, {}));
  stacks = Object.values(outdirs).flatMap((outdir) => readSynthesis(outdir).map(synthesizedStack));
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

  it("is judged with the bootstrap stack of each environment", () => {
    expect(stacks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["orders-dev-bootstrap", "orders-prod-bootstrap", "orders-staging-bootstrap"]),
    );
  });

  it.each([
    ["any branch may deploy", ":environment:prod", ":*"],
    ["every repository may plan", "repo:owner/name:pull_request", "repo:*:pull_request"],
    ["a token for another audience may be used", "sts.amazonaws.com", "*"],
  ])("fails if %s", async (_what, written, loose) => {
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

  it("lists each under a rule of ours or as not applicable, never both", () => {
    const covered = allRules.flatMap(({ scannerIds }) => scannerIds);
    const entriesOf = (id: string) => catalogue.filter((entry) => entry.id === id);
    for (const entry of catalogue) {
      // Two entries of one id judge different resources, so one of them may be not applicable.
      const isCovered = covered.includes(entry.id) && !(isNotApplicable(entry) && entriesOf(entry.id).length > 1);
      expect([entry.id, entry.types, isCovered]).toEqual([entry.id, entry.types, !isNotApplicable(entry)]);
    }
  });

  it("has every id that a rule or a reason names, once each", () => {
    const named = [...allRules, ...notApplicable].flatMap(({ scannerIds }) => scannerIds);
    expect(named.filter((id) => !catalogue.some((entry) => entry.id === id))).toEqual([]);
    expect(named).toHaveLength(catalogue.length);
  });

  it("lists nothing as not applicable that is synthesized", () => {
    const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
    expect(types.size).toBeGreaterThan(40);
    expect(notApplicable.filter(({ type }) => types.has(type))).toEqual([]);
  });
});

describe("docs/security.md", () => {
  const doc = readFileSync(resolve(__dirname, "../../../docs/security.md"), "utf8");

  it("links to existing files only", () => {
    const links = [...doc.matchAll(/\]\((?!http|#)([^)#]+)/g)].map(([, link]) =>
      resolve(__dirname, "../../../docs", link ?? ""),
    );
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
