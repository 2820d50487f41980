/** `${Name}` in a definition or a template, which is replaced before it is deployed. */
const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** Names of the placeholders in a text, each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name))];
}

/** The text with `valueOf` each placeholder's name in its place. */
export function fillPlaceholders(text: string, valueOf: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => valueOf(name));
}
