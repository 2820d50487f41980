import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { AwsError } from "../aws";
import { historyOf, type OverviewSource, overviewOf } from "./overview";

/**
 * Serves the console: a page at `/`, its data under `/_local/`. These routes exist in the local run only. Answers false
 * for a path that is not the console's.
 */
export function serveConsole(source: OverviewSource): (url: URL, response: ServerResponse) => boolean {
  const page = readFileSync(join(__dirname, "page.html"));
  return (url, response) => {
    if (url.pathname === "/") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
      response.end(page);
    } else if (url.pathname === "/_local/overview") {
      sendJson(response, () => overviewOf(source));
    } else if (url.pathname === "/_local/history") {
      sendJson(response, () => historyOf(url.searchParams.get("arn") ?? "", source));
    } else {
      return false;
    }
    return true;
  };
}

function sendJson(response: ServerResponse, read: () => Promise<unknown>): void {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  };
  read().then(
    (body) => send(200, body),
    (error: unknown) => {
      const code = error instanceof AwsError ? error.code : "InternalError";
      send(error instanceof AwsError ? error.statusCode : 500, { error: code, message: String(error) });
    },
  );
}
