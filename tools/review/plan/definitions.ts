import type { Plan } from "../../terraform/plan";
import { withoutIndexes } from "../../terraform/plan-configuration";
import { UNKNOWN } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { MachineChange } from "../machines";
import type { Subject } from "../subject";
import { say } from "../text";
import { found } from "./found";

/** Says which definitions the plan does not know, and what they wait for. */
export function examineDefinitions({ plans, machines }: Subject): readonly Finding[] {
  return machines
    .filter(({ change }) => change.after?.definition === UNKNOWN)
    .map((machine) => {
      const { plan: name, change, after } = machine;
      const at = { plan: name, address: change.address };
      const waits = waitsFor(
        plans.find((plan) => plan.name === name),
        machine,
      );
      if (after.kind === "unknown") {
        const text = say`The definition of ${change.address} is unknown until the apply${waits}, so its workflow could not be reviewed. Give the synthesized stack with --synthesized`;
        return found(at, "attention", "definition-unknown", text);
      }
      const text = say`The definition of ${change.address} is unknown until the apply${waits}, so it was read from the synthesized stack`;
      return found(at, "safe", "definition-synthesized", text);
    });
}

function waitsFor(plan: Plan | undefined, { change }: MachineChange) {
  const references = plan?.configuration.references(change.address, "definition") ?? [];
  const changed = new Set(
    plan?.changes.filter(({ kind }) => kind !== "no-op").map(({ address }) => withoutIndexes(address)),
  );
  const changing = references.filter((address) => changed.has(address));
  return changing.length === 0 ? say`` : say` (it refers to ${changing})`;
}
