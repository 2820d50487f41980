import type { BodyCheck } from "./body-check";
import type { Template } from "./template";

export interface ApiIdentity {
  readonly apiId: string;
  readonly stage: string;
  readonly accountId: string;
}

/** The one REST API of a deployment, ready to serve: templates parsed, models compiled. */
export interface ApiDefinition extends ApiIdentity {
  /** The prefix of its methods' ARNs. */
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
  /** Names of required parameters (`header.x`, `querystring.x`). */
  readonly requiredParameters: readonly string[];
  readonly integration: Integration;
}

/** The target of an integration of type AWS: an action of an AWS API, or a function that gets the mapped request. */
export type Backend =
  | { readonly kind: "action"; readonly service: string; readonly action: string }
  | { readonly kind: "function"; readonly functionArn: string };

/** An integration of type AWS: one call, with its request and response mapped. */
export interface Integration {
  readonly backend: Backend;
  /** The caller: the role that API Gateway assumes, or else API Gateway itself. */
  readonly credentials: string;
  readonly requestTemplates: ReadonlyMap<string, Template>;
  readonly passthrough: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
  readonly timeoutMs: number;
  readonly responses: readonly IntegrationResponse[];
}

export interface IntegrationResponse {
  readonly status: number;
  /**
   * Matched against the HTTP status of an AWS service's answer, or against the message of a function's error. Undefined
   * for the default response.
   */
  readonly selection: RegExp | undefined;
  readonly templates: ReadonlyMap<string, Template>;
  /** Response header → static value. */
  readonly headers: { readonly [name: string]: string };
}

export interface GatewayResponse {
  readonly status: number | undefined;
  /** By content type. Only `$context...` and `$stageVariables...` are replaced. */
  readonly templates: { readonly [contentType: string]: string };
  readonly headers: { readonly [name: string]: string };
}
