/** The statement of a resource's policy that refuses every call over plain HTTP. */
export function denyWithoutTls(actions: string | readonly string[], resources: readonly string[]): object {
  return {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resources,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
