import type { ResourceChange } from "../../terraform/plan";
import { isPlanList, type PlanObject } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Examine } from "../review";
import { changedResources } from "../subject";
import { say, Text } from "../text";
import { levelOf, usd } from "./level";
import { FUNCTION_GB_SECOND, FUNCTION_REQUESTS, LAMBDA_PRICING, PRICES_AS_OF } from "./prices";

/** How long a call is assumed to take, before and after. */
const CALL_SECONDS = 0.1;
/** Source: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const DEFAULT_MEMORY_MB = 128;

/** Says what a million calls of a function cost before and after a change of its memory or architecture. */
export const examineFunctionCost: Examine = (subject) =>
  changedResources(subject).flatMap(({ plan, change }) =>
    change.type === "aws_lambda_function" ? findingOf(plan, change) : [],
  );

function findingOf(plan: string, { address, before, after }: ResourceChange): Finding[] {
  const [former, next] = [sizeOf(before), sizeOf(after)];
  if (former === undefined || next === undefined || costOf(former) === costOf(next)) return [];
  const [from, to] = [costOf(former), costOf(next)];
  const words = `${to > from ? "rises" : "falls"} from ${usd(from)} to ${usd(to)}`;
  const sizes = new Text([
    `memory_size ${former.memoryMb} → ${next.memoryMb} MB, ${former.architecture} → ${next.architecture}`,
  ]);
  return [
    {
      level: levelOf(from, to),
      rule: "function-cost",
      section: "cost",
      plan,
      address,
      text: say`The cost of a million calls of ${address} of ${String(CALL_SECONDS * 1000)} ms each ${new Text([words])}: ${sizes}.`,
      details: [
        new Text([
          `A call is assumed to take the same time before and after. Prices of us-east-1 and eu-west-1 as of ${PRICES_AS_OF}, without the free tier: ${LAMBDA_PRICING}`,
        ]),
      ],
    },
  ];
}

interface Size {
  readonly memoryMb: number;
  readonly architecture: keyof typeof FUNCTION_GB_SECOND;
}

function sizeOf(lambda: PlanObject | undefined): Size | undefined {
  if (lambda === undefined) return undefined;
  const { memory_size: memoryMb = DEFAULT_MEMORY_MB, architectures } = lambda;
  const architecture = isPlanList(architectures) ? architectures[0] : "x86_64";
  if (typeof memoryMb !== "number" || (architecture !== "arm64" && architecture !== "x86_64")) return undefined;
  return { memoryMb, architecture };
}

function costOf({ memoryMb, architecture }: Size): number {
  const perCall = CALL_SECONDS * (memoryMb / 1024) * FUNCTION_GB_SECOND[architecture];
  return FUNCTION_REQUESTS + 1_000_000 * perCall;
}
