/** Lets what a rule finds pass, for a reason. */
export interface Waiver {
  /** The rule's id. */
  readonly rule: string;
  /** Address of the resource, in which `*` stands for any text, or several; left out, any resource. */
  readonly resource?: string | readonly string[];
  /** What several resources are together, for readers; left out, their addresses. */
  readonly of?: string;
  /** Names of the environments; left out, any. */
  readonly environments?: readonly string[];
  /**
   * What is found: one of these; left out, whatever the rule finds. `*` stands for any text without a wildcard, so that
   * it never hides one that a policy holds, and `\*` for itself.
   */
  readonly findings?: readonly string[];
  /** Why, as a person may check it. */
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
