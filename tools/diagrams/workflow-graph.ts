import { condition } from "./condition";
import type { Definition, State } from "./definition";

const INK = "#1f2933";
const FONT = 'fontname="Helvetica,Arial,sans-serif"';

/** How each kind of state looks: where an order can end is told by colour, what is called by a box. */
const LOOK: Record<State["Type"], string> = {
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
 * Draws a definition as a Graphviz graph: every state, every transition, and every Catch as a dashed line.
 * Equal definitions give equal text, so that a stale picture can be told from a fresh one.
 */
export function workflowGraph(title: string, definition: Definition): string {
  return [
    "digraph workflow {",
    `graph [${FONT} fontsize=16 fontcolor="${INK}" label=${quote(title)} labelloc=t rankdir=TB nodesep=0.3 ranksep=0.4 bgcolor="white" pad=0.3 compound=true newrank=true]`,
    `node [${FONT} fontsize=11 fontcolor="${INK}" margin="0.25,0.08"]`,
    `edge [${FONT} fontsize=9 color="#4b5563" fontcolor="#4b5563" arrowsize=0.7]`,
    ...scope(definition, definition.StartAt),
    "}",
    "",
  ].join("\n");
}

function scope(definition: Definition, first: string): string[] {
  return Object.entries(definition.States).flatMap(([name, state]) => [
    ...node(name, state, name === first),
    ...edges(definition, name, state),
  ]);
}

function node(name: string, state: State, isFirst: boolean): string[] {
  const inner = state.ItemProcessor ? [state.ItemProcessor] : (state.Branches ?? []);
  if (inner.length === 0) {
    const start = isFirst ? " penwidth=2.5" : "";
    return [`${quote(name)} [label=${label(name, state)} ${LOOK[state.Type]}${start}]`];
  }
  const kind = state.Type === "Map" ? "for each item" : "in parallel";
  return [
    `subgraph ${quote(`cluster ${name}`)} {`,
    `graph [label=${quote(`${name}: ${kind}`)} fontsize=11 style="rounded,dashed" color="#2563eb" labeljust=l]`,
    `${quote(name)} [shape=point width=0.08 color="#2563eb"]`,
    ...inner.flatMap((branch) => [...scope(branch, branch.StartAt), `${quote(name)} -> ${quote(branch.StartAt)}`]),
    "}",
  ];
}

function edges(definition: Definition, name: string, state: State): string[] {
  const from = quote(name);
  const out: string[] = [];
  if (state.Next) out.push(`${from} -> ${quote(state.Next)}${leaving(name, state)}`);
  for (const choice of state.Choices ?? [])
    out.push(`${from} -> ${quote(choice.Next)} [label=${quote(condition(choice))}]`);
  if (state.Default) out.push(`${from} -> ${quote(state.Default)} [label="otherwise"]`);
  for (const { ErrorEquals, Next } of state.Catch ?? []) {
    if (!(Next in definition.States)) throw new Error(`${name} catches into ${Next}, which does not exist.`);
    out.push(
      `${from} -> ${quote(Next)} [label=${quote(caught(ErrorEquals))} style=dashed color="#b91c1c" fontcolor="#b91c1c"]`,
    );
  }
  return out;
}

/** A line that leaves a Map or Parallel starts at the border of its box. */
function leaving(name: string, state: State): string {
  return state.ItemProcessor || state.Branches ? ` [ltail=${quote(`cluster ${name}`)}]` : "";
}

function caught(errors: string[]): string {
  return errors.map((error) => (error === "States.ALL" ? "any error" : (error.split(".").at(-1) ?? error))).join("\\n");
}

/** `arn:aws:states:::dynamodb:updateItem` is shown as `dynamodb:updateItem`; a nested workflow by its name. */
function label(name: string, state: State): string {
  if (state.Type !== "Task" || !state.Resource) return quote(name);
  const target = state.Parameters?.StateMachineArn ?? state.Parameters?.FunctionName;
  const call = state.Resource.replace("arn:aws:states:::", "").replace("aws-sdk:", "");
  const what = typeof target === "string" ? `${call} ${target.replace(/^\$\{(.*)Arn\}$/, "$1")}` : call;
  return quote(`${name}\\n${what}`);
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
