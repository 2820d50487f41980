import { isDeepStrictEqual } from "node:util";
import type { AslObject } from "../../../asl/states";
import type { ResourceChange } from "../../terraform/plan";
import { isSameValue, UNKNOWN } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import { say } from "../text";
import { about } from "./gone-resources";
import { type Joined, shown } from "./joined";
import type { Resources } from "./resources";

/** Attributes that say which code a function runs. */
const CODE = ["source_code_hash", "filename", "s3_key", "s3_object_version", "image_uri"];
/** Fields of a Task that decide what its function receives. */
const INPUT = ["Parameters", "Arguments", "InputPath"];

/**
 * Functions whose code changes together with what a state sends them. Running executions keep the former definition, so
 * they send the former input to the new code. Source:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
export function codeInPlace(machines: readonly Joined[], resources: Resources): Finding[] {
  return machines.flatMap((joined) => {
    const former = new Map(joined.running?.map((use) => [use.path, use]));
    return (joined.after ?? []).flatMap(({ path, state, named }) => {
      const before = former.get(path);
      if (before === undefined || isSameInput(before.state, state)) return [];
      const functions = [...named]
        .filter((arn) => before.named.has(arn) && !isVersion(arn))
        .flatMap((arn) => resources.keptOf("aws_lambda_function", arn))
        .filter(changesCode);
      return [...new Set(functions)].map(
        (change): Finding => ({
          ...about(joined, [path]),
          level: "attention",
          rule: "running-executions-call-new-code",
          text: say`${shown(joined, path)} of ${joined.machine.change.address} sends other parameters to ${change.address}, whose code changes too: executions that are already running send the former input to the new code.`,
        }),
      );
    });
  });
}

function isSameInput(one: AslObject, other: AslObject): boolean {
  return INPUT.every((field) => isDeepStrictEqual(one[field], other[field]));
}

/** A published version keeps its code. */
function isVersion(arn: string): boolean {
  return /:function:[^:]+:\d+$/.test(arn);
}

function changesCode({ kind, before, after }: ResourceChange): boolean {
  if (kind !== "update" || before === undefined || after === undefined) return false;
  return CODE.some((name) => after[name] !== UNKNOWN && !isSameValue(before[name], after[name]));
}
