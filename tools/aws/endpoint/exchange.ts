import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { LocalAws, Principal } from "../aws";

/** A request that came whole, with what its signature says. */
export interface Exchange {
  readonly aws: LocalAws;
  readonly service: string;
  readonly principal: Principal;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** Above every limit of the services that are served here; objects of S3 do not pass here. */
const maxBodyBytes = 32 * 1024 * 1024;

/** The body as text; undefined where it is larger than any service takes. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // The rest is read and dropped, so that the client gets to read the answer.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString("utf8") : undefined;
}
