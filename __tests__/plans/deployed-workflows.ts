import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { z } from "zod";
import type { TestStack } from "../stacks/constructs/test-stack";
import { ACCOUNT_ID } from "./aws-endpoint";
import { stateFile } from "./state-file";
import type { Terraform } from "./terraform";

const block = z.record(z.string(), z.unknown());
const machineSchema = block.and(z.object({ name: z.string() }));
const stackSchema = z.object({
  provider: z.object({ aws: z.array(block) }),
  terraform: z.object({ required_providers: block }),
  data: z.record(z.string(), z.record(z.string(), block)).default({}),
  resource: z.object({
    aws_sfn_state_machine: z.record(z.string(), machineSchema),
    aws_sfn_alias: z.record(z.string(), block),
  }),
});
const planSchema = z.object({
  resource_changes: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      change: z.object({ actions: z.array(z.string()), after: block.nullable(), after_unknown: block }),
    }),
  ),
});

type Stack = z.infer<typeof stackSchema>;
export type Change = z.infer<typeof planSchema>["resource_changes"][number]["change"];

/** A machine's attributes in the state, where they differ from the stack's. */
export type Deployed = Readonly<Record<string, unknown>>;

/** The newest version of every deployed machine. */
export const NEWEST = 7;

/**
 * Plans the workflows of a stack and their aliases as a change. `deployed` has, by workflow id, the attributes in the
 * state that differ from the stack's. Other resources are left out: references to them point to existing ones.
 */
export async function planOver(
  terraform: Terraform,
  folder: string,
  stack: TestStack,
  deployed: Readonly<Record<string, Deployed>>,
): Promise<(type: "aws_sfn_state_machine" | "aws_sfn_alias", workflow: string) => Change> {
  mkdirSync(folder, { recursive: true });
  const { provider, terraform: settings, data, resource } = withoutSurroundings(stack);
  const { aws_sfn_state_machine, aws_sfn_alias } = resource;
  const backend = { local: { path: join(folder, "deployed.tfstate") } };
  const configuration = {
    provider,
    data,
    resource: { aws_sfn_state_machine, aws_sfn_alias },
    terraform: { ...settings, backend },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
  writeFileSync(backend.local.path, JSON.stringify(stateOf(provider, resource, deployed)));

  await terraform.run(folder, "init", "-input=false", "-no-color");
  await terraform.run(folder, "plan", "-refresh=false", "-input=false", "-lock=false", "-no-color", "-out=plan.bin");
  const plan = planSchema.parse(JSON.parse(await terraform.run(folder, "show", "-json", "plan.bin")));
  return (type, workflow) => {
    const found = plan.resource_changes.find(
      (change) => change.type === type && change.name.startsWith(`${workflow}_`),
    );
    if (found) return found.change;
    throw new Error(`The plan has no ${type} of ${workflow}.`);
  };
}

/** Roles and logs exist, so that what they are is known. */
function withoutSurroundings(stack: TestStack): Stack {
  const text = Testing.synth(stack)
    .replaceAll(/\$\{aws_iam_role\.([\w-]+)\.arn\}/g, `arn:aws:iam::${ACCOUNT_ID}:role/$1`)
    .replaceAll(/\$\{aws_cloudwatch_log_group\.([\w-]+)\.arn\}/g, `arn:aws:logs:eu-west-1:${ACCOUNT_ID}:log-group:$1`);
  const parsed = stackSchema.parse(JSON.parse(text));
  for (const machine of Object.values(parsed.resource.aws_sfn_state_machine)) delete machine.depends_on;
  return parsed;
}

function stateOf(
  provider: Stack["provider"],
  { aws_sfn_state_machine, aws_sfn_alias }: Stack["resource"],
  deployed: Readonly<Record<string, Deployed>>,
): object {
  const [{ default_tags } = {}] = provider.aws;
  const [{ tags }] = z.tuple([z.object({ tags: block })]).parse(default_tags);
  const common = { tags_all: tags, id: "", arn: "" };
  const resources = Object.entries(aws_sfn_state_machine).flatMap(([key, machine]) => {
    const [workflow = ""] = key.split("_");
    const arn = `arn:aws:states:eu-west-1:${ACCOUNT_ID}:stateMachine:${machine.name}`;
    const attributes = {
      ...common,
      ...machine,
      definition: String(machine.definition).replaceAll(/\$\{[^}]*version_arn\}/g, `${arn}:${NEWEST}`),
      logging_configuration: [machine.logging_configuration],
      tracing_configuration: [machine.tracing_configuration],
      id: arn,
      arn,
      state_machine_version_arn: `${arn}:${NEWEST}`,
      "//": undefined,
      ...deployed[workflow],
    };
    const alias = Object.keys(aws_sfn_alias).find((name) => name.startsWith(`${workflow}_`));
    const routing_configuration = [{ state_machine_version_arn: `${arn}:${NEWEST}`, weight: 100 }];
    const live = { id: `${arn}:live`, arn: `${arn}:live`, name: "live", routing_configuration };
    return [
      { type: "aws_sfn_state_machine", name: key, attributes },
      ...(alias === undefined ? [] : [{ type: "aws_sfn_alias", name: alias, attributes: live }]),
    ];
  });
  return stateFile(resources);
}
