/** Lets findings of a rule pass, for a reason. */
export interface Waiver {
  /** The rule's id. */
  readonly rule: string;
  /** The resource's address, in which `*` matches any text, or several; without it, any resource. */
  readonly resource?: string | readonly string[];
  /** A name for several resources, for readers; without it, their addresses. */
  readonly of?: string;
  /** Names of the environments; without it, any. */
  readonly environments?: readonly string[];
  /**
   * The findings to let pass; without it, whatever the rule finds. `*` matches any text without a wildcard, so that
   * it never hides a wildcard of a policy, and `\*` matches `*`.
   */
  readonly findings?: readonly string[];
  /** Why, so that a person can check it. */
  readonly reason: string;
}

interface Found {
  readonly rule: { readonly id: string };
  readonly stack: { readonly environment: string };
  readonly resource: { readonly address: string };
  readonly wrong: string;
}

export function isWaivedBy({ rule, resource, environments, findings }: Waiver, found: Found): boolean {
  return (
    rule === found.rule.id &&
    (resource === undefined || [resource].flat().some((each) => matches(each, found.resource.address))) &&
    (environments === undefined || environments.includes(found.stack.environment)) &&
    (findings === undefined || findings.some((each) => matches(each, found.wrong)))
  );
}

/** The resources and environments of a waiver, as a person reads them. */
export function placeOf({ resource, of, environments }: Waiver, format = (address: string) => address): string {
  const what = of ?? (resource === undefined ? "any resource" : [resource].flat().map(format).join(", "));
  return environments === undefined ? what : `${what} in ${environments.join(", ")}`;
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern
    .split(/(?<!\\)\*/)
    .map((part) => part.replaceAll("\\*", "*").replace(/[*.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^*?]*")}$`).test(text);
}
