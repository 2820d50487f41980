import { copyFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type App, TerraformStack } from "cdktf";

const LOCK_FILE = ".terraform.lock.hcl";
const root = resolve(__dirname, "..");

/**
 * Puts the project's lock file of providers into the folder of each synthesized stack, so that everybody who runs
 * Terraform there gets the same provider with the same checksums. cdktf would otherwise write one from what it finds.
 */
export function lockProviders(app: App): void {
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    copyFileSync(join(root, LOCK_FILE), join(app.outdir, "stacks", stack.node.id, LOCK_FILE));
  }
}
