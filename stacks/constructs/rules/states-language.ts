import validate from "asl-validator";
import type { CheckedWorkflow, Finding, Rule } from "./rule";

/** Definitions in which nothing was found: each environment has the same, and it takes 0.1 s. */
const sound = new Set<string>();

/** What rules of their own tell, with the state: transition-target and reachable-state. */
const TOLD_ELSEWHERE = /^State .+ is not reachable$|^Missing 'StartAt'\|'Next'\|'Default' target/;

/** Where asl-validator's message names the state. */
const NAMED_STATE = /^State "([^"]+)" |^A state with this name already exists: (.+)$/;

/** What asl-validator knows of the language: fields, their types, which of them exclude each other, paths. */
export const statesLanguage: Rule = {
  id: "states-language",
  reason: "Step Functions refuses a definition that is not of the Amazon States Language",
  link: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html",
  isWaivable: false,
  check({ definition }: CheckedWorkflow): Finding[] {
    const text = JSON.stringify(definition);
    if (sound.has(text)) return [];
    // A copy, because the validator writes into what it checks.
    const { errors } = validate(structuredClone(definition));
    const findings = errors.filter(({ Message }) => !TOLD_ELSEWHERE.test(Message)).map(describe);
    if (findings.length === 0) sound.add(text);
    return findings;
  },
};

type ValidatorError = ReturnType<typeof validate>["errors"][number];

function describe({ Message, schemaError }: ValidatorError): Finding {
  const [, quoted, named] = Message.match(NAMED_STATE) ?? [];
  const state = schemaError ? stateOf(schemaError.instancePath.slice(1).split("/")) : (quoted ?? named);
  const mend = "Write it as https://states-language.net says";
  return { ...(state === undefined ? {} : { state }), wrong: Message.replace(/\.?\s*$/, ""), mend };
}

/** The innermost state on a path through a definition. */
function stateOf(path: readonly string[]): string | undefined {
  const states = path.lastIndexOf("States");
  return states < 0 ? undefined : path[states + 1]?.replaceAll("~1", "/").replaceAll("~0", "~");
}
