import type { AslObject } from "../../../../asl/states";
import type { Finding } from "../../../../tools/review/finding";
import { examineDefinitions } from "../../../../tools/review/workflows/examine-definitions";
import { type GivenMachine, machine, subject } from "../plan-json";

/** The findings for a state machine with these definitions. */
export function findings(before: AslObject | string, after: AslObject | string, over: GivenMachine = {}): Finding[] {
  return examineDefinitions(subject(machine("aws_sfn_state_machine.orders", { before, after, ...over })));
}

/** The findings, each as `level rule: sentence`. */
export function said(before: AslObject, after: AslObject): string[] {
  return findings(before, after).map(({ level, rule, text }) => `${level} ${rule}: ${text}`);
}

/** A workflow whose state Charge has these fields, between states that it may refer to. */
export function charging(fields: AslObject, others: AslObject = {}): AslObject {
  return {
    StartAt: "Charge",
    States: {
      Charge: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "Ship", ...fields },
      Ship: { Type: "Pass", Next: "Done" },
      Done: { Type: "Succeed" },
      ReleaseStock: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "Failed" },
      Failed: { Type: "Fail", Error: "OrderFailed" },
      ...others,
    },
  };
}

/** The findings for other fields of the state Charge. */
export function saidOfCharge(before: AslObject, after: AslObject): string[] {
  return said(charging(before), charging(after));
}

/** The same state inside a Map with a Catch, if given. */
export function perItem(fields: AslObject, map: AslObject = {}): AslObject {
  return {
    StartAt: "Items",
    States: {
      Items: { Type: "Map", ItemProcessor: charging(fields), Next: "Finished", ...map },
      Finished: { Type: "Succeed" },
      Undone: { Type: "Fail", Error: "Undone" },
    },
  };
}
