import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../counted";
import type { Finding } from "../finding";
import type { Stage } from "../stage";
import type { PlannedChange } from "../terraform";

/** Terraform merges this file into the others: https://developer.hashicorp.com/terraform/language/files/override */
const OVERRIDE = "override.tf.json";

/** Plans a harmless change and two dangerous ones, and checks what each plan would do. None is applied. */
export async function lookAtChanges(stage: Stage): Promise<Finding[]> {
  const [data = "", fulfilment = ""] = stage.stacks;
  stage.say("planning changes ...");
  const addresses = (stack: string, type: string) =>
    stage.deployed.flatMap(({ id, resources }) => (id === stack ? resources.filter((it) => it.type === type) : []));

  const groups = Object.fromEntries(
    addresses(fulfilment, "aws_cloudwatch_log_group").map(({ name }) => [name, { retention_in_days: 400 }]),
  );
  const planned = planWith(stage, fulfilment, { aws_cloudwatch_log_group: groups });
  // Awaited below; until then, another plan may fail first.
  planned.catch(() => {});
  const [table] = addresses(data, "aws_dynamodb_table");
  const bucket = addresses(data, "aws_s3_bucket").find(({ attributes }) =>
    String(attributes.bucket).includes("-payloads-"),
  );
  const dangerous = [
    ["another sort key of the table", { aws_dynamodb_table: { [table?.name ?? ""]: otherKey } }],
    ["another name of the payload bucket", { aws_s3_bucket: { [bucket?.name ?? ""]: { bucket: "renamed-payloads" } } }],
  ] as const;
  const looked: Looked[] = [];
  for (const [what, resource] of dangerous) looked.push(await lookAt(stage, data, what, resource));
  const harmless = await planned;

  const updates = harmless.filter(({ actions }) => actions === "update");
  const isHarmless = updates.length === Object.keys(groups).length && harmless.length === updates.length;
  return [
    {
      step: "harmless change",
      ok: isHarmless,
      result: `${updates.length} updated in place`,
      details: [
        `${fulfilment}, log groups kept for 400 days: ${counted(harmless.map(({ actions }) => actions)) || "nothing to do"}`,
      ],
    },
    {
      step: "dangerous changes",
      ok: looked.every(({ ok }) => ok),
      result: looked.every(({ isRefused }) => isRefused) ? "refused" : "seen as replacements",
      details: looked.map(({ description }) => `${data}, ${description}`),
    },
  ];
}

const otherKey = {
  range_key: "other",
  attribute: ["pk", "other", "pendingHandOver", "receivedAt"].map((name) => ({ name, type: "S" })),
};

interface Looked {
  readonly ok: boolean;
  readonly isRefused: boolean;
  readonly description: string;
}

/** A protected environment must refuse a dangerous change; any other must plan it as a replacement. */
async function lookAt(stage: Stage, stack: string, what: string, resource: object): Promise<Looked> {
  try {
    const changes = await planWith(stage, stack, resource);
    const replaced = changes.filter(({ actions }) => actions.includes("delete"));
    return {
      ok: replaced.length > 0 && !stage.isProtected,
      isRefused: false,
      description: `${what}: replaces ${replaced.map(({ address }) => address).join(", ")}`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [refused] = /Instance cannot be destroyed/.exec(reason) ?? [];
    if (refused === undefined) throw error;
    return { ok: stage.isProtected, isRefused: true, description: `${what}: refused: ${refused}` };
  }
}

async function planWith(stage: Stage, stack: string, resource: object): Promise<readonly PlannedChange[]> {
  const override = join(stage.project.stackFolder(stack), OVERRIDE);
  writeFileSync(override, JSON.stringify({ resource }));
  try {
    // The second plan has just read every resource.
    return await stage.terraform.plan(stack, "-refresh=false");
  } finally {
    rmSync(override);
  }
}
