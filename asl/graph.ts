/** A directed graph: the nodes that each node leads to. A node that leads nowhere need not be a key. */
export type Graph<Node> = ReadonlyMap<Node, readonly Node[]>;

/** The nodes that a walk from any of `starts` meets, these included, nearest first. */
export function reachableFrom<Node>(graph: Graph<Node>, starts: Iterable<Node>): Set<Node> {
  const met = new Set(starts);
  // A Set yields what is added to it while it is read.
  for (const node of met) {
    for (const next of graph.get(node) ?? []) met.add(next);
  }
  return met;
}

/** A shortest path of at least one step from one node to another, both included; undefined if there is none. */
export function shortestPath<Node>(
  graph: Graph<Node>,
  from: Node,
  to: Node,
  isAllowed: (node: Node) => boolean = () => true,
): Node[] | undefined {
  const cameFrom = new Map<Node, Node>();
  const seen = new Set([from]);
  for (const node of seen) {
    for (const next of graph.get(node) ?? []) {
      if (next === to) return [...backTo(from, node, cameFrom).reverse(), to];
      if (seen.has(next) || !isAllowed(next)) continue;
      cameFrom.set(next, node);
      seen.add(next);
    }
  }
  return undefined;
}

function backTo<Node>(from: Node, last: Node, cameFrom: ReadonlyMap<Node, Node>): Node[] {
  const path = [last];
  for (let node = last; node !== from; ) {
    const previous = cameFrom.get(node);
    if (previous === undefined) break;
    path.push(previous);
    node = previous;
  }
  return path;
}

/** The strongly connected components that hold a cycle: more than one node, or a node that leads to itself. */
export function cyclesIn<Node>(graph: Graph<Node>): Set<Node>[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  for (const node of graph.keys()) leaveInOrder(graph, node, seen, order);
  const reversed = reverse(graph);
  const grouped = new Set<Node>();
  const components: Set<Node>[] = [];
  for (const node of order.reverse()) {
    if (grouped.has(node)) continue;
    const component = new Set([node]);
    grouped.add(node);
    for (const member of component) {
      for (const previous of reversed.get(member) ?? []) {
        if (grouped.has(previous)) continue;
        grouped.add(previous);
        component.add(previous);
      }
    }
    components.push(component);
  }
  return components.filter((component) => {
    const [only] = component;
    return component.size > 1 || (only !== undefined && (graph.get(only) ?? []).includes(only));
  });
}

/** Which nodes every path from the start must pass. */
export interface Dominators<Node> {
  /** The nodes that the start can reach, a node after its dominators. */
  readonly order: readonly Node[];
  /** The last node before this one that every path passes; undefined for the start, and for what it cannot reach. */
  parent(node: Node): Node | undefined;
  /** Whether every path from the start to `other` passes `one`. A node dominates itself. False if `other` cannot be reached. */
  dominates(one: Node, other: Node): boolean;
}

/**
 * The dominators of the nodes that `start` can reach.
 * Source: Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".
 */
export function dominatorsIn<Node>(graph: Graph<Node>, start: Node): Dominators<Node> {
  const order: Node[] = [];
  leaveInOrder(graph, start, new Set(), order);
  order.reverse();
  const rank = new Map(order.map((node, index) => [node, index]));
  const previous = order.map((): number[] => []);
  for (const [index, node] of order.entries()) {
    for (const next of graph.get(node) ?? []) previous[rank.get(next) ?? 0]?.push(index);
  }
  const parents = immediateDominators(previous);
  const [entered, left] = intervals(parents);
  return {
    order,
    parent(node) {
      const at = rank.get(node) ?? 0;
      return at === 0 ? undefined : order[parents[at] ?? 0];
    },
    dominates(one, other) {
      const [above, below] = [rank.get(one), rank.get(other)];
      if (above === undefined || below === undefined) return false;
      const at = entered[below] ?? 0;
      return (entered[above] ?? 0) <= at && at < (left[above] ?? 0);
    },
  };
}

/** Of nodes in reverse postorder, given those that lead to each one. The start's is itself. */
function immediateDominators(previous: readonly (readonly number[])[]): number[] {
  const parents = previous.map((_, node): number => (node === 0 ? 0 : -1));
  const common = (one: number, other: number): number => {
    let [high, low] = [one, other];
    while (high !== low) {
      if (high > low) high = parents[high] ?? 0;
      else low = parents[low] ?? 0;
    }
    return high;
  };
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let node = 1; node < previous.length; node++) {
      const known = (previous[node] ?? []).filter((each) => (parents[each] ?? -1) >= 0);
      const [first = 0, ...others] = known;
      const parent = others.reduce(common, first);
      if (parent === parents[node]) continue;
      parents[node] = parent;
      isChanged = true;
    }
  }
  return parents;
}

/** Numbers a tree so that a node's interval contains those of the nodes below it. A parent has a lower index than its children. */
function intervals(parents: readonly number[]): [entered: number[], left: number[]] {
  const sizes = parents.map(() => 1);
  for (let node = parents.length - 1; node > 0; node--) {
    const parent = parents[node] ?? 0;
    sizes[parent] = (sizes[parent] ?? 0) + (sizes[node] ?? 0);
  }
  const entered = parents.map(() => 0);
  const free = parents.map(() => 1);
  for (let node = 1; node < parents.length; node++) {
    const parent = parents[node] ?? 0;
    entered[node] = (entered[parent] ?? 0) + (free[parent] ?? 0);
    free[parent] = (free[parent] ?? 0) + (sizes[node] ?? 0);
  }
  return [entered, entered.map((at, node) => at + (sizes[node] ?? 0))];
}

/** Walks depth first without recursion, and adds each node to `order` when the walk leaves it. */
function leaveInOrder<Node>(graph: Graph<Node>, start: Node, seen: Set<Node>, order: Node[]): void {
  if (seen.has(start)) return;
  seen.add(start);
  const open = [{ node: start, next: (graph.get(start) ?? [])[Symbol.iterator]() }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { value, done } = top.next.next();
    if (done === true) {
      order.push(top.node);
      open.pop();
    } else if (!seen.has(value)) {
      seen.add(value);
      open.push({ node: value, next: (graph.get(value) ?? [])[Symbol.iterator]() });
    }
  }
}

/** The same nodes with every way turned round. */
export function reverse<Node>(graph: Graph<Node>): Map<Node, Node[]> {
  const reversed = new Map<Node, Node[]>();
  for (const [node, nexts] of graph) {
    for (const next of nexts) {
      const previous = reversed.get(next);
      if (previous === undefined) reversed.set(next, [node]);
      else previous.push(node);
    }
  }
  return reversed;
}
