/** `${Name}` in a definition or a template. It is replaced before deployment. */
const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** The names of the placeholders in a text, without duplicates. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name))];
}

/** Replaces each placeholder by what `valueFor` returns for its name. */
export function fillPlaceholders(text: string, valueFor: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => valueFor(name));
}
