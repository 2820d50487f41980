import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ACCOUNT_ID } from "./aws-endpoint";
import { stateFile } from "./state-file";

const configuration = z.object({
  data: z.object({ terraform_remote_state: z.record(z.string(), z.unknown()).default({}) }),
  output: z.record(z.string(), z.object({ value: z.string() })).default({}),
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});

const INPUT = "cross-stack-reference-input-";

/**
 * Makes the copy of a stack plan as if the stacks that it reads from were applied: an override file leads its backend
 * and its remote states to files in the copy, with outputs as AWS would have filled them in.
 */
export function standInForNeighbours(stacksFolder: string, copy: string, region: string): void {
  const { data } = read(copy);
  const remoteStates = Object.keys(data.terraform_remote_state).map((name) => {
    const neighbour = name.slice(INPUT.length);
    const state = join(copy, `${neighbour}.neighbour.json`);
    writeFileSync(state, JSON.stringify(stateOf(join(stacksFolder, neighbour), region)));
    return [name, { backend: "local", config: { path: state } }] as const;
  });
  writeFileSync(
    join(copy, "override.tf.json"),
    JSON.stringify({
      terraform: { backend: { local: { path: join(copy, "terraform.tfstate") } } },
      ...(remoteStates.length === 0 ? {} : { data: { terraform_remote_state: Object.fromEntries(remoteStates) } }),
    }),
  );
}

/** A state that holds a stack's outputs and nothing else. */
function stateOf(folder: string, region: string): object {
  const { output, resource } = read(folder);
  const outputs = Object.entries(output).map(([name, { value }]) => [
    name,
    { value: applied(value, resource, region), type: "string", sensitive: true },
  ]);
  return stateFile([], Object.fromEntries(outputs));
}

function read(folder: string): z.infer<typeof configuration> {
  return configuration.parse(JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")));
}

/** What AWS would have filled in for a reference like `${aws_sqs_queue.orders.arn}`. */
function applied(expression: string, resources: z.infer<typeof configuration>["resource"], region: string): string {
  const [, type = "", name = "", attribute = ""] = expression.match(/^\$\{([\w-]+)\.([\w-]+)\.([\w-]+)\}$/) ?? [];
  const given = resources[type]?.[name];
  const physical = String(given?.name ?? "");
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;
  const values: Record<string, string> = {
    "aws_dynamodb_table.name": physical,
    "aws_dynamodb_table.arn": arn("dynamodb", `table/${physical}`),
    "aws_s3_bucket.arn": `arn:aws:s3:::${String(given?.bucket ?? "").replace(/\$\{[^}]*\}/g, ACCOUNT_ID)}`,
    "aws_s3_bucket.id": String(given?.bucket ?? "").replace(/\$\{[^}]*\}/g, ACCOUNT_ID),
    "aws_sfn_alias.arn": arn("states", `stateMachine:${machineBehind(given, resources)}:${physical}`),
    "aws_sfn_state_machine.arn": arn("states", `stateMachine:${physical}`),
    "aws_kms_key.arn": arn("kms", "key/11111111-2222-3333-4444-555555555555"),
    "aws_sns_topic.arn": arn("sns", physical),
    "aws_sqs_queue.arn": arn("sqs", physical),
    "aws_sqs_queue.url": `https://sqs.${region}.amazonaws.com/${ACCOUNT_ID}/${physical}`,
  };
  const value = values[`${type}.${attribute}`];
  if (given !== undefined && value !== undefined) return value;
  throw new Error(`No stand-in for the output ${expression}: add ${type}.${attribute} to the values here.`);
}

/** The name of the machine whose versions an alias leads to. */
function machineBehind(
  alias: Readonly<Record<string, unknown>> | undefined,
  resources: z.infer<typeof configuration>["resource"],
): string {
  const [, machine = ""] =
    /\$\{aws_sfn_state_machine\.([\w-]+)\./.exec(JSON.stringify(alias?.routing_configuration)) ?? [];
  return String(resources.aws_sfn_state_machine?.[machine]?.name ?? "");
}
