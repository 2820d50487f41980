import type { BodyCheck } from "./body-check";
import type { Template } from "./template";

export interface ApiIdentity {
  readonly apiId: string;
  readonly stage: string;
  readonly accountId: string;
}

/** The one REST API of a deployment, ready to serve: templates parsed, models compiled. */
export interface ApiDefinition extends ApiIdentity {
  /** What the ARNs of its methods start with. */
  readonly executionArn: string;
  readonly methods: readonly Method[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  readonly stageVariables: { readonly [name: string]: string };
}

export interface Method {
  readonly httpMethod: string;
  /** Such as `/orders/{orderId}`. */
  readonly resourcePath: string;
  readonly resourceId: string;
  /** By content type; undefined when the method validates no bodies. */
  readonly bodyChecks: ReadonlyMap<string, BodyCheck> | undefined;
  /** Names of parameters (`header.x`, `querystring.x`) that must be there. */
  readonly requiredParameters: readonly string[];
  readonly integration: Integration;
}

/** What an integration of type AWS calls: an action of an AWS API, or a function with the mapped request as its event. */
export type Backend =
  | { readonly kind: "action"; readonly service: string; readonly action: string }
  | { readonly kind: "function"; readonly functionArn: string };

/** An integration of type AWS: one call, mapped there and back. */
export interface Integration {
  readonly backend: Backend;
  /** Who makes the call: the role that API Gateway assumes for it, or else API Gateway itself. */
  readonly credentials: string;
  readonly requestTemplates: ReadonlyMap<string, Template>;
  readonly passthrough: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
  readonly timeoutMs: number;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly status: number;
  /**
   * Matched against the HTTP status of an AWS service's answer, or against the message of a function's error; undefined is
   * the default response.
   */
  readonly selection: RegExp | undefined;
  readonly templates: ReadonlyMap<string, Template>;
  /** Response header → static value. */
  readonly headers: { readonly [name: string]: string };
}

export interface GatewayResponse {
  readonly status: number | undefined;
  /** By content type; only `$context...` and `$stageVariables...` are replaced in them. */
  readonly templates: { readonly [contentType: string]: string };
  readonly headers: { readonly [name: string]: string };
}
