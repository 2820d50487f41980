/** The statement that makes a resource's policy refuse plain HTTP. */
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
