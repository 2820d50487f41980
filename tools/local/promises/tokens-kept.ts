import type { PlatformPromise } from "./promise";

export const tokensKept: PlatformPromise = {
  name: "No response, notification, event, dead letter or function log contains a task token",
  violations: ({ leakedTokens }) => leakedTokens.map((where) => `${where} contains a task token`),
};
