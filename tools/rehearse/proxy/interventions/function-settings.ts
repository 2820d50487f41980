import { z } from "zod";
import { type Answer, jsonOf, withJson } from "../call";
import type { Intervention } from "../intervention";

const settings = z.object({
  KMSKeyArn: z.string().optional(),
  DeadLetterConfig: z.looseObject({}).optional(),
  LoggingConfig: z.looseObject({}).optional(),
});
const creation = settings.extend({ FunctionName: z.string() });
const configuration = z.looseObject({ FunctionName: z.string().optional() });
const described = z.looseObject({ Configuration: configuration.optional() });

type Settings = z.infer<typeof settings>;

const FUNCTION_PATH = /^\/2015-03-31\/functions(?:\/([^/?]+)(\/configuration)?)?\/?(?:\?|$)/;

/** Remembers the settings of each function that moto forgets. */
export function functionSettings(): Intervention {
  const known = new Map<string, Settings>();
  return {
    does: "reports the key, the dead-letter queue and the log settings of a function",
    because: "moto accepts and forgets them, so the next plan would set them again; the answer has what was set",
    concerns: ({ service, path }) => service === "lambda" && FUNCTION_PATH.test(path),
    answer: async (call, pass) => {
      const answer = await pass(call);
      if (answer.status >= 300) return answer;
      const [, named, ofConfiguration] = FUNCTION_PATH.exec(call.path) ?? [];
      const name = named === undefined ? undefined : nameOf(decodeURIComponent(named));
      if (call.method === "POST" && name === undefined) {
        const { FunctionName, ...given } = creation.parse(jsonOf(call));
        known.set(nameOf(FunctionName), given);
        return withJson(answer, { ...configuration.parse(jsonOf(answer)), ...given });
      }
      if (name === undefined) return answer;
      if (call.method === "DELETE") known.delete(name);
      if (call.method === "PUT" && ofConfiguration)
        known.set(name, { ...known.get(name), ...settings.parse(jsonOf(call)) });
      return call.method === "GET" || call.method === "PUT" ? withSettings(answer, known.get(name) ?? {}) : answer;
    },
  };
}

/** In GetFunction's answer, the configuration is one part; in that of other actions, it is the whole. */
function withSettings(answer: Answer, given: Settings): Answer {
  const { Configuration, ...rest } = described.parse(jsonOf(answer));
  return withJson(
    answer,
    Configuration ? { ...rest, Configuration: { ...Configuration, ...given } } : { ...rest, ...given },
  );
}

/** The function's name in a name, an ARN or a partial ARN. */
function nameOf(text: string): string {
  return /function:([^:]+)/.exec(text)?.[1] ?? text;
}
