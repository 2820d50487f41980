import type { Principal } from "../aws";

/** A request to the API: matched to a resource, with its whole body. */
export interface ApiRequest {
  readonly id: string;
  readonly receivedAt: Date;
  readonly method: string;
  readonly path: string;
  /** Header names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly pathParameters: { readonly [name: string]: string };
  readonly body: string;
  readonly caller: Principal;
  readonly accessKeyId: string | undefined;
  readonly sourceIp: string;
}

/** The API's answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}
