import { readFileSync } from "node:fs";
import { join } from "node:path";
import { statesOf } from "../../../asl/states";
import { WORKFLOWS } from "../../../tools/support/parts";

const root = join(__dirname, "../../..");
const dot = readFileSync(join(root, "tools/diagrams/architecture.dot"), "utf8");

/** The node of each workflow. A node's label begins with the names of the workflows that it stands for. */
const nodeOf = new Map(
  [...dot.matchAll(/^ +(\w+) \[label="([^"]*)/gm)].flatMap(([, node = "", label = ""]) =>
    label
      .split("\\n")
      .filter((line) => WORKFLOWS.includes(line))
      .map((workflow) => [workflow, node]),
  ),
);

/** The node for each placeholder of a definition. */
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

/** The nodes that a workflow calls, from the same reader of definitions that its role is derived with. */
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
  expect(WORKFLOWS.filter((workflow) => !nodeOf.has(workflow))).toEqual([]);
});

it.each([...new Set(nodeOf.values())])("draws lines from %s to what its definitions call, and no others", (node) => {
  const calls = [...nodeOf].filter(([, it]) => it === node).flatMap(([workflow]) => calledBy(workflow));
  // A workflow that starts itself again gets no line.
  const expected = new Set(calls.filter((called) => called !== node));
  expect(new Set(edges.filter(([from]) => from === node).map(([, to]) => to))).toEqual(expected);
});
