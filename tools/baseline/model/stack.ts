import type { Resource } from "./resource";

/** One stack, as the rules see it. */
export interface StackOptions {
  readonly id: string;
  /** The environment that it belongs to, or empty. */
  readonly environment: string;
  /** Its source. A plan does not hold the `lifecycle` of its resources. */
  readonly source: "synthesis" | "plan";
  readonly resources: readonly Resource[];
}

export class Stack {
  readonly id: string;
  readonly environment: string;
  readonly source: "synthesis" | "plan";
  readonly resources: readonly Resource[];

  constructor({ id, environment, source, resources }: StackOptions) {
    this.id = id;
    this.environment = environment;
    this.source = source;
    this.resources = resources;
  }

  ofType(...types: readonly string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }

  /**
   * Resources of a type that belong to another one: their `attribute` refers to it, or equals its attribute `named`, such
   * as a bucket's name.
   */
  partsOf(whole: Resource, type: string, attribute: string, named = attribute): Resource[] {
    return this.ofType(type).filter(
      (part) =>
        part.references(attribute).includes(whole.address) ||
        (part.at(attribute) !== undefined && part.at(attribute) === whole.at(named)),
    );
  }
}
