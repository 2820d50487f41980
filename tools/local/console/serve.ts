import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { AwsError } from "../../aws";
import { historyOf, type OverviewSource, overviewOf } from "./overview";

const COMMON_HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/**
 * Serves the console: a page at `/`, its data under `/_local/`. These routes exist in the local run only. Returns false
 * for any other path.
 */
export function serveConsole(source: OverviewSource): (url: URL, response: ServerResponse) => boolean {
  const page = readFileSync(join(__dirname, "page.html"), "utf8");
  const policy = policyOf(page);
  return (url, response) => {
    if (url.pathname === "/") {
      response.writeHead(200, {
        ...COMMON_HEADERS,
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy,
        "x-frame-options": "DENY",
      });
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

/** Allows the page its own script and style and calls to this server, and nothing else. No page may frame it. */
function policyOf(page: string): string {
  const hashOf = (element: string) => {
    const [, text = ""] = new RegExp(`<${element}>(.*)</${element}>`, "s").exec(page) ?? [];
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  return [
    "default-src 'none'",
    `script-src ${hashOf("script")}`,
    `style-src ${hashOf("style")}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function sendJson(response: ServerResponse, read: () => Promise<unknown>): void {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { ...COMMON_HEADERS, "content-type": "application/json" });
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
