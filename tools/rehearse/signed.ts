/** Headers that tell which service is meant, as a signature does; nothing behind the proxy checks one. */
export function signed(service: string, region: string): Record<string, string> {
  const scope = `rehearsal/20000101/${region}/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    host: "localhost",
  };
}
