import { Problems } from "../../../functions/shared/problems";

function add(count: number, message: string): Problems {
  const problems = new Problems();
  for (let i = 0; i < count; i++) problems.add(["items", i], message);
  return problems;
}

describe("Problems", () => {
  it.each([
    [99, 99],
    [100, 100],
    [101, 100],
    [5000, 100],
  ])("counts %d and lists %d", (count, listed) => {
    const problems = add(count, "wrong");
    expect([problems.count, problems.listed.length]).toEqual([count, listed]);
  });

  it("lists fewer when they are long: the first ones, without a gap", () => {
    const problems = new Problems();
    for (let i = 0; i < 100; i++) problems.add(["items", i], i === 20 ? "short" : "x".repeat(900));
    const paths = problems.listed.map(({ path }) => path);
    expect(problems.count).toBe(100);
    expect(paths.length).toBeLessThan(20);
    expect(paths).toEqual(paths.map((_, i) => `/items/${i}`));
    expect(JSON.stringify(problems.listed).length).toBeLessThan(15_000);
  });
});
