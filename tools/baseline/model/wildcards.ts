/** Whether an action or a resource of a policy is a bare `*`. */
export function isBare(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/** Whether an action or a resource of a policy holds a wildcard. A template counts as text without one. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(withoutTemplates(pattern));
}

/** Whether an action of a policy means every action of a service, such as `s3:*`, or of all of them. */
export function isWholeService(action: string): boolean {
  return /^(\*|[\w-]+:\*)$/.test(action);
}

/** A text without the `${...}` in it. */
export function withoutTemplates(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "");
}
