import type { JsonObject } from "../../../support/json";
import { AwsError } from "../../aws";
import { invalidValue } from "./errors";

const DEFAULT_RESULTS = 100;
const MOST_RESULTS = 1_000;

/**
 * The page of `all` that the call asks for, and the token of the next page. A reversed list starts at the end. A token
 * is a position counted from the start, so items added between two calls do not shift the pages.
 */
export function pageOf<T>(
  all: readonly T[],
  input: JsonObject,
  backwards: boolean,
): { items: T[]; nextToken?: string } {
  const size = sizeOf(input);
  const start = positionOf(input, backwards ? all.length : 0);
  if (backwards) {
    const from = Math.max(0, start - size);
    return { items: all.slice(from, start).reverse(), ...(from > 0 && { nextToken: tokenOf(from) }) };
  }
  const to = start + size;
  return { items: all.slice(start, to), ...(to < all.length && { nextToken: tokenOf(to) }) };
}

function sizeOf({ maxResults }: JsonObject): number {
  if (maxResults === undefined || maxResults === 0) return DEFAULT_RESULTS;
  if (typeof maxResults === "number" && maxResults > 0 && maxResults <= MOST_RESULTS) return maxResults;
  throw invalidValue("maxResults", `'${maxResults}'`, `Member must have value less than or equal to ${MOST_RESULTS}`);
}

function tokenOf(position: number): string {
  return Buffer.from(`at:${position}`).toString("base64url");
}

function positionOf({ nextToken }: JsonObject, start: number): number {
  if (nextToken === undefined) return start;
  const [, position] = /^at:(\d+)$/.exec(Buffer.from(String(nextToken), "base64url").toString()) ?? [];
  if (position === undefined) throw new AwsError("InvalidToken", `Invalid Token: '${nextToken}'`);
  return Number(position);
}
