/** Whether a text fits a pattern of a policy, in which `*` stands for any text and `?` for any one character. */
export type Fits = (text: string) => boolean;

/**
 * Compiles a pattern of an Action (whose case does not count) or a Resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function wildcard(pattern: string, { ignoreCase = false } = {}): Fits {
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) {
    const wanted = ignoreCase ? pattern.toLowerCase() : pattern;
    return (text) => (ignoreCase ? text.toLowerCase() : text) === wanted;
  }
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const compiled = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
  return (text) => compiled.test(text);
}

const PARTS_OF_ARN = 6;

/** Compiles a pattern of an ARN as ArnLike reads it: each of the six parts by itself, so that no `*` spans a colon there. */
export function arnWildcard(pattern: string): Fits {
  const patterns = partsOf(pattern).map((part) => wildcard(part));
  return (text) => {
    const parts = partsOf(text);
    return parts.length === patterns.length && patterns.every((fits, index) => fits(parts[index] ?? ""));
  };
}

/** `arn`, partition, service, region, account, and the resource with whatever colons it has. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, PARTS_OF_ARN - 1), parts.slice(PARTS_OF_ARN - 1).join(":")];
}
