/** Steps from the definition to a value in it, such as `["States", "Charge", "Retry", 0, "MaxAttempts"]`. */
export type Path = readonly (string | number)[];

/** An item of a list after the change: the item of the former list at an index, or a new one. */
export type Item = { readonly from: number } | { readonly added: unknown };

/**
 * One step from a definition to another. Changes apply in order, so a path uses the names and indexes that the
 * changes before it led to.
 */
export type Change =
  /** A state of the machine at `machine` has another name, and what refers to it follows. */
  | { readonly kind: "renamed"; readonly machine: Path; readonly from: string; readonly to: string }
  | { readonly kind: "removed"; readonly machine: Path; readonly name: string; readonly state: unknown }
  | { readonly kind: "added"; readonly machine: Path; readonly name: string; readonly state: unknown }
  /** Items of a list are removed, added or moved. An absent list is an empty one. */
  | {
      readonly kind: "listed";
      readonly path: Path;
      readonly before: readonly unknown[];
      readonly items: readonly Item[];
    }
  /** One value is another. Undefined is absent. */
  | { readonly kind: "set"; readonly path: Path; readonly before: unknown; readonly after: unknown };

export type SetChange = Extract<Change, { readonly kind: "set" }>;
export type ListChange = Extract<Change, { readonly kind: "listed" }>;
