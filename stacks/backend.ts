import { join, relative, resolve } from "node:path";
import { App, LocalBackend, type TerraformStack } from "cdktf";

const root = resolve(__dirname, "..");

/**
 * Keeps a stack's state in a file at the project's root. The path is relative to the folder in which Terraform runs,
 * so that the synthesized JSON is the same on every machine.
 */
export function keepState(stack: TerraformStack): void {
  const workingDirectory = resolve(App.of(stack).outdir, "stacks", stack.node.id);
  new LocalBackend(stack, { path: relative(workingDirectory, join(root, `terraform.${stack.node.id}.tfstate`)) });
}
