import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { localPerson } from "../../local/credentials";
import type { Deployment } from "../../local/deployment";
import { followOrders } from "../../local/follow-orders";
import { readStatuses } from "../../local/order-status";
import type { OrderToSend } from "../../local/orders-file";
import type { Outcome } from "../../local/report/outcome";
import { Stock } from "../../local/stock";
import { RemoteService } from "../remote-service";
import type { Stage } from "../stage";
import { fillWarehouse } from "./fill-warehouse";
import { skusOf } from "./samples";
import { type Surroundings, startSurroundings } from "./surroundings";

/** Longer than any retry of the workflows waits. */
const PATIENCE_MS = 120_000;
/** So few that moto answers each within the timeouts of the workflows' states. */
const AT_ONCE = 4;
const SAY_COUNT_EVERY_MS = 10_000;

/** What is decided on each order that awaits approval; undefined where nothing is said. */
export type Decide = (orderId: string) => boolean | undefined;

/** Does `work` while everything around the deployed workflows runs. */
export async function withSurroundings<T>(
  stage: Stage,
  deployment: Deployment,
  decide: Decide,
  work: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const { project, proxy, hooks, say } = stage;
  await fillSecrets(stage, deployment);
  const folder = join(project.folder, "run");
  mkdirSync(folder, { recursive: true });
  const surroundings = await startSurroundings({ deployment, send: proxy.call, folder, decide, onError: say });
  hooks.surroundings = surroundings;
  try {
    return await work(surroundings);
  } finally {
    hooks.surroundings = undefined;
    await surroundings.stop();
  }
}

/** As the README says: Terraform makes the secrets empty. */
async function fillSecrets({ proxy }: Stage, deployment: Deployment): Promise<void> {
  const secrets = new RemoteService("secretsmanager", deployment.region, proxy.call);
  for (const { attributes } of deployment.resources("aws_secretsmanager_secret")) {
    const input = { SecretId: String(attributes.arn), SecretString: JSON.stringify({ apiKey: "rehearsed" }) };
    await secrets.call("PutSecretValue", input);
  }
}

/** Sends orders and follows each to its end. */
export async function sendOrders(
  { proxy, say, signal }: Stage,
  deployment: Deployment,
  { aws, apiUrl, isTakenIn }: Surroundings,
  orders: readonly OrderToSend[],
  stock: ReadonlyMap<string, number> = new Map(),
): Promise<Outcome[]> {
  const table = String(deployment.one("aws_dynamodb_table", () => true).attributes.name);
  await fillWarehouse(table, skusOf(orders), new Stock(stock), aws);
  let toldAt = Date.now();
  return followOrders(orders, {
    apiUrl,
    isTakenIn,
    concurrency: AT_ONCE,
    readStatuses: (orderIds) => readStatuses(orderIds, table, aws, localPerson),
    readProgress: () => proxy.changes,
    onOutcome: () => {},
    onProgress: (ended, all) => {
      if (Date.now() - toldAt < SAY_COUNT_EVERY_MS) return;
      toldAt = Date.now();
      say(`${ended} of ${all} orders have ended ...`);
    },
    patienceMs: () => PATIENCE_MS,
    signal,
  });
}
