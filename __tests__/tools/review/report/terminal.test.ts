import { terminalReport, WIDTH } from "../../../../tools/review/report/terminal";
import { say } from "../../../../tools/review/text";
import { finding, report } from "./reports";

const sentence = `${"The old state machine is deleted, so its ".repeat(4)}running executions end`;
const long = report({ findings: [finding({ text: say`${sentence}` })] });

it("keeps a sentence on one line in a file, so that a search finds it", () => {
  expect(terminalReport(long, false)).toContain(sentence);
});

it("fits the columns of a terminal", () => {
  const lines = terminalReport(long, false, WIDTH).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH);
  expect(lines.join(" ").replace(/\s+/g, " ")).toContain(sentence);
});
