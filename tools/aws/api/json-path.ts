type Step = string | number;

const NEXT_STEP = /\.([A-Za-z_$][\w$-]*)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/y;

const parsed = new Map<string, readonly Step[]>();

/**
 * Reads the value at a JSONPath of the plain kind that mapping templates use: `$`, `$.a.b`, `$.a[0]`, `$['a']`.
 * Returns undefined if the path leads nowhere. Throws for filters, wildcards and recursive descent.
 */
export function readJsonPath(value: unknown, path: string): unknown {
  let current = value;
  for (const step of stepsOf(path)) {
    if (Array.isArray(current) && typeof step === "number") current = current[step];
    else if (isObject(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}

function stepsOf(path: string): readonly Step[] {
  const known = parsed.get(path);
  if (known) return known;
  const steps = parse(path);
  // Templates contain the paths, so there are few; paths built from requests must not fill the memory.
  if (parsed.size < 1_000) parsed.set(path, steps);
  return steps;
}

function parse(path: string): readonly Step[] {
  const steps: Step[] = [];
  let at = path.startsWith("$") ? 1 : 0;
  const text = at === 1 ? path : `.${path}`;
  while (at < text.length) {
    NEXT_STEP.lastIndex = at;
    const match = NEXT_STEP.exec(text);
    if (!match) {
      throw new Error(`The local API does not read the JSONPath ${path}: use $, .name, [0] and ['name'] only.`);
    }
    const [whole, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
    at += whole.length;
  }
  return steps;
}

function isObject(value: unknown): value is { [key: string | number]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
