import { z } from "zod";
import { PipelineError } from "./pipeline-error";
import { stacksOf } from "./stacks";
import { terraform } from "./terraform";

const stateSchema = z.object({
  values: z
    .object({ root_module: z.object({ resources: z.array(z.object({ type: z.string(), values: z.unknown() })) }) })
    .optional(),
});
const stageSchema = z.object({ invoke_url: z.url() });

/** The URL of an environment's deployed API, read from its state; the stacks must be initialised. */
export function apiUrl(synthesized: string, environment: string): string {
  for (const { folder } of stacksOf(synthesized, environment)) {
    const { values } = stateSchema.parse(JSON.parse(terraform(folder, "show", "-json")));
    const stage = values?.root_module.resources.find(({ type }) => type === "aws_api_gateway_stage");
    if (stage !== undefined) return stageSchema.parse(stage.values).invoke_url;
  }
  throw new PipelineError(`The state of the environment ${environment} has no API: was its intake stack deployed?`);
}
