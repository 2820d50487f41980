import { readFileSync } from "node:fs";
import { z } from "zod";
import { codeOf } from "../support/errors";
import { StartError } from "../support/start-error";
import { withLines } from "./generated-lines";

/** One order of an order file, as it will be sent. */
export interface OrderToSend {
  /** The text of the request's body. */
  readonly body: string;
  /** The order's id; undefined if the body holds none. */
  readonly orderId: string | undefined;
  readonly name: string | undefined;
  readonly expect: Expectation | undefined;
  /** Whether to upload it; "ifTooLarge" uploads it if POST /orders answers 413. */
  readonly upload: "always" | "never" | "ifTooLarge";
  /** The simulated approver's decision; undefined if the file gives none. */
  readonly approval: Approval | undefined;
  /** Whether it ends by a timeout of days, too long for a run with --once but without --fast. */
  readonly takesDays: boolean;
}

/** `nobody`: it waits for a decision that never comes. */
export type Approval = "approved" | "refused" | "nobody";

export interface Expectation {
  readonly http: number;
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
}

const wrapper = z
  .strictObject({
    name: z.string().optional(),
    description: z.string().optional(),
    expect: z
      .strictObject({ http: z.int(), status: z.string().nullable().optional(), reason: z.string().optional() })
      .optional(),
    upload: z.boolean().optional(),
    approval: z.enum(["approved", "refused", "nobody"]).optional(),
    takesDays: z.boolean().default(false),
    generate: z.strictObject({ lines: z.int().min(1), wrongLine: z.int().min(0).optional() }).optional(),
    order: z.unknown().optional(),
    body: z.string().optional(),
  })
  .refine((it) => (it.order === undefined) !== (it.body === undefined), "needs either order or body")
  .refine((it) => it.generate === undefined || isObject(it.order), "generate needs an order to give its lines to");

/**
 * Reads an order file: one order, an array of orders, or one order per line. Throws a {@link StartError} that names the
 * file and the line if it is invalid.
 */
export function readOrders(file: string): OrderToSend[] {
  const text = readText(file);
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) throw new StartError(`${file}: holds no order.`);
  const isWholeFile = lines.slice(first + 1).every((line) => line.trim() === "");
  if (isWholeFile || errorOf(lines[first] ?? "") !== undefined) return readDocument(file, text);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    return [toSend(parse(file, line, index), line, `${file}:${index + 1}`)];
  });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") throw new StartError(`${file}: no such file.`);
    if (code === "EISDIR") throw new StartError(`${file}: is a folder; expected a file of orders.`);
    throw new StartError(`${file}: cannot be read: ${String(error)}`, { cause: error });
  }
}

/** Reads a file that is one JSON value, on any number of lines. */
function readDocument(file: string, text: string): OrderToSend[] {
  const value = parse(file, text, 0);
  if (!Array.isArray(value)) return [toSend(value, text, file)];
  if (value.length === 0) throw new StartError(`${file}: holds no order.`);
  return value.map((it: unknown, index) => toSend(it, JSON.stringify(it), `${file}: order ${index + 1}`));
}

function parse(file: string, text: string, linesBefore: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = linesBefore + (isCutOff(error) ? text.trimEnd().split("\n").length : lineOfError(text));
    throw new StartError(`${file}:${line}: not JSON: ${plainReason(error)}.`);
  }
}

/**
 * The line, from 1, that makes the text invalid JSON: the first line that makes it wrong rather than incomplete. V8
 * does not always give the position, so this searches for the line.
 */
function lineOfError(text: string): number {
  const lines = text.split("\n");
  let [low, high] = [1, lines.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isCutOff(errorOf(lines.slice(0, middle).join("\n")))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function errorOf(text: string): SyntaxError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** Whether more text could make it valid JSON. A complete value can also be the start of a longer text. */
function isCutOff(error: SyntaxError | undefined): boolean {
  return error === undefined || /^Unexpected end|^Unterminated/.test(error.message);
}

/** V8's reason without positions and excerpts, which refer to the text and not to the file. */
function plainReason({ message }: SyntaxError): string {
  const [reason = message] = message.split(/ at position | after JSON at | in JSON at |, (?:\.\.\.)?"/);
  return reason.replace(/ in JSON$/, "");
}

function toSend(value: unknown, text: string, where: string): OrderToSend {
  if (!isObject(value)) {
    throw new StartError(
      `${where}: expected an order, a JSON object; got ${Array.isArray(value) ? "an array" : JSON.stringify(value)}.`,
    );
  }
  if (!isWrapped(value)) return { ...plain, body: text.trim(), orderId: idOf(value) };
  const wrapped = wrapper.safeParse(value);
  if (!wrapped.success) {
    throw new StartError(
      `${where}: not a wrapped order: ${wrapped.error.issues.map((issue) => issue.message).join("; ")}.`,
    );
  }
  const { name, expect, approval, takesDays, upload, body } = wrapped.data;
  const order = wrapped.data.generate ? withLines(wrapped.data.order, wrapped.data.generate) : wrapped.data.order;
  return {
    ...plain,
    body: body ?? JSON.stringify(order),
    orderId: body === undefined ? idOf(order) : idIn(body),
    name,
    expect: expect && { http: expect.http, status: expect.status ?? undefined, reason: expect.reason },
    upload: upload === undefined ? plain.upload : upload ? "always" : "never",
    approval,
    takesDays,
  };
}

const plain = {
  name: undefined,
  expect: undefined,
  upload: "ifTooLarge",
  approval: undefined,
  takesDays: false,
} as const;

/** No order has these fields, so a value with one of them is a wrapper. */
function isWrapped(value: { readonly [key: string]: unknown }): boolean {
  return Object.hasOwn(value, "order") || (Object.hasOwn(value, "body") && !Object.hasOwn(value, "orderId"));
}

function idOf(order: unknown): string | undefined {
  return isObject(order) && typeof order.orderId === "string" ? order.orderId : undefined;
}

function idIn(body: string): string | undefined {
  return errorOf(body) === undefined ? idOf(JSON.parse(body)) : undefined;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
