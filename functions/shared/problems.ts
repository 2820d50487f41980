import type * as z from "zod/mini";
import { jsonPointer } from "./json-pointer";

/** One problem of an order. `path` is a JSON Pointer into what the client sent. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

const mostListed = 100;
/** Bytes of JSON. The answer is escaped once more on its way, which at worst doubles it; it stays under 32 KiB. */
const mostBytes = 14 * 1024;

/** Counts every problem of an order and lists the first ones: at most 100, fewer if a hostile order bloats them. */
export class Problems {
  private readonly list: Problem[] = [];
  private bytes = 0;
  private total = 0;

  get count(): number {
    return this.total;
  }

  get listed(): readonly Problem[] {
    return this.list;
  }

  add(path: readonly PropertyKey[], message: string): void {
    this.total += 1;
    if (this.bytes > mostBytes || this.list.length === mostListed) return;
    const problem = { path: jsonPointer(path), message };
    this.bytes += Buffer.byteLength(JSON.stringify(problem)) + 1;
    if (this.bytes <= mostBytes) this.list.push(problem);
  }

  /** Adds what a schema found in the part of the order at `path`; each unknown field is a problem of its own. */
  addIssues(path: readonly PropertyKey[], error: z.core.$ZodError): void {
    for (const issue of error.issues) {
      const fields = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [key]) : [[]];
      for (const field of fields) this.add([...path, ...issue.path, ...field], issue.message);
    }
  }
}
