import type { Plan, ResourceChange } from "../../terraform/plan";
import type { Finding, Level } from "../finding";
import type { Subject } from "../subject";
import { say, Text } from "../text";
import { found } from "./found";

/** Says which resources are moved, imported or forgotten, and which leftovers of a replacement remain. */
export function examineMoves({ plans }: Subject): readonly Finding[] {
  return plans.flatMap((plan) =>
    plan.changes
      .filter(({ mode }) => mode === "managed")
      .flatMap((change) => [...moved(plan, change), ...imported(plan, change), ...forgotten(plan, change)]),
  );
}

/** What happens to a resource that is moved or imported, and how bad that is. */
const ALSO: Readonly<Record<ResourceChange["kind"], readonly [Level, string]>> = {
  "no-op": ["safe", "without a change in AWS"],
  read: ["safe", "and read"],
  create: ["attention", "and created"],
  update: ["attention", "and updated"],
  replace: ["dangerous", "and replaced: Terraform destroys what is in AWS now"],
  destroy: ["dangerous", "and destroyed"],
  forget: ["attention", "and forgotten"],
  other: ["attention", "and changed by an unknown action"],
};

function moved(plan: Plan, { address, previousAddress, kind }: ResourceChange): readonly Finding[] {
  if (previousAddress === undefined || previousAddress === address) return [];
  const [level, also] = ALSO[kind];
  const text = say`${previousAddress} is moved to ${address} in the state ${new Text([also])}`;
  return [found({ plan: plan.name, address }, level, "moved", text)];
}

function imported(plan: Plan, { address, importing, kind }: ResourceChange): readonly Finding[] {
  if (importing === undefined) return [];
  const [level, also] = ALSO[kind];
  const id = importing.id === "" ? say`an existing resource` : say`the existing resource ${importing.id}`;
  const text = say`${address}: ${id} is imported into the state ${new Text([also])}. Terraform manages it from now on`;
  return [found({ plan: plan.name, address }, level, "imported", text)];
}

/** Sources: https://developer.hashicorp.com/terraform/language/block/removed */
function forgotten(plan: Plan, { address, kind, actions }: ResourceChange): readonly Finding[] {
  const at = { plan: plan.name, address };
  if (kind === "forget") {
    const text = say`${address} is forgotten (removed from the state): it stays in AWS, unmanaged, where nothing updates, protects or deletes it any more`;
    return [found(at, "attention", "forgotten", text)];
  }
  if (kind === "replace" && actions.includes("forget")) {
    const text = say`${address} is replaced, and the old one is forgotten: it stays in AWS, unmanaged`;
    return [found(at, "attention", "forgotten", text)];
  }
  return [];
}
