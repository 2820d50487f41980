import type { PlanObject } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Definition, MachineChange } from "../machines";
import type { Examine } from "../review";
import { say, Text } from "../text";
import { count, levelOf, usd } from "./level";
import { ITEMS, type PathCosts, pathCosts } from "./path-cost";
import { EXPRESS_GB_SECOND, EXPRESS_MEMORY_MB, EXPRESS_REQUESTS, PRICES_AS_OF, STEP_FUNCTIONS_PRICING } from "./prices";

/** What a million executions of a machine cost, with how it comes about. */
interface Cost {
  readonly type: "STANDARD" | "EXPRESS";
  readonly least: number;
  readonly most: number;
  /** Such as `10–13 state transitions`. */
  readonly for: string;
}

const EXPRESS_SECONDS = 1;

/** Says what a million executions of each state machine cost before and after its change, if that differs. */
export const examineWorkflowCost: Examine = ({ machines }) => machines.flatMap(findingOf);

function findingOf({ plan, change, before, after }: MachineChange): Finding[] {
  const costs = [costOf(before, change.before), costOf(after, change.after)] as const;
  const [former, next] = costs;
  if (next === undefined || (former === undefined && before.kind !== "none")) return [];
  if (former?.least === next.least && former.most === next.most && former.type === next.type) return [];
  const finding = { plan, address: change.address, section: "cost", details: DETAILS } as const;
  if (former === undefined) {
    const text = say`A million executions of the new ${change.address} cost ${own(`${spread(next)} for ${next.for} each`)}.`;
    return [{ ...finding, level: "safe", rule: "workflow-cost-new", text }];
  }
  const verb = next.most > former.most ? "rises" : next.most < former.most ? "falls" : "changes";
  const step = `${verb} from ${spread(former)} for ${former.for} each to ${spread(next)} for ${next.for} each`;
  const text = say`The cost of a million executions of ${change.address} ${own(step)}.`;
  return [{ ...finding, level: levelOf(former.most, next.most), rule: "workflow-cost", text }];
}

function costOf(definition: Definition, resource: PlanObject | undefined): Cost | undefined {
  if (definition.kind !== "known") return undefined;
  const type = resource?.type ?? "STANDARD";
  if (type === "EXPRESS") return expressCost();
  const costs = type === "STANDARD" ? pathCosts(definition.asl) : undefined;
  return costs && standardCost(costs);
}

function standardCost({ least, most }: PathCosts): Cost {
  const transitions = range(least.transitions, most.transitions, count);
  return {
    type: "STANDARD",
    least: least.usd,
    most: most.usd,
    for: `${transitions} state transition${transitions === "1" ? "" : "s"}`,
  };
}

function expressCost(): Cost {
  const perExecution = EXPRESS_SECONDS * (EXPRESS_MEMORY_MB / 1024) * EXPRESS_GB_SECOND;
  const total = EXPRESS_REQUESTS + 1_000_000 * perExecution;
  const what = `one Express request and ${EXPRESS_SECONDS} s of ${EXPRESS_MEMORY_MB} MB`;
  return { type: "EXPRESS", least: total, most: total, for: what };
}

const spread = ({ least, most }: Cost) => range(least, most, usd);

function range(least: number, most: number, text: (number: number) => string): string {
  return least === most ? text(least) : `${text(least)}–${text(most)}`;
}

const own = (words: string) => new Text([words]);

const DETAILS: readonly Text[] = [
  own(
    `From the cheapest to the dearest way to a successful end, without retries, Catches or repeated loops. A Map has ${ITEMS} items unless the definition lists them. Calls of other services and child workflows are not counted.`,
  ),
  own(`Prices of us-east-1 and eu-west-1 as of ${PRICES_AS_OF}, without the free tier: ${STEP_FUNCTIONS_PRICING}`),
];
