/** Tests a text against a policy's pattern, in which `*` matches any text and `?` any one character. */
export type Fits = (text: string) => boolean;

/**
 * Compiles a pattern of an Action (case-insensitive) or a Resource.
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

/**
 * Compiles an ARN pattern as ArnLike reads it. Each of the six parts matches separately, so `*` spans no colon there.
 */
export function arnWildcard(pattern: string): Fits {
  const patterns = partsOf(pattern).map((part) => wildcard(part));
  return (text) => {
    const parts = partsOf(text);
    return parts.length === patterns.length && patterns.every((fits, index) => fits(parts[index] ?? ""));
  };
}

/** `arn`, partition, service, region, account, and the resource with any colons of its own. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, PARTS_OF_ARN - 1), parts.slice(PARTS_OF_ARN - 1).join(":")];
}
