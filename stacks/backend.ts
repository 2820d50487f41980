import { join, relative, resolve } from "node:path";
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { Environment } from "../environments/schema";
import { stateBucket } from "./bootstrap-names";

const root = resolve(__dirname, "..");

/** The one workspace in which a local file or a bucket keeps a stack's state. */
const ONLY_WORKSPACE = "default";

/** Keeps a stack's state where its environment says, and returns the name of the workspace in which it stands there. */
export function keepState(stack: TerraformStack, environment: Environment): string {
  const { backend } = environment;
  switch (backend.type) {
    case "local":
      new LocalBackend(stack, { path: besideProject(stack) });
      return ONLY_WORKSPACE;
    case "s3":
      new S3Backend(stack, {
        bucket: backend.bucket ?? stateBucket(environment),
        key: `${stack.node.id}/terraform.tfstate`,
        region: backend.region ?? environment.region,
        encrypt: true,
        ...(backend.kmsKeyArn === undefined ? {} : { kmsKeyId: backend.kmsKeyArn }),
        ...(environment.accountId === undefined ? {} : { allowedAccountIds: [environment.accountId] }),
      }).addOverride("use_lockfile", true); // Terraform's since 1.10; the bindings do not know it.
      return ONLY_WORKSPACE;
    case "hcp":
      new CloudBackend(stack, {
        organization: backend.organization,
        workspaces: new NamedCloudWorkspace(stack.node.id, backend.project),
        ...(backend.hostname === undefined ? {} : { hostname: backend.hostname }),
      });
      return stack.node.id;
  }
}

/**
 * The path of the state's file, relative to the folder in which Terraform runs, so that the synthesized JSON is the same
 * on every machine.
 */
function besideProject(stack: TerraformStack): string {
  const workingDirectory = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  return relative(workingDirectory, join(root, `terraform.${stack.node.id}.tfstate`));
}
