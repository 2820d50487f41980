import { createKey, validateKey } from "dynalite/db";

/** The key attributes of an item (or of a key). */
export function keyOf<Field>(table: object, item: { [name: string]: Field }): { [name: string]: Field } {
  const names = keyNames(table);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** The storage key of an item with this key; undefined if the key does not match the table. */
export function storedAt(table: object, key: object): string | undefined {
  return validateKey(key, table) == null ? createKey(key, table) : undefined;
}

function keyNames(table: object): unknown[] {
  const schema: unknown = "KeySchema" in table ? table.KeySchema : [];
  const parts: unknown[] = Array.isArray(schema) ? schema : [];
  return parts.map((part) =>
    typeof part === "object" && part !== null && "AttributeName" in part ? part.AttributeName : undefined,
  );
}
