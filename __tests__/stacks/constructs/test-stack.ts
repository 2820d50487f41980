import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { parseSettings } from "../../../environments/load";
import type { Settings } from "../../../environments/schema";
import { PlatformStack } from "../../../stacks/platform-stack";
import { settings } from "../../environments/fixture";

/** A stack of the platform to try constructs in: `orders-dev-data` without what the data stack has, with some settings changed. */
export class TestStack extends PlatformStack {
  constructor(changes: Partial<Settings> = {}) {
    super(Testing.app(), "data", parseSettings("dev", { ...settings, ...changes }));
  }

  /** The resources of one type, as synthesized. */
  resources(type: string): Record<string, unknown>[] {
    const { resource } = JSON.parse(Testing.synth(this));
    return Object.values(resource?.[type] ?? {});
  }
}

/** ARNs for constructs that must be given some. */
export const key = { arn: "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555" };
export const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarm";

/** Runs with the path of a file that holds the text, named as a workflow's definition. */
export function withDefinition<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "definition-"));
  try {
    const path = join(folder, "try.asl.json");
    writeFileSync(path, text);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
