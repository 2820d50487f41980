import { type Block, Values } from "./values";

/**
 * One resource or data source of a stack. In a plan, {@link values} holds what Terraform knows. A value that is known
 * only after apply is what the configuration says, a template such as `${aws_kms_key.key.arn}`; without a configured one
 * it is missing, because AWS chooses it.
 */
export class Resource {
  readonly values: Values;
  /** What the configuration says, without the defaults that a provider fills in. */
  readonly written: Values;
  /** `aws_sqs_queue.orders`, or `data.aws_partition.partition`. */
  readonly address: string;

  constructor(
    /** `aws_sqs_queue`, or `data.aws_partition`. */
    readonly type: string,
    readonly name: string,
    values: Block,
    written: Block = values,
  ) {
    this.address = `${type}.${name}`;
    this.values = new Values(values);
    this.written = new Values(written);
  }

  at(path: string): unknown {
    return this.values.at(path);
  }

  /** Addresses that the configuration names at a path, or anywhere. */
  references(path?: string): string[] {
    return addressesIn(path === undefined ? this.written.json : this.written.all(path));
  }
}

/** A reference within `${...}`, up to the resource's name. */
const REFERENCE = /\b(data\.)?([a-z]+_\w+)\.([\w-]+)/g;

function addressesIn(value: unknown): string[] {
  if (typeof value === "string") {
    const templates = value.match(/\$\{[^}]*\}/g) ?? [];
    return templates.flatMap((template) => [...template.matchAll(REFERENCE)].map(([address]) => address));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(addressesIn);
}
