/** Whether an action or a resource of a policy means all of them. */
export function isBare(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/** Whether an action or a resource of a policy holds a wildcard. What a template stands for is no wildcard. */
export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(withoutTemplates(pattern));
}

/** A text without the `${...}` in it. */
export function withoutTemplates(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "");
}
