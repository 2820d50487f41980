import { createServer } from "node:http";
import { type Listening, listenOnLoopback } from "../../../../tools/support/listen";

export interface PlatformCall {
  readonly path: string;
  readonly body: unknown;
}

/** Stands in for the platform: keeps every call and gives the answers that a test sets. */
export interface Platform extends Listening {
  /** The statuses of the next answers, or `break` to close the connection without one; then always 200. */
  readonly answers: (number | "break")[];
  /** Every call so far, once there are that many. */
  calls(atLeast: number): Promise<readonly PlatformCall[]>;
  /** Every call so far, once they satisfy the test. */
  callsWhen(satisfied: (calls: readonly PlatformCall[]) => boolean): Promise<readonly PlatformCall[]>;
}

export async function startPlatform(): Promise<Platform> {
  const calls: PlatformCall[] = [];
  const answers: (number | "break")[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      calls.push({ path: request.url ?? "", body: JSON.parse(text) });
      const answer = answers.shift() ?? 200;
      if (answer === "break") response.destroy();
      else response.writeHead(answer).end("{}");
      for (const look of waiting) look();
    });
  });
  const callsWhen = (satisfied: (calls: readonly PlatformCall[]) => boolean) =>
    new Promise<readonly PlatformCall[]>((resolve) => {
      const look = () => {
        if (!satisfied(calls)) return;
        waiting.delete(look);
        resolve([...calls]);
      };
      waiting.add(look);
      look();
    });
  const listening = await listenOnLoopback(server, 0, "the test", "--port");
  return { ...listening, answers, calls: (atLeast) => callsWhen(({ length }) => length >= atLeast), callsWhen };
}
