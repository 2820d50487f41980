import { findPython } from "../rehearse/moto/find-python";
import { onStage } from "../rehearse/on-stage";
import type { Stage } from "../rehearse/stage";
import { deploy } from "../rehearse/steps/deploy";
import { synthesize } from "../rehearse/steps/synthesize";
import { provideTerraform } from "../terraform/provide";
import type { Edit } from "./change";
import { makeEdits } from "./edits";

/** The environment whose plans the gallery shows. */
const ENVIRONMENT = "dev";

/** `dev` with the protection of `prod`, so that there is something to take away. */
export const PROTECTED: Edit = {
  file: "environments/dev.ts",
  from: "deletionProtection: false",
  to: "deletionProtection: true",
};

export interface DeploymentOptions {
  /** A folder for the copy of the project and the logs. */
  readonly folder: string;
  /** Reports progress to the user. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Deploys a copy of the project to moto, works with it, and stops moto again. */
export async function withDeployment<Result>(
  { folder, say, signal }: DeploymentOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const setUp = { env: process.env, say };
  const python = await findPython(setUp);
  const mirror = await provideTerraform(setUp);
  return onStage({ environment: ENVIRONMENT, folder, seed: 1, mirror, python, say, signal }, async ({ stage }) => {
    makeEdits(stage.project.folder, [PROTECTED]);
    await synthesize(stage);
    await deploy(stage);
    return work(stage);
  });
}
