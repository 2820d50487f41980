import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { statesOf } from "../../../asl/states";

const root = join(__dirname, "../../..");
const workflows = readdirSync(join(root, "workflows")).map((file) => file.replace(".asl.json", ""));
const dot = readFileSync(join(root, "tools/diagrams/architecture.dot"), "utf8");

/** The node of each workflow, whose label begins with the names of those that it draws. */
const nodeOf = new Map(
  [...dot.matchAll(/^ +(\w+) \[label="([^"]*)/gm)].flatMap(([, node = "", label = ""]) =>
    label
      .split("\\n")
      .filter((line) => workflows.includes(line))
      .map((workflow) => [workflow, node]),
  ),
);

/** The node of what a placeholder of a definition leads to. */
const nodeOfPlaceholder: Readonly<Record<string, string>> = {
  OrdersTableName: "table",
  FulfilmentQueueUrl: "queue",
  FulfilmentDlqUrl: "dlq",
  IntakeDlqUrl: "intakeDlq",
  ApproverTopicArn: "approverTopic",
  CustomerTopicArn: "topic",
  OrderEventsBusName: "bus",
  ValidateOrderArn: "validate",
  ProcessPaymentArn: "payment",
  RefundPaymentArn: "payment",
  ShipOrderArn: "ship",
  TrackShipmentArn: "ship",
  CancelShipmentArn: "ship",
  ReserveInventoryArn: "reserve",
  ReleaseInventoryArn: "release",
  SettleOrderArn: "settle",
  HandOverOrdersArn: "again",
  ReconcileOrdersArn: "reconcile",
};

/** The nodes that a workflow calls, by the same reading of its definition from which its role is derived. */
function calledBy(workflow: string): string[] {
  const definition: unknown = JSON.parse(readFileSync(join(root, `workflows/${workflow}.asl.json`), "utf8"));
  return statesOf(Object(definition)).flatMap(({ state }) => {
    const { Resource = "", Parameters, ItemReader } = state;
    const placeholders = [...JSON.stringify(Parameters ?? {}).matchAll(/\$\{(\w+(?:Arn|Name|Url))\}/g)];
    return [
      ...placeholders.map(([, name = ""]) => nodeOfPlaceholder[name] ?? `no node for ${name}`),
      ...(/:s3:/.test(String(Resource)) || ItemReader !== undefined ? ["bucket"] : []),
      ...(/:sfn:sendTask/.test(String(Resource)) ? ["fulfilment"] : []),
    ];
  });
}

const edges = dot.split("\n").flatMap((line) => {
  const names = line.replace(/\[.*/, "").split("->");
  return names.slice(1).map((to, index) => [names[index]?.trim() ?? "", to.trim()] as const);
});

it("draws every workflow", () => {
  expect(workflows.filter((workflow) => !nodeOf.has(workflow))).toEqual([]);
});

it.each([...new Set(nodeOf.values())])("draws from %s what its definitions call, and nothing else", (node) => {
  const calls = [...nodeOf].filter(([, it]) => it === node).flatMap(([workflow]) => calledBy(workflow));
  // That a workflow starts itself again is left out.
  const expected = new Set(calls.filter((called) => called !== node));
  expect(new Set(edges.filter(([from]) => from === node).map(([, to]) => to))).toEqual(expected);
});
