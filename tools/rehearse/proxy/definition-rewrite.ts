import { z } from "zod";
import { type Answer, type Call, jsonOf, withJson } from "./call";
import type { Intervention } from "./intervention";

const withDefinition = z.looseObject({ definition: z.string().optional() });

const ACTIONS = [
  "CreateStateMachine",
  "UpdateStateMachine",
  "DescribeStateMachine",
  "DescribeStateMachineForExecution",
];

/**
 * Gives moto a rewritten definition, and shows callers the original. `rewrite` changes a definition in place and returns
 * whether there was anything to change.
 */
export function definitionRewrite(
  texts: Pick<Intervention, "does" | "because">,
  rewrite: (definition: unknown) => boolean,
): Intervention {
  /** Original definitions by the rewritten text that moto has. */
  const originals = new Map<string, string>();
  return {
    ...texts,
    concerns: ({ service, action }) => service === "states" && ACTIONS.includes(action),
    answer: async (call, pass) => restored(await pass(rewritten(call, rewrite, originals)), originals),
  };
}

function rewritten(call: Call, rewrite: (definition: unknown) => boolean, originals: Map<string, string>): Call {
  const input = withDefinition.parse(jsonOf(call));
  if (input.definition === undefined) return call;
  const definition: unknown = JSON.parse(input.definition);
  if (!rewrite(definition)) return call;
  const text = JSON.stringify(definition);
  originals.set(text, input.definition);
  return withJson(call, { ...input, definition: text });
}

function restored(answer: Answer, originals: ReadonlyMap<string, string>): Answer {
  if (answer.status !== 200) return answer;
  const output = withDefinition.parse(jsonOf(answer));
  const original = output.definition === undefined ? undefined : originals.get(output.definition);
  return original === undefined ? answer : withJson(answer, { ...output, definition: original });
}

/** Every object in a JSON value, including the value itself. */
export function* objectsIn(value: unknown): Generator<object> {
  if (typeof value !== "object" || value === null) return;
  yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}
