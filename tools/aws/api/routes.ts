import type { Method } from "./definition";

export interface Route {
  readonly method: Method;
  readonly pathParameters: { readonly [name: string]: string };
}

/** Finds methods by HTTP method and path; a fixed segment wins over a `{parameter}`, as in API Gateway. */
export class Routes {
  private readonly candidates: readonly { method: Method; segments: readonly string[] }[];

  constructor(methods: readonly Method[]) {
    this.candidates = methods
      .map((method) => ({ method, segments: segmentsOf(method.resourcePath) }))
      .sort((a, b) => parametersIn(a.segments) - parametersIn(b.segments));
  }

  find(httpMethod: string, path: string): Route | undefined {
    const segments = segmentsOf(path);
    for (const candidate of this.candidates) {
      const { httpMethod: own } = candidate.method;
      if (own !== httpMethod && own !== "ANY") continue;
      const pathParameters = match(candidate.segments, segments);
      if (pathParameters) return { method: candidate.method, pathParameters };
    }
    return undefined;
  }
}

/** An empty segment counts like any other, except at the end of the path. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, "").split("/").slice(1);
}

function parametersIn(segments: readonly string[]): number {
  return segments.filter((segment) => segment.startsWith("{")).length;
}

function match(pattern: readonly string[], segments: readonly string[]): { [name: string]: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: { [name: string]: string } = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (expected.startsWith("{") && segment !== "") parameters[expected.slice(1, -1)] = decodeURIComponent(segment);
    else if (expected !== segment) return undefined;
  }
  return parameters;
}
