import { join, relative, resolve } from "node:path";
import { App, CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { Environment } from "../environments/schema";
import { stateBucket } from "./bootstrap-names";

const root = resolve(__dirname, "..");

/** The only workspace that a local file or a bucket is used with. */
const ONLY_WORKSPACE = "default";

/** Configures where to keep a stack's state, as its environment says. Returns the workspace that holds it. */
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
      }).addOverride("use_lockfile", true); // In Terraform since 1.10, but not in the bindings.
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

/** The state file's path. Relative to Terraform's folder, so that every machine synthesizes the same JSON. */
function besideProject(stack: TerraformStack): string {
  const workingDirectory = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  return relative(workingDirectory, join(root, `terraform.${stack.node.id}.tfstate`));
}
