import { MOST_BYTES, markdownReport } from "../../../../tools/review/report/markdown";
import { say } from "../../../../tools/review/text";
import { finding, report } from "./reports";

const picture = { plan: "plan", address: "aws_sfn_state_machine.orders", mermaid: "flowchart TB\n  n1" };

it("shows a picture as a Mermaid diagram, with what its colours mean", () => {
  const written = markdownReport(report({ pictures: [picture] }), undefined);
  expect(written).toContain("```mermaid\nflowchart TB\n  n1\n```");
  expect(written).toContain("what is added is green, removed red, changed amber");
});

it.each(["dangerous", "attention", "safe"] as const)("drops pictures before a finding of level %s", (level) => {
  const large = { ...picture, mermaid: "x".repeat(50_000) };
  const findings = Array.from({ length: 100 }, (_, index) =>
    finding({ level, text: say`${`S${index}-`.padEnd(300, "y")}` }),
  );
  const written = markdownReport(report({ findings, pictures: [large] }), undefined);
  for (let index = 0; index < findings.length; index += 1) expect(written).toContain(`S${index}-`);
  expect(written).not.toContain("mermaid");
  expect(written).toMatch(/Left out.*: 1 picture\./);
  expect(Buffer.byteLength(written)).toBeLessThanOrEqual(MOST_BYTES);
  expect(markdownReport(report({ findings: findings.slice(0, 5), pictures: [large] }), undefined)).toContain("mermaid");
});
