import { createHash, type Hash } from "node:crypto";
import type { OrderHead, OrderLine } from "./order";

/**
 * The fingerprint of an order: equal for two texts of the same order, whatever the sequence of their fields, their
 * spaces and their escapes. It is the SHA-256 of the canonical head, a line feed, and the SHA-256 of the canonical
 * lines. The lines are hashed separately so that they can arrive in a stream, before or after the head. Canonical means
 * JSON without spaces, keys sorted.
 */
export class Fingerprint {
  private readonly lines: Hash = createHash("sha256");

  addLine({ quantity, sku, unitPrice }: OrderLine): void {
    this.lines.update(`${JSON.stringify({ quantity, sku, unitPrice })}\n`);
  }

  /** The fingerprint in hexadecimal, once all lines have been added. */
  finish(head: OrderHead): string {
    return createHash("sha256")
      .update(`${canonicalJson(head)}\n${this.lines.digest("hex")}`)
      .digest("hex");
  }
}

/** Recurses only as deep as the order's schema. */
function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}
