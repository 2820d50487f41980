import { changedEnvironments } from "../../../tools/pipelines/changed-environments";

const all = ["dev", "staging", "prod"];
const changed = (...files: string[]) => changedEnvironments(files, all);

it("the settings of an environment change that one", () => {
  expect(changed("environments/staging.ts")).toEqual(["staging"]);
  expect(changed("environments/prod.ts", "environments/dev.ts")).toEqual(["dev", "prod"]);
});

it.each([
  "environments/schema.ts",
  "asl/states.ts",
  "stacks/data.ts",
  "workflows/order-intake.asl.json",
  "functions/ship-order/handler.ts",
  "functions/shared/README.mdx",
  "package-lock.json",
  "package.json",
  "cdktf.json",
  "main.ts",
  "tools/run.mjs",
  "tools/build/archive.ts",
  ".github/workflows/deploy.yml",
  "a-file-that-nobody-thought-of",
])("%s is shared, and changes all", (file) => {
  expect(changed("environments/dev.ts", file)).toEqual(all);
});

it("what no deployment is made of changes none, and hides nothing that does", () => {
  const harmless = [
    "README.md",
    "docs/decisions.md",
    "docs/images/order-intake.svg",
    "__tests__/main.test.ts",
    "tools/local/main.ts",
    "tools/aws/start.ts",
    "tools/support/lock.ts",
    "examples/stock.json",
    ".ci/run",
    "biome.json",
    "review.json",
  ];
  expect(changed(...harmless)).toEqual([]);
  expect(changed(...harmless, "environments/dev.ts")).toEqual(["dev"]);
  expect(changed()).toEqual([]);
});
