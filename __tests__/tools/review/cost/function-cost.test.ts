import { examineFunctionCost } from "../../../../tools/review/cost/function-cost";
import { change, subject } from "../plan-json";

async function findings(before: object, after: object) {
  const found = await examineFunctionCost(
    subject(change("aws_lambda_function.pay", { before: { ...before }, after: { ...after } })),
  );
  return found.map(({ level, text }) => [level, String(text)]);
}

// 0.20 USD per million requests, and 0.1 s of 0.25 GB at 0.0000133334 USD per GB-s: 0.33 USD. https://aws.amazon.com/lambda/pricing/
describe("the cost of a function", () => {
  it("rises with its memory", async () => {
    const arm = { architectures: ["arm64"] };
    expect(await findings({ ...arm, memory_size: 256 }, { ...arm, memory_size: 1024 })).toEqual([
      [
        "safe",
        "The cost of a million calls of aws_lambda_function.pay of 100 ms each rises from $0.53 to $1.53: memory_size 256 → 1024 MB, arm64 → arm64.",
      ],
    ]);
  });

  it("rises with the architecture, and asks for attention above twice the cost and 10 USD", async () => {
    const [moved] = await findings({ architectures: ["arm64"] }, { architectures: ["x86_64"] });
    expect(moved?.[1]).toContain("rises from $0.37 to $0.41");
    // 6,144 MB: 0.2 + 0.1 * 6 * 16.6667 = 10.20; 128 MB: 0.41. The difference is 9.79, and with 6,400 MB 10.21.
    expect((await findings({}, { memory_size: 6144 }))[0]?.[0]).toBe("safe");
    expect((await findings({}, { memory_size: 6400 }))[0]?.[0]).toBe("attention");
  });

  it("is not mentioned for other changes or odd values", async () => {
    expect(await findings({ memory_size: 128 }, { timeout: 3 })).toEqual([]);
    expect(await findings({ memory_size: "128" }, { memory_size: null })).toEqual([]);
    expect(await findings({ architectures: ["x86_64"] }, { architectures: ["riscv"] })).toEqual([]);
  });
});
