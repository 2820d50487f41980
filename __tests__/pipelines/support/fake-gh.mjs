// Stands in for GitHub's command line: keeps comments, issues and labels in the file FAKE_GITHUB names, knows commits and
// deployments from it, and answers as GitHub's APIs do, a hundred entries a page. What it does not know ends with 1 and
// says what came.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const LONGEST_BODY = 65_536;
const PAGE = 100;

const file = process.env.FAKE_GITHUB;
const github = JSON.parse(readFileSync(file, "utf8"));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    paginate: { type: "boolean" },
    silent: { type: "boolean" },
    method: { type: "string", default: "GET" },
    jq: { type: "string" },
    field: { type: "string", multiple: true, default: [] },
    "raw-field": { type: "string", multiple: true, default: [] },
    repo: { type: "string" },
    force: { type: "boolean" },
    color: { type: "string" },
    description: { type: "string" },
  },
});
if (!process.env.GH_TOKEN) fail("set the GH_TOKEN environment variable");
const [command, target, name] = positionals;
if (command === "label" && target === "create" && values.force) github.labels.push(name);
else if (command === "api" && target === "graphql") answer([deployments()]);
else if (command === "api" && target.includes("/compare/")) answer([comparison(target)]);
else if (command === "api") rest(values.method, target);
else fail(`no such command: ${process.argv.slice(2).join(" ")}`);
writeFileSync(file, JSON.stringify(github));

function rest(method, path) {
  const fields = {
    ...Object.fromEntries(values["raw-field"].map(pair)),
    ...Object.fromEntries(values.field.map(pair).map(([key, value]) => [key, contentsOf(value)])),
  };
  if (fields.body?.length > LONGEST_BODY) fail(`Body is too long (maximum is ${LONGEST_BODY} characters) (HTTP 422)`);
  const [, kind, number] =
    /^repos\/acme\/orders\/issues(\/comments)?(?:\/(\d+))?(?:\/comments)?(?:\?.*)?$/.exec(path) ?? [];
  const isComment = kind !== undefined || /\d\/comments/.test(path);
  const entries = isComment ? github.comments : github.issues;
  if (method === "GET") {
    const wanted = isComment ? entries : entries.filter(({ state }) => state === "open");
    answer(values.paginate ? pages(wanted) : [wanted.slice(0, PAGE)]);
  } else if (method === "POST") {
    const { "labels[]": label, ...rest } = fields;
    const id = 1000 + entries.length;
    const made = isComment
      ? { id, issue: Number(number), user: { login: "github-actions[bot]" } }
      : { number: id, state: "open", labels: [label] };
    entries.push({ ...made, ...rest });
  } else if (method === "PATCH") {
    const entry = entries.find(({ id, number: own }) => String(id ?? own) === number);
    if (entry === undefined) fail(`Not Found (HTTP 404): ${path}`);
    Object.assign(entry, fields);
  } else fail(`no such call: ${method} ${path}`);
}

function deployments() {
  const variables = Object.fromEntries(values["raw-field"].map(pair));
  const { owner, name: repository, environment } = variables;
  if (`${owner}/${repository}` !== "acme/orders") fail(`no repository ${owner}/${repository}`);
  const nodes = (github.deployments[environment] ?? []).map(({ commitOid, state, was = [] }) => ({
    commitOid,
    state,
    statuses: { nodes: was.map((status) => ({ state: status })) },
  }));
  return { data: { repository: { deployments: { nodes } } } };
}

/** What a commit is to another: `behind` when the other holds it. */
function comparison(path) {
  const [, base, head] = /^repos\/acme\/orders\/compare\/(\w+)\.\.\.(\w+)\?per_page=1$/.exec(path) ?? [];
  const [from, to] = [base, head].map((commit) => github.history.indexOf(commit));
  if (from < 0 || to < 0) fail(`Not Found (HTTP 404): ${path}`);
  return { status: to === from ? "identical" : to < from ? "behind" : "ahead" };
}

function pages(entries) {
  const count = Math.max(1, Math.ceil(entries.length / PAGE));
  return Array.from({ length: count }, (_, page) => entries.slice(page * PAGE, (page + 1) * PAGE));
}

/** Prints each page as the filter leaves it: gh runs it on one page after the other. */
function answer(found) {
  for (const page of found) {
    const { status, stdout, stderr } = spawnSync("jq", ["-r", values.jq], {
      input: JSON.stringify(page),
      encoding: "utf8",
    });
    if (status !== 0) fail(`jq: ${stderr}`);
    process.stdout.write(stdout);
  }
}

function pair(text) {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

function contentsOf(value) {
  return value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value;
}

function fail(message) {
  process.stderr.write(`gh: ${message}\n`);
  process.exit(1);
}
