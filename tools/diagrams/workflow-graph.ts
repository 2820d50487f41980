import { type AslObject, innerMachines, objectsOf, statesByName } from "../../asl/states";
import { type Transition, transitionsOf } from "../../asl/transitions";
import { condition } from "./condition";

const INK = "#1f2933";
const FONT = 'fontname="Helvetica,Arial,sans-serif"';

/** How each type of state looks. Colours mark where an order can end. */
const LOOK: Readonly<Record<string, string>> = {
  Task: `shape=box style="rounded,filled" fillcolor="#dbeafe" color="#2563eb"`,
  Choice: `shape=diamond style=filled fillcolor="#fef3c7" color="#b45309" height=0.5 margin="0.05,0.02"`,
  Pass: `shape=box style="rounded,filled" fillcolor="#f3f4f6" color="#6b7280"`,
  Wait: `shape=box style="rounded,filled" fillcolor="#f3f4f6" color="#6b7280"`,
  Map: "",
  Parallel: "",
  Succeed: `shape=box style="rounded,filled,bold" fillcolor="#dcfce7" color="#15803d"`,
  Fail: `shape=box style="rounded,filled,bold" fillcolor="#fee2e2" color="#b91c1c"`,
};

/**
 * Draws a definition as a Graphviz graph: every state, every transition, and every Catch as a dashed line. Equal definitions
 * give equal text, so a comparison shows whether a picture is stale.
 */
export function workflowGraph(title: string, definition: AslObject): string {
  return [
    "digraph workflow {",
    `graph [${FONT} fontsize=16 fontcolor="${INK}" label=${quote(title)} labelloc=t rankdir=TB nodesep=0.3 ranksep=0.4 bgcolor="white" pad=0.3 compound=true newrank=true]`,
    `node [${FONT} fontsize=11 fontcolor="${INK}" margin="0.25,0.08"]`,
    `edge [${FONT} fontsize=9 color="#4b5563" fontcolor="#4b5563" arrowsize=0.7]`,
    ...scope(definition),
    "}",
    "",
  ].join("\n");
}

function scope(machine: AslObject): string[] {
  const states = statesByName(machine);
  return Object.entries(states).flatMap(([name, state]) => [
    ...node(name, state, name === machine.StartAt),
    ...transitionsOf(state).map((transition) => {
      if (Object.hasOwn(states, String(transition.to))) return edge(name, state, transition);
      throw new Error(`${name} leads to ${transition.to}, which does not exist.`);
    }),
  ]);
}

function node(name: string, state: AslObject, isFirst: boolean): string[] {
  const inner = innerMachines(state);
  if (inner.length === 0) {
    const start = isFirst ? " penwidth=2.5" : "";
    return [`${quote(name)} [label=${label(name, state)} ${LOOK[String(state.Type)]}${start}]`];
  }
  const kind = state.Type === "Map" ? "for each item" : "in parallel";
  return [
    `subgraph ${quote(`cluster ${name}`)} {`,
    `graph [label=${quote(`${name}: ${kind}`)} fontsize=11 style="rounded,dashed" color="#2563eb" labeljust=l]`,
    `${quote(name)} [shape=point width=0.08 color="#2563eb"]`,
    ...inner.flatMap((branch) => [...scope(branch), `${quote(name)} -> ${quote(String(branch.StartAt))}`]),
    "}",
  ];
}

function edge(name: string, state: AslObject, { to, by, of }: Transition): string {
  const line = `${quote(name)} -> ${quote(String(to))}`;
  switch (by) {
    case "Next":
      return `${line}${leaving(name, state)}`;
    case "Choice":
      return `${line} [label=${quote(condition(of))}]`;
    case "Default":
      return `${line} [label="otherwise"]`;
    case "Catch":
      return `${line} [label=${quote(caught(of))} style=dashed color="#b91c1c" fontcolor="#b91c1c"]`;
  }
}

/** A line that leaves a Map or Parallel starts at the border of its box. */
function leaving(name: string, state: AslObject): string {
  return innerMachines(state).length > 0 ? ` [ltail=${quote(`cluster ${name}`)}]` : "";
}

function caught({ ErrorEquals }: AslObject): string {
  const errors = Array.isArray(ErrorEquals) ? ErrorEquals.map(String) : [];
  return errors.map((error) => (error === "States.ALL" ? "any error" : (error.split(".").at(-1) ?? error))).join("\\n");
}

/** Shows `arn:aws:states:::dynamodb:updateItem` as `dynamodb:updateItem`, with the name of a nested workflow or function. */
function label(name: string, { Type, Resource, Parameters }: AslObject): string {
  if (Type !== "Task" || typeof Resource !== "string") return quote(name);
  const [{ StateMachineArn, FunctionName } = { StateMachineArn: undefined, FunctionName: undefined }] = objectsOf([
    Parameters,
  ]);
  const target = StateMachineArn ?? FunctionName;
  const call = Resource.replace("arn:aws:states:::", "").replace("aws-sdk:", "");
  const what = typeof target === "string" ? `${call} ${target.replace(/^\$\{(.*)Arn\}$/, "$1")}` : call;
  return quote(`${name}\\n${what}`);
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
