import type { AslObject } from "../../../../asl/states";
import { say, Text } from "../../text";
import type { StatePair } from "../compare";
import { graphOf } from "../graph";
import { label, sitesFrom } from "../sites";
import { arrow } from "../values";
import type { Describe } from "./remark";

type Field = "InputPath" | "OutputPath" | "ResultPath";

/** Says what a state reads of its input. */
export const inputPath = onPath("InputPath", "input-path-changed", (path) =>
  path === null ? say`it gets no input any more` : say`it reads another part of its input`,
);

/** Says what a state passes on. */
export const outputPath = onPath("OutputPath", "output-path-changed", (path) => {
  if (path === null) return say`nothing of the data goes on, so later states get an empty object`;
  return path === "$" ? say`all of the data goes on` : say`only that part of the data goes on to later states`;
});

/** Says where the result of a state goes. Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultpath.html */
export const resultPath = onPath("ResultPath", "result-path-changed", (path) => {
  if (path === null) return say`its result is dropped (discarded), and later states get its input unchanged`;
  if (path === "$")
    return say`its result overwrites (replaces) the whole input, so later states lose what the input held`;
  return say`later states find its result there, and not where it was`;
});

function onPath(field: Field, rule: string, effect: (path: unknown) => Text): Describe {
  const word = new Text([field]);
  return (pair) => {
    const { before, after } = pair;
    const [was, is] = [pathOf(before.state, field), pathOf(after.state, field)];
    const text = say`${label(after)} changes its ${word}: ${arrow(was, is)}; ${effect(is)}`;
    const readers = field === "ResultPath" ? readersOf(pair, was) : [];
    if (readers.length === 0) return [{ level: "attention", rule, text }];
    const broken = say`${text}; ${readers.slice(0, 3)} still reads ${String(was)}, which is no longer there, and fails`;
    return [{ level: "dangerous", rule, text: broken }];
  };
}

/** The later states that read what only this state put at a path. */
function readersOf({ after }: StatePair, path: unknown): string[] {
  if (typeof path !== "string" || !path.startsWith("$.")) return [];
  const { readers, resultPaths } = graphOf(after.scope.machine);
  const names = readers.get(path);
  const isWritten = () => resultPaths.some((other) => other !== "$" && path.startsWith(String(other)));
  if (names === undefined || isWritten()) return [];
  return sitesFrom(after.scope, after.state.Next)
    .filter(({ name }) => names.has(name))
    .map(label);
}

/** A path that is left out is `$`; null is a value of its own. */
function pathOf(state: AslObject, field: Field): unknown {
  return Object.hasOwn(state, field) ? state[field] : "$";
}
