import { copyFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type App, TerraformStack } from "cdktf";

const LOCK_FILE = ".terraform.lock.hcl";
const root = resolve(__dirname, "..");

/**
 * Copies the project's provider lock file into the folder of each synthesized stack, so that Terraform uses the same
 * provider with the same checksums everywhere. Otherwise cdktf would write a lock file from what it finds.
 */
export function lockProviders(app: App): void {
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    copyFileSync(join(root, LOCK_FILE), join(app.outdir, "stacks", stack.node.id, LOCK_FILE));
  }
}
