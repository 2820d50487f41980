import { execFile } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Settings } from "../../environments/schema";
import { buildFunctions } from "../../tools/build/functions";
import { pinned } from "./fixture";

const execute = promisify(execFile);
const root = resolve(__dirname, "../..");

/** What the tests and main.ts read. The packages are linked instead. */
const NEEDED = [
  ".terraform.lock.hcl",
  "__tests__",
  "asl",
  "environments",
  "functions",
  "jest.config.json",
  "main.ts",
  "package.json",
  "stacks",
  "tools",
  "tsconfig.json",
  "workflows",
];

/** The tests that read the environments' files. */
const READERS = ["environments/load", "environments/variables", "main"].map((name) => `__tests__/${name}.test.ts`);

const common: Partial<Settings> = {
  accountId: "210987654321",
  pipeline: { repository: "acme/orders" },
  alarmEmails: ["ops@acme.example", "lead@acme.example"],
  approverEmails: ["boss@acme.example"],
  releases: { "order-fulfilment": { version: 7 }, "order-intake": { version: 7, newestPercent: 10 } },
};

/** Settings that docs/deploying.md, docs/pipelines.md and docs/runbook.md ask a team to write into its files. */
const written: Readonly<Record<string, Partial<Settings>>> = {
  dev: { ...common, backend: { type: "s3" } },
  staging: {
    ...common,
    backend: { type: "hcp", organization: "acme", project: "Orders" },
    manageApiGatewayAccount: false,
    pipeline: { repository: "acme/orders", createOidcProvider: false },
  },
  prod: {
    ...common,
    namePrefix: "acme",
    region: "us-east-1",
    backend: { type: "s3", bucket: "states" },
    permissionsBoundary: false,
  },
};

type Stacks = Readonly<Record<string, string>>;

let copy: string;
let before: Stacks;
beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), "written-"));
  for (const name of NEEDED) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  await buildFunctions({ functionsDir: join(copy, "functions"), outDir: join(copy, "dist/functions") });
  before = await synthesize("before");
  for (const [name, settings] of Object.entries(written)) write(name, settings);
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Adds settings to an environment's file in the copy. */
function write(name: string, settings: Partial<Settings>): void {
  const file = join(copy, "environments", `${name}.ts`);
  renameSync(file, join(copy, "environments", `${name}-before.ts`));
  writeFileSync(
    file,
    `import { ${name} as before } from "./${name}-before";\n\nexport const ${name} = { ...before, ...${JSON.stringify(settings)} };\n`,
  );
}

/** Every environment's stacks, bootstrap included, as the copy synthesizes them with the pinned settings. */
async function synthesize(outdir: string): Promise<Stacks> {
  const made = await Promise.all(
    ["false", "true"].map(async (bootstrap) => {
      const folder = `${outdir}-${bootstrap}`;
      const variables = { ...pinned(), ORDERS_BOOTSTRAP: bootstrap, CDKTF_OUTDIR: folder };
      await node(["--require", "tsx/cjs", "main.ts"], variables);
      return readStacks(join(copy, folder, "stacks"));
    }),
  );
  return Object.assign({}, ...made);
}

function readStacks(folder: string): Stacks {
  return Object.fromEntries(
    readdirSync(folder).map((id) => [id, readFileSync(join(folder, id, "cdk.tf.json"), "utf8")]),
  );
}

/** Runs a program in the copy and returns its standard error. Throws if it fails. */
async function node(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stderr } = await execute(process.execPath, args, {
    cwd: copy,
    env: { PATH: process.env.PATH ?? "", ...variables },
  });
  return stderr;
}

describe("what a team writes into the environments' files", () => {
  it("makes no difference to the stacks that the tests read", async () => {
    const after = await synthesize("after");
    const ids = Object.keys(before);
    expect(ids).toHaveLength(12);
    expect(Object.keys(after)).toEqual(ids);
    expect(ids.filter((id) => after[id] !== before[id])).toEqual([]);
  });

  it("fails no test that reads the files", async () => {
    const said = await node(["node_modules/jest/bin/jest.js", "--runInBand", ...READERS]);
    expect(said).toContain(`${READERS.length} passed, ${READERS.length} total`);
  });

  it("is not imported by any other test", () => {
    const tests = join(root, "__tests__");
    const readers = readdirSync(tests, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => /environments\/(dev|staging|prod)"/.test(readFileSync(join(tests, file), "utf8")));
    expect(readers).toEqual([]);
  });
});
