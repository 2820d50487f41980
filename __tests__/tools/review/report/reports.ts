import type { Finding } from "../../../../tools/review/finding";
import { type Report, verdictOf } from "../../../../tools/review/report/report";
import { say } from "../../../../tools/review/text";
import { readPlan } from "../../../../tools/terraform/plan";
import { plan } from "../plan-json";

/** A finding of level attention on a state machine, unless given otherwise. */
export function finding(given: Partial<Finding> = {}): Finding {
  return {
    level: "attention",
    rule: "retry-changed",
    section: "workflows",
    plan: "plan",
    address: "aws_sfn_state_machine.orders",
    text: say`MaxAttempts of ${"Charge"} is ${3} → ${9}`,
    ...given,
  };
}

/** A report on one plan without changes, unless given otherwise. */
export function report(given: Partial<Report> = {}): Report {
  const { findings = [], isWhole = true } = given;
  return {
    verdict: verdictOf(findings, isWhole),
    isWhole,
    plans: [readPlan("plan", plan())],
    findings,
    waived: [],
    notes: [],
    pictures: [],
    ...given,
  };
}
