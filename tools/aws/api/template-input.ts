import { readJsonPath } from "./json-path";
import type { ApiRequest } from "./request";
import { TemplateObject } from "./template";

/** `$input` of a mapping template: `body` is the request's or, in a response template, the integration's answer. */
export class TemplateInput extends TemplateObject {
  readonly body: string;

  constructor(body: string, request: ApiRequest) {
    // An absent body is an empty object to templates.
    const text = body === "" ? "{}" : body;
    const json = lazily(() => parseOr(text));
    super({
      path: (path) => readJsonPath(json(), String(path)) ?? "",
      json: (path) => JSON.stringify(readJsonPath(json(), String(path)) ?? ""),
      params: (name) => (name === undefined ? allParams(request) : param(request, String(name))),
    });
    this.body = text;
  }
}

/** `path` and `json` see a body that is not JSON as one string. */
function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** Looks a name up in the path, then the query, then the headers, as API Gateway does. */
function param({ pathParameters, query, headers }: ApiRequest, name: string): string {
  return own(pathParameters, name) ?? own(query, name) ?? own(headers, name.toLowerCase()) ?? "";
}

function allParams({ pathParameters, query, headers }: ApiRequest) {
  return { path: pathParameters, querystring: query, header: headers };
}

function own(values: { readonly [name: string]: string }, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function lazily<T>(read: () => T): () => T {
  let known: { value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}
