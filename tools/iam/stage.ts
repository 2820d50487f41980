import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type AwsCall, localPerson, type Right } from "../aws";
import { isTerminal } from "../local/report/outcome";
import type { RunningSystem } from "../local/system";
import type { JsonObject } from "../support/json";
import { fieldsOf, postJson, sendBody } from "../support/post-json";

type Fields = { readonly [field: string]: unknown };
type Order = Fields & { readonly orderId: string };
/** Stands before the calls of AWS from within the platform: passes one on, changes what comes of it, or answers itself. */
type Interceptor = (call: AwsCall, pass: (call: AwsCall) => Promise<JsonObject>) => Promise<JsonObject>;

const LOOK_EVERY_MS = 15;

let counted = 0;

/** What a journey can do to a running platform: what clients, people and misfortune do. */
export class Stage {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly system: RunningSystem,
    /** Ends whatever is waited for. */
    private readonly signal: AbortSignal,
  ) {}

  /** An order of one line with an id of its own, which tells what the approver says to it. */
  order(changes: Fields = {}, approval: "approved" | "refused" | "nobody" = "nobody"): Order {
    counted += 1;
    return {
      orderId: `${approval}-${counted}`,
      customerId: "C-1",
      currency: "EUR",
      items: [{ sku: "LAMP", quantity: 2, unitPrice: 1_500 }],
      payment: { token: "tok_ok" },
      shipTo: shipTo("1000"),
      ...changes,
    };
  }

  async post(path: string, body: object): Promise<Fields> {
    this.signal.throwIfAborted();
    return fieldsOf((await postJson(`${this.system.apiUrl}${path}`, JSON.stringify(body), this.agent)).text);
  }

  async get(orderId: string): Promise<void> {
    await fetch(`${this.system.apiUrl}/orders/${orderId}`, { signal: this.signal });
  }

  /** Posts an order and waits for its end. */
  async ends(order: Order): Promise<void> {
    await this.post("/orders", order);
    await this.ended(order);
  }

  async ended({ orderId }: Order): Promise<void> {
    await this.until(async () => (await this.system.readStatuses([orderId])).some(({ status }) => isTerminal(status)));
  }

  /** Waits until the platform is through with everything; its schedules wait for that too. */
  async quiet(): Promise<void> {
    await this.until(() => this.system.isQuiet());
  }

  /** Uploads as any client does, and waits until intake is through with it. */
  async upload(text: string): Promise<void> {
    const { uploadUrl, key } = await this.post("/uploads", {});
    const headers = { "content-type": "application/json" };
    await sendBody("PUT", String(uploadUrl), Buffer.from(text), headers, this.agent);
    await this.until(() => this.system.isTakenIn(String(key)));
  }

  /** Does something while those whose right it is (a role or a service; the end of its name) may not do `action`. */
  async without(holder: string, action: string, work: () => Promise<void>): Promise<void> {
    const { authorizer } = this.system.inside;
    const taken = authorizer.rights.filter((right) => right.holder.endsWith(holder) && right.action === action);
    if (taken.length === 0) throw new Error(`${holder} has no right to ${action} that could be taken away.`);
    await this.whileTaken(taken, work);
  }

  async whileTaken(rights: readonly Right[], work: () => Promise<void>): Promise<void> {
    const giveBack = this.system.inside.authorizer.take(rights);
    try {
      await work();
    } finally {
      giveBack();
    }
  }

  /** Does something while the platform's calls go by the interceptor. */
  async through(interceptor: Interceptor, work: () => Promise<void>): Promise<void> {
    const { aws } = this.system.inside;
    const former = aws.call;
    const pass = former.bind(aws);
    aws.call = (call) => interceptor(call, pass);
    try {
      await work();
    } finally {
      aws.call = former;
    }
  }

  /** Calls AWS as the person at this machine. */
  call(service: string, action: string, input: JsonObject): Promise<JsonObject> {
    return this.system.inside.aws.call({ service, action, input, principal: localPerson });
  }

  async until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await delay(LOOK_EVERY_MS, undefined, { signal: this.signal });
  }

  close(): void {
    this.agent.destroy();
  }
}

export function shipTo(postalCode: string) {
  return { name: "Nora Vorbeeld", line1: "Teststraat 1", city: "Brussel", postalCode, country: "BE" };
}

/** What the approver says to an order of a stage, or to one of somebody else. */
export function decide(orderId: string): boolean | undefined {
  return orderId.startsWith("approved-") ? true : orderId.startsWith("refused-") ? false : undefined;
}
