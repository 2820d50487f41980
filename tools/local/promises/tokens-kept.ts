import type { PlatformPromise } from "./promise";

export const tokensKept: PlatformPromise = {
  name: "No task token stands in an answer, a notice, an event, a dead letter or a function's log",
  violations: ({ toldTokens }) => toldTokens.map((where) => `${where} holds a task token`),
};
