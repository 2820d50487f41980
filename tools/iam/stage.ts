import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { type AwsCall, localPerson, type Right } from "../aws";
import { isTerminal } from "../local/report/outcome";
import type { RunningSystem } from "../local/system";
import type { JsonObject } from "../support/json";
import { fieldsOf, postJson, sendBody } from "../support/post-json";

type Fields = { readonly [field: string]: unknown };
type Order = Fields & { readonly orderId: string };
/** Intercepts the platform's calls to AWS: passes a call on, changes its result, or answers it. */
type Interceptor = (call: AwsCall, pass: (call: AwsCall) => Promise<JsonObject>) => Promise<JsonObject>;

const LOOK_EVERY_MS = 15;

let counted = 0;

/** What a journey can do to a running platform, as clients, people and faults do. */
export class Stage {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly system: RunningSystem,
    /** Ends every wait. */
    private readonly signal: AbortSignal,
  ) {}

  /** An order of one line with a new id, which names the approver's decision. */
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

  /** Posts an order and waits until it ends. */
  async ends(order: Order): Promise<void> {
    await this.post("/orders", order);
    await this.ended(order);
  }

  async ended({ orderId }: Order): Promise<void> {
    await this.until(async () => (await this.system.readStatuses([orderId])).some(({ status }) => isTerminal(status)));
  }

  /** Waits until nothing runs in the platform except executions that a schedule started. */
  async quiet(): Promise<void> {
    await this.until(() => this.system.isQuiet());
  }

  /** Uploads as any client does, and waits until intake has finished with it. */
  async upload(text: string): Promise<void> {
    const { uploadUrl, key } = await this.post("/uploads", {});
    const headers = { "content-type": "application/json" };
    await sendBody("PUT", String(uploadUrl), Buffer.from(text), headers, this.agent);
    await this.until(() => this.system.isTakenIn(String(key)));
  }

  /** Runs `work` while a role or a service, given by the end of its name, may not do `action`. */
  async without(holder: string, action: string, work: () => Promise<void>): Promise<void> {
    const { authorizer } = this.system.inside;
    const taken = authorizer.rights.filter((right) => right.holder.endsWith(holder) && right.action === action);
    if (taken.length === 0) throw new Error(`${holder} has no right to ${action} that could be removed.`);
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

  /** Runs `work` while the interceptor handles the platform's calls. */
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

/** The approver's decision on an order; undefined for orders that no stage made, and for those that nobody decides. */
export function decide(orderId: string): boolean | undefined {
  return orderId.startsWith("approved-") ? true : orderId.startsWith("refused-") ? false : undefined;
}
