import { z } from "zod";

/** Arguments of a resource as JSON: blocks are objects, or lists of them. */
export type Block = Readonly<Record<string, unknown>>;

export const blockSchema = z.record(z.string(), z.unknown());

export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether anything is given. Terraform takes null for what is not, and most providers take an empty text so. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Arguments, to be read by dotted paths such as `rule.expiration.days`. */
export class Values {
  constructor(readonly json: Block) {}

  /** The value at a path; of a block that occurs several times, the first one's. */
  at(path: string): unknown {
    return this.all(path)[0];
  }

  /** The values at a path, one for each time that the blocks on the way occur. A list of anything else is one value. */
  all(path: string): unknown[] {
    return path
      .split(".")
      .reduce<unknown[]>(
        (found, step) => found.flatMap((value) => (isBlock(value) ? occurrences(value[step]) : [])),
        [this.json],
      );
  }

  /** The blocks at a path. */
  blocks(path: string): Values[] {
    return this.all(path)
      .filter(isBlock)
      .map((block) => new Values(block));
  }
}

function occurrences(value: unknown): unknown[] {
  if (!isSet(value)) return [];
  return Array.isArray(value) && value.every(isBlock) ? value : [value];
}
