/** What the worker is started with. */
export interface FauxqsOptions {
  /** The path of the Unix domain socket to listen on. */
  readonly socket: string;
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

/** An object that was written, by whichever way; reported once it can be read. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Identifies this version of the object, whatever is written under the key later. */
  readonly versionId: string;
}

/** What the worker sends after its first message, `"listening"`. */
export type FauxqsMessage = { readonly answer: FauxqsAnswer } | { readonly created: ObjectCreated };
