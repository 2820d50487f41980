/** `${Name}` in a definition or a template, which is replaced before it is deployed. */
const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** Names of the placeholders in a text, each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name))];
}

/** The text with `valueFor` each placeholder's name in its place. */
export function fillPlaceholders(text: string, valueFor: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => valueFor(name));
}
