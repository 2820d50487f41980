import { say } from "../../text";
import { arnChange } from "../arns";
import { label } from "../sites";
import { arrow, quoted } from "../values";
import { integrationOf, patternOf } from "../work";
import { type Describe, fieldOf, type Remark } from "./remark";

/** Says what a Task calls, and whether it still waits for the end of the work. */
export const resource: Describe = ({ before, after }) => {
  const [was, is] = [before.state.Resource, after.state.Resource];
  const name = label(after);
  if (was === undefined || is === undefined) {
    return [
      { level: "attention", rule: "resource-changed", text: say`${name} changes its Resource: ${arrow(was, is)}` },
    ];
  }
  const [waited, waits] = [patternOf(was), patternOf(is)];
  const remarks: Remark[] = [];
  const [call, calls] = [integrationOf(was), integrationOf(is)];
  const arns = arnChange(withoutPattern(was, waited), withoutPattern(is, waits));
  if (call !== calls || arns !== undefined) {
    const level = arns?.isOtherAccount ? "dangerous" : "attention";
    const values = say`Resource: ${arns?.text ?? arrow(was, is)}`;
    const text =
      call === calls
        ? say`${name} calls another ${calls} (${values})`
        : say`${name} calls ${calls} instead of ${call} (${values})`;
    remarks.push({ level, rule: "resource-changed", text });
  }
  if (waited !== waits) remarks.push(pattern(name, waited, waits));
  if (remarks.length > 0) return remarks;
  return [{ level: "attention", rule: "resource-changed", text: say`${name} changes its Resource: ${arrow(was, is)}` }];
};

function withoutPattern(given: unknown, found: string | undefined): unknown {
  return typeof given === "string" && found !== undefined ? given.slice(0, -found.length - 1) : given;
}

function pattern(name: string, was: string | undefined, is: string | undefined): Remark {
  const values = say`Resource: ${`${was === undefined ? "request and response" : `.${was}`} → ${is === undefined ? "request and response" : `.${is}`}`}`;
  const rule = "integration-pattern-changed";
  if (was === "waitForTaskToken") {
    const text = say`${name} no longer waits for an answer with its task token (${values}): the execution goes on at once, whatever the answer would be`;
    return { level: "dangerous", rule, text };
  }
  if (is === undefined) {
    const text = say`${name} no longer waits for the work that it starts (${values}): the execution goes on before it is done, and its failure is not noticed`;
    return { level: "dangerous", rule, text };
  }
  if (is === "waitForTaskToken") {
    const text = say`${name} now waits until an answer with its task token comes (${values}), up to a year without a timeout`;
    return { level: "attention", rule, text };
  }
  const text =
    was === undefined
      ? say`${name} now waits for the end of the work that it starts (${values}), and its failure is this state's`
      : say`${name} waits otherwise for the work that it starts (${values}); .sync gives the output as text, .sync:2 as JSON`;
  return { level: "attention", rule, text };
}

/** Says with which role a Task is called. Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html */
export const credentials: Describe = ({ before, after }) => {
  const [was, is] = [roleOf(before.state.Credentials), roleOf(after.state.Credentials)];
  const name = label(after);
  const arns = arnChange(was, is);
  if (is === undefined) {
    return [
      {
        level: "attention",
        rule: "credentials-removed",
        text: say`${name} no longer assumes a role of its own (Credentials is removed): it calls with the role of the state machine instead of ${quoted(was)}`,
      },
    ];
  }
  const effect = arns?.isOtherAccount
    ? say`it acts with the rights of another account`
    : say`it acts with the rights of that role`;
  const text = say`${name} assumes another role (Credentials: ${arns?.text ?? arrow(was, is)}): ${effect}`;
  return [{ level: arns?.isOtherAccount ? "dangerous" : "attention", rule: "credentials-changed", text }];
};

function roleOf(given: unknown): unknown {
  const role = fieldOf(given, "RoleArn") ?? fieldOf(given, "RoleArn.$");
  const isAll = Object.keys(Object(given)).length === 1;
  return isAll && role !== undefined ? role : given;
}
