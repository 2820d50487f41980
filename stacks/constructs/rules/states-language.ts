import validate from "asl-validator";
import type { CheckedWorkflow, Finding, Rule } from "./rule";
import { isKnownSound, rememberSound } from "./sound-definitions";

/** Findings that transition-target and reachable-state report with the state. */
const REPORTED_ELSEWHERE = /^State .+ is not reachable$|^Missing 'StartAt'\|'Next'\|'Default' target/;

/** The state's name in a message of asl-validator. */
const NAMED_STATE = /^State "([^"]+)" |^A state with this name already exists: (.+)$/;

/** asl-validator's checks of the language: fields, their types, which of them exclude each other, paths. */
export const statesLanguage: Rule = {
  id: "states-language",
  reason: "Step Functions refuses a definition that is not in the Amazon States Language",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html",
  isWaivable: false,
  check({ definition }: CheckedWorkflow): Finding[] {
    const text = JSON.stringify(definition);
    if (isKnownSound(text)) return [];
    // A copy, because the validator modifies its input.
    const { errors } = validate(structuredClone(definition));
    const findings = errors.filter(({ Message }) => !REPORTED_ELSEWHERE.test(Message)).map(describe);
    if (findings.length === 0) rememberSound(text);
    return findings;
  },
};

type ValidatorError = ReturnType<typeof validate>["errors"][number];

function describe({ Message, schemaError }: ValidatorError): Finding {
  const [, quoted, named] = Message.match(NAMED_STATE) ?? [];
  const state = schemaError ? stateOf(schemaError.instancePath.slice(1).split("/")) : (quoted ?? named);
  const fix = "Correct it as https://states-language.net says";
  return { ...(state === undefined ? {} : { state }), wrong: Message.replace(/\.?\s*$/, ""), fix };
}

/** The innermost state on a path through a definition. */
function stateOf(path: readonly string[]): string | undefined {
  const states = path.lastIndexOf("States");
  return states < 0 ? undefined : path[states + 1]?.replaceAll("~1", "/").replaceAll("~0", "~");
}
