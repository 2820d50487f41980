import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { parseDefinition } from "../../asl/parse";
import { run } from "../support/command-line";
import { workflowGraph } from "./workflow-graph";

const USAGE = `Draws the pictures in docs/images: one of the architecture, and one of each definition in workflows/.

Usage: npm run diagrams -- [--check]

  --check   write nothing; exit 1 if a picture is missing or older than its source
`;

const root = resolve(__dirname, "../..");
const images = join(root, "docs/images");

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const graphviz = await Graphviz.load();
  const stale: string[] = [];
  mkdirSync(images, { recursive: true });
  for (const [name, dot] of sources()) {
    const file = join(images, `${name}.svg`);
    const svg = graphviz.dot(dot);
    if (existsSync(file) && readFileSync(file, "utf8") === svg) continue;
    stale.push(name);
    if (!values.check) writeFileSync(file, svg);
  }
  if (!values.check) process.stdout.write(`Redrawn: ${stale.join(", ") || "none, all pictures are up to date"}\n`);
  else if (stale.length > 0)
    process.stderr.write(`Stale pictures: ${stale.join(", ")}. Draw them with: npm run diagrams\n`);
  return values.check && stale.length > 0 ? 1 : 0;
}

/** Each picture's name and its Graphviz text. */
function sources(): [string, string][] {
  const folder = join(root, "workflows");
  const workflows = readdirSync(folder)
    .filter((file) => file.endsWith(".asl.json"))
    .sort()
    .map((file): [string, string] => {
      const name = file.replace(".asl.json", "");
      return [name, workflowGraph(name, parseDefinition(file, readFileSync(join(folder, file), "utf8")))];
    });
  return [["architecture", readFileSync(join(__dirname, "architecture.dot"), "utf8")], ...workflows];
}

run(main);
