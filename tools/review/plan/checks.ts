import { z } from "zod";
import type { Finding, Level } from "../finding";
import type { Subject } from "../subject";
import { join, say, Text } from "../text";
import { found } from "./found";

/** Source: https://developer.hashicorp.com/terraform/internals/json-format#checks-representation */
const address = z.object({ to_display: z.string().catch(""), kind: z.string().catch("") });
const checkSchema = z.object({
  address,
  status: z.string(),
  instances: z
    .array(
      z.object({
        address: z.object({ to_display: z.string().catch("") }),
        status: z.string(),
        problems: z.array(z.object({ message: z.string() })).nullish(),
      }),
    )
    .nullish(),
});

const KINDS: Readonly<Record<string, string>> = {
  resource: "condition of",
  output_value: "condition of the output",
  check: "check",
  var: "validation of the variable",
};

/** How bad a result is, and its words. A check that passes says nothing. */
const STATUSES: Readonly<Record<string, readonly [Level, string]>> = {
  fail: ["attention", "fails"],
  error: ["attention", "could not be evaluated because of an error"],
  unknown: ["safe", "is unknown until the apply"],
};

/** Says which checks, preconditions and postconditions fail, object by object, with their messages. */
export function examineChecks({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) => {
    const checks = z.array(z.unknown()).safeParse(plan.json.checks);
    return (checks.success ? checks.data : []).flatMap((check) => {
      const parsed = checkSchema.safeParse(check);
      if (!parsed.success) return [];
      const { address, status, instances } = parsed.data;
      const results = instances?.length ? instances : [{ address, status, problems: [] }];
      return results.flatMap((result): Finding[] => {
        if (result.status === "pass") return [];
        const [level, words] = STATUSES[result.status] ?? ["attention", "has an unknown result"];
        const messages = (result.problems ?? []).map(({ message }) => say`: ${message}`);
        const text = say`The ${new Text([KINDS[address.kind] ?? "check"])} ${result.address.to_display} ${new Text([words])}${join(messages, "")}`;
        return [found({ plan: plan.name, address: result.address.to_display }, level, "check", text)];
      });
    });
  });
}
