import type { Principal } from "../aws";

/** A request as the API sees it: matched to a resource, its body whole. */
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

/** What the API answers. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}
