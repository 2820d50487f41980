import { isPlanList, isPlanObject, type PlanObject, type PlanValue } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { join, say, type Text } from "../text";
import { about } from "./gone-resources";
import { type Joined, shown } from "./joined";
import type { Resources } from "./resources";

/** Types whose data a key may encrypt, and the attribute of the machine itself. */
const ENCRYPTED = [
  "aws_sqs_queue",
  "aws_sns_topic",
  "aws_dynamodb_table",
  "aws_secretsmanager_secret",
  "aws_lambda_function",
];

/** Keys that are destroyed, while machines or what their states use stay encrypted with them. */
export function goneKeys({ plans }: Subject, machines: readonly Joined[], resources: Resources): Finding[] {
  const keys = plans.flatMap(({ changes }) =>
    changes.flatMap(({ type, kind, address, before }) => {
      const isGone = type === "aws_kms_key" && (kind === "destroy" || kind === "replace");
      const names = [before?.arn, before?.key_id].filter((name) => typeof name === "string" && name !== "");
      return isGone && names.length > 0 ? [{ address, names }] : [];
    }),
  );
  return keys.flatMap(({ address, names }) => {
    const uses = (resource: PlanObject | undefined) => resource !== undefined && mentions(resource, names);
    return machines.flatMap((joined) => {
      const { change } = joined.machine;
      if (change.after === undefined) return [];
      const { definition: _, ...settings } = change.after;
      const found: { paths: readonly string[]; what: Text }[] = uses(settings)
        ? [
            {
              paths: [],
              what: say`${change.address} itself stays encrypted with it: its executions can no longer be read or continued`,
            },
          ]
        : [];
      for (const { path, named } of joined.after ?? joined.running ?? []) {
        const encrypted = [...named].flatMap((arn) => ENCRYPTED.flatMap((type) => resources.keptOf(type, arn)));
        for (const resource of new Set(encrypted.filter(({ after }) => uses(after)))) {
          found.push({
            paths: [path],
            what: say`${resource.address}, which ${shown(joined, path)} uses, stays encrypted with it`,
          });
        }
      }
      if (found.length === 0) return [];
      return [
        {
          ...about(
            joined,
            found.flatMap(({ paths }) => paths),
          ),
          level: "dangerous",
          rule: "used-key-gone",
          text: say`The KMS key ${address} is deleted, but ${join(found.map(({ what }) => what))}. Calls that need the key fail.`,
        },
      ];
    });
  });
}

function mentions(resource: PlanObject, names: readonly (PlanValue | undefined)[]): boolean {
  const left: PlanValue[] = Object.values(resource);
  while (left.length > 0) {
    const next = left.pop();
    if (names.includes(next)) return true;
    if (isPlanList(next)) left.push(...next);
    else if (isPlanObject(next)) left.push(...Object.values(next));
  }
  return false;
}
