import { isDeepStrictEqual } from "node:util";
import { type AslObject, statesOf } from "../../../asl/states";
import type { PlanValue } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { MachineChange } from "../machines";
import type { Subject } from "../subject";
import { join, say, type Text } from "../text";
import { notesOn, notesOnDefinition, source } from "./note";

const UPDATE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html";
const DELETE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html";

/** State machines that are created, destroyed or replaced, and what happens to running executions. */
export function examineLifecycle({ machines }: Subject): Finding[] {
  return machines.flatMap((machine) => {
    switch (machine.change.kind) {
      case "create":
        return created(machine);
      case "destroy":
        return destroyed(machine);
      case "replace":
        return replaced(machine);
      case "update":
        return updated(machine);
      default:
        return [];
    }
  });
}

function created(machine: MachineChange): Finding[] {
  const { type, name } = machine.change.after ?? {};
  const size = machine.after.kind === "known" ? say` with ${statesOf(machine.after.asl).length} states` : say``;
  return [
    notesOn(machine)(
      "safe",
      "machine-created",
      say`State machine ${name ?? ""} (${type ?? "STANDARD"}) is created${size}.`,
    ),
  ];
}

function destroyed(machine: MachineChange): Finding[] {
  const { before, deposed } = machine.change;
  const which = deposed === undefined ? say`` : say` (its deposed object ${deposed})`;
  return [
    notesOn(machine)(
      "dangerous",
      "machine-destroyed",
      say`State machine ${before?.name ?? ""}${which} is destroyed: ${ending(before?.type)}, its versions and aliases go with it, and callers of ${before?.arn ?? say`its ARN`} fail.`,
      { details: [source(DELETE)] },
    ),
  ];
}

function replaced(machine: MachineChange): Finding[] {
  const { before, after, replacePaths, reason } = machine.change;
  const forced = replacePaths.map(([attribute]) => String(attribute));
  const because =
    forced.length > 0
      ? say` because of ${join(forced.map((each) => say`${each} ${before?.[each] ?? null} → ${after?.[each] ?? null}`))}`
      : say`${reason === undefined ? say`` : say` (${reason})`}`;
  return [
    notesOn(machine)(
      "dangerous",
      "machine-replaced",
      say`State machine ${before?.name ?? ""} is replaced${because}: the old one is deleted, so ${ending(before?.type)}, its versions and aliases go with it, and callers of ${before?.arn ?? say`its ARN`} fail until the new one exists.`,
      { details: [source(DELETE)] },
    ),
  ];
}

/** What the deletion of a machine does to its executions. Source: {@link DELETE} */
function ending(type: PlanValue | undefined): Text {
  return type === "EXPRESS"
    ? say`its running Express executions end, usually within a minute`
    : say`its running executions end at their next state transition, wherever their orders are`;
}

/** An update leaves running executions alone. That is worth saying where states are removed or the role changes. */
function updated(machine: MachineChange): Finding[] {
  const { before, after } = machine;
  if (before.kind !== "known" || after.kind !== "known" || isDeepStrictEqual(before.asl, after.asl)) return [];
  const removed = removedStates(before.asl, after.asl);
  if (removed.length === 0) return [];
  const shown = removed.slice(0, 5);
  const more = removed.length - shown.length;
  return [
    notesOnDefinition(machine)(
      "safe",
      "running-executions-continue",
      say`Running executions keep the definition and role that they started with, so they still run ${join(shown.map((name) => say`${name}`))}${more > 0 ? say` and ${more} more removed states` : say``}.`,
      { details: [source(UPDATE)] },
    ),
  ];
}

function removedStates(before: AslObject, after: AslObject): string[] {
  const kept = new Set(statesOf(after).map(({ name }) => name));
  return [...new Set(statesOf(before).map(({ name }) => name))].filter((name) => !kept.has(name));
}
