import type { IncomingHttpHeaders } from "node:http";

/** Who calls which service, as the signature says. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `dynamodb`, `states` ... */
  readonly service: string;
}

/**
 * Reads the scope of a SigV4 signature from the Authorization header or, of a presigned URL, from its query. The
 * signature itself is not checked: the endpoint listens on loopback only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export function credentialScope(headers: IncomingHttpHeaders, url: URL): CredentialScope | undefined {
  const inHeader = /^AWS4-\S+\s+.*?Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1];
  const credential = inHeader ?? url.searchParams.get("X-Amz-Credential") ?? "";
  // The access key's id may hold slashes, so the scope is read from its end.
  const scope = /^(.+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  if (!scope) return undefined;
  const [, accessKeyId = "", region = "", service = ""] = scope;
  return { accessKeyId, region, service };
}
