/** What the worker is started with. */
export interface FauxqsOptions {
  readonly accountId: string;
  readonly region: string;
}

/** An HTTP request to fauxqs, as text, sent to the worker by message instead of by socket. */
export interface FauxqsRequest {
  readonly id: number;
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "HEAD";
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface FauxqsAnswer {
  readonly id: number;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

/** The worker's first message: where fauxqs listens for clients that come by HTTP. */
export interface FauxqsStarted {
  readonly port: number;
}

/** An object that was written, by whichever way, told once it can be read. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** By which this very object can be read, whatever is written under the key later. */
  readonly versionId: string;
}

/** What the worker sends once it has started. */
export type FauxqsMessage = { readonly answer: FauxqsAnswer } | { readonly created: ObjectCreated };
