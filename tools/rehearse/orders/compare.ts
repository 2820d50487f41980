import { z } from "zod";

/** How an order ended: the fields of the local run's output that must not differ. */
const end = z.object({ http: z.number(), status: z.string().nullable(), reason: z.string().optional() });

export type OrderEnd = z.infer<typeof end>;

export interface Difference {
  readonly order: string;
  readonly rehearsed: string;
  readonly locally: string;
}

/** Reads the output of `npm start -- --once --json`: one line an order, in the order of the file. */
export function readEnds(text: string): OrderEnd[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => end.parse(JSON.parse(line)));
}

/** The orders that did not end alike, in the order of the file. An order that either side lacks differs. */
export function compareEnds(
  names: readonly string[],
  rehearsed: readonly OrderEnd[],
  locally: readonly OrderEnd[],
): Difference[] {
  return names.flatMap((order, index) => {
    const [here, there] = [textOf(rehearsed[index]), textOf(locally[index])];
    return here === there && rehearsed[index] !== undefined ? [] : [{ order, rehearsed: here, locally: there }];
  });
}

function textOf(it: OrderEnd | undefined): string {
  return it === undefined
    ? "nothing"
    : [it.http, it.status ?? "-", it.reason].filter((part) => part !== undefined).join(" ");
}
