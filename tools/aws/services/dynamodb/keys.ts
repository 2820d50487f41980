import { createKey, validateKey } from "dynalite/db";

/** The part of an item (or of a key) that the table's key consists of. */
export function keyOf<Field>(table: object, item: { [name: string]: Field }): { [name: string]: Field } {
  const names = keyNames(table);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** What an item with this key is stored under; undefined where the key does not fit the table. */
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
