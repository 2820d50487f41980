import { chooseMoments, choosePoints, randomFrom } from "../../../tools/rehearse/broken-off";

it("chooses the same moments for the same seed, and others for another", () => {
  const moments = (seed: number) => chooseMoments([19, 133, 95], randomFrom(seed));
  expect(moments(7)).toEqual(moments(7));
  expect(moments(7)).not.toEqual(moments(8));
});

it("chooses a moment in each stack, from its first resource to the last but one", () => {
  const seen = [new Set<number>(), new Set<number>()];
  for (let seed = 0; seed < 200; seed += 1) {
    for (const [stack, moment] of chooseMoments([3, 4], randomFrom(seed)).entries()) seen[stack]?.add(moment);
  }
  expect(seen.map((moments) => [...moments].sort())).toEqual([
    [1, 2],
    [4, 5, 6],
  ]);
});

it("refuses a stack with a single resource", () => {
  expect(chooseMoments([2], randomFrom(1))).toEqual([1]);
  expect(() => chooseMoments([1], randomFrom(1))).toThrow("A stack of 1 resources cannot be broken off half-way");
});

it("chooses every point of the given stacks and the given number of the others, ascending and each once", () => {
  const sizes = new Map(Object.entries({ data: 4, fulfilment: 40, intake: 30 }));
  const points = choosePoints(sizes, ["data"], 20, randomFrom(11));
  // After the last resource, too: its state may not be written yet.
  expect(points.get("data")).toEqual([1, 2, 3, 4]);
  const others = [points.get("fulfilment") ?? [], points.get("intake") ?? []];
  expect(others.flat()).toHaveLength(20);
  for (const chosen of others) expect(chosen).toEqual([...new Set(chosen)].sort((one, other) => one - other));
  expect(choosePoints(sizes, ["data"], 20, randomFrom(11))).toEqual(points);
  expect(choosePoints(sizes, ["data"], 20, randomFrom(12))).not.toEqual(points);
});

it("chooses no more points than there are", () => {
  const sizes = new Map(Object.entries({ data: 3, intake: 2 }));
  expect([...choosePoints(sizes, [], 20, randomFrom(1)).values()]).toEqual([
    [1, 2, 3],
    [1, 2],
  ]);
  expect([...choosePoints(sizes, [], 0, randomFrom(1)).values()]).toEqual([[], []]);
});
