import { z } from "zod";
import type { LocalAws, Principal } from "../../aws";

const MAX_SHOWN = 100;

export interface OverviewSource {
  readonly env: string;
  readonly table: string;
  readonly aws: LocalAws;
  readonly principal: Principal;
}

export interface Overview {
  readonly env: string;
  /** The number of orders by status. */
  readonly total: { readonly [status: string]: number };
  /** Newest first, at most 100. */
  readonly orders: readonly z.output<typeof order>[];
  /** Executions of Standard workflows, newest first, at most 100. As on AWS, Express executions cannot be listed. */
  readonly executions: readonly z.output<typeof execution>[];
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const order = z.object({
  orderId: text,
  status: text,
  reason: text.optional(),
  currency: text,
  totalAmount: z.object({ N: z.coerce.number() }).transform(({ N }) => N),
  receivedAt: text,
});
const page = z.object({ Items: z.array(order), LastEvaluatedKey: z.record(z.string(), z.json()).optional() });
const machines = z.object({
  stateMachines: z.array(z.object({ stateMachineArn: z.string(), name: z.string(), type: z.string() })),
});
const execution = z
  .object({ executionArn: z.string(), name: z.string(), status: z.string(), startDate: z.number() })
  .transform((it) => ({
    arn: it.executionArn,
    name: it.name,
    status: it.status,
    startedAt: new Date(it.startDate * 1000).toISOString(),
    workflow: it.executionArn.split(":")[6] ?? "",
  }));
const executions = z.object({ executions: z.array(execution) });
const history = z.object({
  events: z.array(
    z.looseObject({ id: z.number(), type: z.string(), timestamp: z.unknown(), previousEventId: z.unknown() }),
  ),
});

/** The data of the console's page. */
export async function overviewOf(source: OverviewSource): Promise<Overview> {
  const all = await readOrders(source);
  const total: { [status: string]: number } = {};
  for (const { status } of all) total[status] = (total[status] ?? 0) + 1;
  const newest = all.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, MAX_SHOWN);
  return { env: source.env, total, orders: newest, executions: await readExecutions(source) };
}

async function readOrders({ aws, table, principal }: OverviewSource): Promise<z.output<typeof order>[]> {
  const orders: z.output<typeof order>[] = [];
  let from: z.output<typeof page>["LastEvaluatedKey"];
  do {
    const input = {
      TableName: table,
      FilterExpression: "sk = :order",
      ExpressionAttributeValues: { ":order": { S: "ORDER" } },
      ...(from ? { ExclusiveStartKey: from } : {}),
    };
    const output = page.parse(await aws.call({ service: "dynamodb", action: "Scan", input, principal }));
    orders.push(...output.Items);
    from = output.LastEvaluatedKey;
  } while (from);
  return orders;
}

async function readExecutions({ aws, principal }: OverviewSource): Promise<z.output<typeof execution>[]> {
  const call = (action: string, input: { [name: string]: string | number }) =>
    aws.call({ service: "states", action, input, principal });
  const { stateMachines } = machines.parse(await call("ListStateMachines", {}));
  const lists = await Promise.all(
    stateMachines
      .filter(({ type }) => type === "STANDARD")
      .map(({ stateMachineArn }) => call("ListExecutions", { stateMachineArn, maxResults: MAX_SHOWN })),
  );
  return lists
    .flatMap((list) => executions.parse(list).executions)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
    .slice(0, MAX_SHOWN);
}

export interface HistoryLine {
  readonly id: number;
  readonly type: string;
  readonly state: string;
  readonly details: string;
}

/** The history of one execution, with the details of each event as JSON text. */
export async function historyOf(arn: string, { aws, principal }: OverviewSource): Promise<HistoryLine[]> {
  const input = { executionArn: arn, maxResults: 1_000 };
  const output = await aws.call({ service: "states", action: "GetExecutionHistory", input, principal });
  return history.parse(output).events.map(({ id, type, timestamp: _at, previousEventId: _previous, ...rest }) => {
    const [details] = Object.values(rest);
    const name = z.object({ name: z.string() }).safeParse(details);
    return { id, type, state: name.data?.name ?? "", details: details === undefined ? "" : JSON.stringify(details) };
  });
}
