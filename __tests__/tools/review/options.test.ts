import { parseOptions } from "../../../tools/review/options";

it("reads files and runs, as Markdown by default", () => {
  expect(parseOptions(["a.json", "--run", "run-1", "b.json", "--run", "run-2"])).toEqual({
    paths: ["a.json", "b.json"],
    runs: ["run-1", "run-2"],
    format: "markdown",
    synthesized: undefined,
    waivers: undefined,
    artifactUrl: undefined,
    noPlans: false,
    help: false,
  });
  expect(parseOptions(["--help"])).toMatchObject({ help: true });
});

it.each([
  [[], "No plan is given."],
  [["--no-plans", "a.json"], "--no-plans and a plan are given."],
  [["--format", "html", "a.json"], '--format "html" is not one of markdown, terminal, json.'],
  [["--fromat", "json", "a.json"], "Unknown option '--fromat'."],
  [["--artifact-url", "javascript:alert(1)", "a.json"], "is not an http or https URL."],
  [["--artifact-url", "https://example.com/) ![](x", "a.json"], "is not an http or https URL."],
])("refuses %j in one line that names the help", (args, message) => {
  expect(() => parseOptions(args)).toThrow(message);
  expect(() => parseOptions(args)).toThrow(/ See npm run review -- --help\.$/);
});
