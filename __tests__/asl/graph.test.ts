import fc from "fast-check";
import { cyclesIn, dominatorsIn, type Graph, reachableFrom, shortestPath } from "../../asl/graph";

/** Random graphs of up to nine nodes, with loops, dead ends and nodes that nothing leads to. */
const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }))
  .map((nexts): Graph<number> => new Map(nexts.entries()));

/** The plainest search there is: follow every step until nothing is new. */
function reached(graph: Graph<number>, start: number, without?: number): Set<number> {
  const found = new Set(start === without ? [] : [start]);
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [node, nexts] of graph) {
      if (found.has(node)) for (const next of nexts) if (next !== without) found.add(next);
    }
  }
  return found;
}

test("the reachable nodes are those that a plain search finds", () => {
  fc.assert(fc.property(graphs, (graph) => expect(reachableFrom(graph, [0])).toEqual(reached(graph, 0))));
});

test("a node dominates another exactly if the other cannot be reached without it", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const dominators = dominatorsIn(graph, 0);
      for (const one of graph.keys()) {
        for (const other of graph.keys()) {
          const isNeeded = reached(graph, 0).has(other) && !reached(graph, 0, one).has(other);
          expect([one, other, dominators.dominates(one, other)]).toEqual([one, other, isNeeded]);
        }
      }
    }),
  );
});

test("the cycles are the groups of nodes that lead to each other", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const after = (node: number) => new Set((graph.get(node) ?? []).flatMap((next) => [...reached(graph, next)]));
      const cycles = cyclesIn(graph);
      for (const one of graph.keys()) {
        const group = [...graph.keys()].filter((other) => after(one).has(other) && after(other).has(one));
        const found = cycles.filter((cycle) => cycle.has(one)).map((cycle) => [...cycle].sort());
        expect(found).toEqual(group.includes(one) ? [group.sort()] : []);
      }
    }),
  );
});

test("a shortest path is a path, and no other is shorter", () => {
  fc.assert(
    fc.property(graphs, fc.nat(8), (graph, target) => {
      const path = shortestPath(graph, 0, target);
      let steps = 0;
      let reach = new Set([0]);
      do {
        reach = new Set([...reach].flatMap((node) => graph.get(node) ?? []));
        steps++;
      } while (!reach.has(target) && steps <= graph.size);
      expect(path === undefined ? undefined : path.length - 1).toBe(reach.has(target) ? steps : undefined);
      path?.slice(1).forEach((node, index) => {
        expect(graph.get(path[index] ?? -1)).toContain(node);
      });
    }),
  );
});

test("long chains and wide graphs need neither a deep stack nor long", () => {
  const chain = new Map(Array.from({ length: 20_000 }, (_, node) => [node, [node + 1, 0]]));
  expect(reachableFrom(chain, [0]).size).toBe(20_001);
  expect(dominatorsIn(chain, 0).dominates(9_999, 20_000)).toBe(true);
  expect(cyclesIn(chain).map(({ size }) => size)).toEqual([20_000]);
});
