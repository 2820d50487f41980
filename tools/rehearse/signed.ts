/** Headers that name the service, as a signature's scope does. Nothing behind the proxy checks the signature. */
export function signed(service: string, region: string): Record<string, string> {
  const scope = `rehearsal/20000101/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    host: "localhost",
  };
}
