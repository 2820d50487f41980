import { judgeEnvironments } from "../../tools/baseline/baseline";
import { readPlan } from "../../tools/baseline/model/read-plan";
import type { Plan } from "./plan";

/** What the baseline must say of the plans of one environment. To be called in a `describe`. */
export function itKeepsTheBaseline(plans: () => readonly Plan[]): void {
  it("keeps the security baseline", async () => {
    const stacks = plans().map(({ stack, json }) => readPlan(stack, json));
    const { environments } = await judgeEnvironments(stacks, { isWhole: false });
    expect(environments).toHaveLength(1);
    const findings = environments.flatMap(({ judgements }) => judgements.flatMap((each) => each.findings));
    const failed = findings.filter(({ waiver }) => waiver === undefined);
    expect(failed.map(({ rule, resource, wrong }) => `${rule.id}, ${resource.address}: ${wrong}`)).toEqual([]);
    expect(findings.length).toBeGreaterThan(100);
  });
}
