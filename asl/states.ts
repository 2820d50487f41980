/** A JSON object in a definition. */
export type AslObject = Readonly<Record<string, unknown>>;

/** A state, with the states that enclose it. */
export interface PlacedState {
  readonly name: string;
  readonly state: AslObject;
  /** Maps and Parallels around it, the innermost first. */
  readonly enclosing: readonly PlacedState[];
}

/** An object with `StartAt` and `States`: the definition itself, a branch, or a Map's item processor. */
export interface Machine {
  readonly machine: AslObject;
  /** The Maps and Parallels around it, the innermost first. */
  readonly enclosing: readonly PlacedState[];
}

export function isObject(value: unknown): value is AslObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectsOf(value: unknown): AslObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Every state of a definition, outer ones before those inside. Skips values that are not objects. */
export function statesOf(definition: AslObject): PlacedState[] {
  return machinesOf(definition).flatMap(({ machine, enclosing }) => statesIn(machine, enclosing));
}

/** The definition, and every branch and item processor in it. */
export function machinesOf(machine: AslObject, enclosing: readonly PlacedState[] = []): Machine[] {
  const inner = statesIn(machine, enclosing).flatMap((placed) =>
    innerMachines(placed.state).flatMap((within) => machinesOf(within, [placed, ...placed.enclosing])),
  );
  return [{ machine, enclosing }, ...inner];
}

/** The states of a machine by name, without nested ones. */
export function statesByName({ States }: AslObject): Readonly<Record<string, AslObject>> {
  if (!isObject(States)) return {};
  return Object.fromEntries(
    Object.entries(States).flatMap(([name, state]) => (isObject(state) ? [[name, state]] : [])),
  );
}

function statesIn(machine: AslObject, enclosing: readonly PlacedState[]): PlacedState[] {
  return Object.entries(statesByName(machine)).map(([name, state]) => ({ name, state, enclosing }));
}

/** The branches of a Parallel, or a Map's item processor. `Iterator` is the former name of `ItemProcessor`. */
export function innerMachines({ Branches, ItemProcessor, Iterator }: AslObject): AslObject[] {
  return [...objectsOf(Branches), ...[ItemProcessor, Iterator].filter(isObject)];
}

export const isTask = ({ state }: PlacedState) => state.Type === "Task";
export const isMap = ({ state }: PlacedState) => state.Type === "Map";

/** Whether it is a Map that runs its items as separate executions. */
export function isDistributedMap({ state }: PlacedState): boolean {
  return processorConfigOf(state).Mode === "DISTRIBUTED";
}

/** The type of the execution that a state runs in, for a workflow of the given type. */
export function typeAround(
  { enclosing }: Pick<PlacedState, "enclosing">,
  workflow: "EXPRESS" | "STANDARD",
): "EXPRESS" | "STANDARD" {
  const map = enclosing.find(isDistributedMap);
  if (map === undefined) return workflow;
  return processorConfigOf(map.state).ExecutionType === "EXPRESS" ? "EXPRESS" : "STANDARD";
}

function processorConfigOf({ ItemProcessor }: AslObject): AslObject {
  const config = isObject(ItemProcessor) ? ItemProcessor.ProcessorConfig : undefined;
  return isObject(config) ? config : {};
}

/** Whether a state has a Catch for every error. */
export function catchesAll({ state }: PlacedState): boolean {
  return objectsOf(state.Catch).some(isForAll);
}

/** Whether a retrier or catcher matches every error. */
export function isForAll({ ErrorEquals }: AslObject): boolean {
  return Array.isArray(ErrorEquals) && ErrorEquals.includes("States.ALL");
}
