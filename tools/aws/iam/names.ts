import type { Right } from "./right";

/** Short names of a deployment's parts, for people: without their common prefixes. */
export class Names {
  private readonly prefix: RegExp;

  constructor(env: string) {
    // `orders`, or another prefix that the environment sets.
    this.prefix = new RegExp(`(?<![\\w-])[a-z0-9]+-${env}-`, "g");
  }

  /** `fulfilment-order-fulfilment` for a role, `events.amazonaws.com` for a service. */
  holder(arn: string): string {
    return this.part(arn.replace(/^arn:.*:(?:role\/)?/, ""));
  }

  /** `table/data-orders`, `fulfilment-dlq`, `key` */
  resource(arn: string): string {
    const resource = this.part(arn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, ""));
    // An environment has one key, and its id means nothing to a reader.
    return resource.startsWith("key/") ? "key" : resource;
  }

  /** `kms:Decrypt (sqs)` */
  action({ action, via }: Pick<Right, "action" | "via">): string {
    return via === undefined ? action : `${action} (${via})`;
  }

  /** `fulfilment-settle-order/NotifyCustomer` */
  part(name: string): string {
    return name.replace(this.prefix, "");
  }
}
