import type { Right } from "./right";

/** Names of a deployment's parts as a person reads them: without what all of them have in common. */
export class Names {
  private readonly prefix: RegExp;

  constructor(env: string) {
    // `orders`, or another prefix that the environment sets.
    this.prefix = new RegExp(`(?<![\\w-])[a-z0-9]+-${env}-`, "g");
  }

  /** `fulfilment-order-fulfilment` of a role, `events.amazonaws.com` of a service. */
  holder(arn: string): string {
    return this.part(arn.replace(/^arn:.*:(?:role\/)?/, ""));
  }

  /** `table/data-orders`, `fulfilment-dlq`, `key` */
  resource(arn: string): string {
    const resource = this.part(arn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, ""));
    // There is one key in an environment, and its id tells nobody anything.
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
