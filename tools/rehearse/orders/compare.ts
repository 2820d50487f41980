import { z } from "zod";

/** How an order ended; of what the local run prints, what must not differ. */
const end = z.object({ http: z.number(), status: z.string().nullable(), reason: z.string().optional() });

export type OrderEnd = z.infer<typeof end>;

export interface Difference {
  readonly order: string;
  readonly rehearsed: string;
  readonly locally: string;
}

/** Reads what `npm start -- --once --json` printed: one line an order, in the order of the file. */
export function readEnds(text: string): OrderEnd[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => end.parse(JSON.parse(line)));
}

/** The orders that did not end alike, in the order of the file. An order that one side lacks differs. */
export function compareEnds(
  names: readonly string[],
  rehearsed: readonly OrderEnd[],
  locally: readonly OrderEnd[],
): Difference[] {
  return names.flatMap((order, index) => {
    const [here, there] = [told(rehearsed[index]), told(locally[index])];
    return here === there && rehearsed[index] !== undefined ? [] : [{ order, rehearsed: here, locally: there }];
  });
}

function told(it: OrderEnd | undefined): string {
  return it === undefined
    ? "nothing"
    : [it.http, it.status ?? "-", it.reason].filter((part) => part !== undefined).join(" ");
}
