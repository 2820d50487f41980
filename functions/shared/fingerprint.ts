import { createHash, type Hash } from "node:crypto";
import type { OrderHead, OrderLine } from "./order";

/**
 * The fingerprint of an order: equal for two texts of the same order, whatever the order of their fields, their spaces
 * and their escapes. SHA-256 over the canonical head, a line feed, and the SHA-256 of the canonical lines; the lines are
 * hashed apart so that they can come in a stream, before or after the head. Canonical: JSON without spaces, keys sorted.
 */
export class Fingerprint {
  private readonly lines: Hash = createHash("sha256");

  addLine({ quantity, sku, unitPrice }: OrderLine): void {
    this.lines.update(`${JSON.stringify({ quantity, sku, unitPrice })}\n`);
  }

  /** The fingerprint in hexadecimal, once all lines were added. */
  finish(head: OrderHead): string {
    return createHash("sha256")
      .update(`${canonicalJson(head)}\n${this.lines.digest("hex")}`)
      .digest("hex");
  }
}

/** Recursion is as deep as the order's schema, no deeper. */
function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}
