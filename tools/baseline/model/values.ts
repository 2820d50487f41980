import { z } from "zod";

/** Arguments of a resource as JSON: blocks are objects, or lists of them. */
export type Block = Readonly<Record<string, unknown>>;

export const blockSchema = z.record(z.string(), z.unknown());

export function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is set. Terraform takes null for unset, and most providers an empty text. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** Arguments, read by dotted paths such as `rule.expiration.days`. */
export class Values {
  constructor(readonly json: Block) {}

  /** The value at a path; if a block occurs several times, that of the first. */
  at(path: string): unknown {
    return this.all(path)[0];
  }

  /** The values at a path, one for each occurrence of the blocks on the way. Any other list is one value. */
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
