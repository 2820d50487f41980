import { readFileSync } from "node:fs";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { getCACertificates } from "node:tls";
import { z } from "zod";
import { messageOf } from "../support/errors";
import { parseJson } from "../support/json";
import { type Plan, PlanError } from "../terraform/plan";
import { readPlanText } from "../terraform/plan-file";

const DEFAULT_HOST = "app.terraform.io";
/** How long the host may send nothing. */
const SILENCE_MS = 30_000;
const MOST_REDIRECTS = 5;

const runSchema = z.object({
  data: z.object({
    relationships: z.object({ plan: z.object({ data: z.object({ id: z.string().regex(/^[\w-]+$/) }) }) }),
  }),
});
const planSchema = z.object({ data: z.object({ attributes: z.object({ status: z.string() }) }) });

/** States of a plan that never has a JSON output. Every other one but `finished` is still to come. */
const ENDED: Readonly<Record<string, string>> = {
  errored: "Its plan errored. Correct the error and plan again",
  canceled: "Its plan was cancelled. Plan again",
  unreachable: "It ended before its plan. Start a new run",
};

/**
 * The plan of a run of HCP Terraform or Terraform Enterprise; the redacted one if the token may not read the whole. The
 * host is that of `TFE_HOSTNAME` or `TF_CLOUD_HOSTNAME`, the token that of Terraform's `TF_TOKEN_<host>`, `TFE_TOKEN` or
 * `TF_API_TOKEN`. Throws a {@link PlanError} of one line.
 * Source: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans
 */
export async function fetchRunPlan(runId: string, env: NodeJS.ProcessEnv): Promise<Plan> {
  if (!/^run-\w+$/.test(runId)) {
    throw new PlanError(`${JSON.stringify(runId)} is not the ID of a run. Take the run-... of its page's address.`);
  }
  const host = hostIn(env);
  const api = new Api(host, tokenIn(env, host), env);
  const run = await api.json(`runs/${runId}`, runSchema, runId);
  const path = `plans/${run.data.relationships.plan.data.id}`;
  const { status } = (await api.json(path, planSchema, runId)).data.attributes;
  if (status !== "finished") {
    const ended = Object.hasOwn(ENDED, status) ? ENDED[status] : undefined;
    throw new PlanError(`${runId}: ${ended ?? `It is not planned yet (${status}). Try again when it is`}.`);
  }
  const whole = await api.get(`${path}/json-output`, runId);
  const isRefused = whole.status === 403 || whole.status === 404;
  const output = isRefused ? await api.get(`${path}/json-output-redacted`, runId) : whole;
  return readPlanText(runId, api.text(output, runId));
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function hostIn(env: NodeJS.ProcessEnv): string {
  return env.TFE_HOSTNAME || env.TF_CLOUD_HOSTNAME || DEFAULT_HOST;
}

/** Source: https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials */
function tokenIn(env: NodeJS.ProcessEnv, host: string): string {
  const { hostname, host: withPort } = new URL(baseOf(host));
  const names = [withPort, hostname].flatMap((name) => {
    const dotless = `TF_TOKEN_${name.replaceAll(".", "_")}`;
    return [dotless, dotless.replaceAll("-", "__"), dotless.replaceAll(":", "_")];
  });
  const token = [...names, "TFE_TOKEN", "TF_API_TOKEN"].map((name) => env[name]).find((value) => value);
  if (token !== undefined) return token;
  const [, , , named] = names;
  throw new PlanError(`No token for ${host} is in the environment. Set ${named}, TFE_TOKEN or TF_API_TOKEN.`);
}

/** Tokens go over TLS. A stand-in on this machine may do without. */
function baseOf(host: string): string {
  const url = host.includes("://") ? host : `https://${host}`;
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  if (protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname))) {
    return url.replace(/\/+$/, "");
  }
  throw new PlanError(
    `${JSON.stringify(host)} is not a host of HCP Terraform. Set TFE_HOSTNAME, such as ${DEFAULT_HOST}.`,
  );
}

/** The API of one host. */
class Api {
  private readonly base: string;
  private readonly agents: { readonly http: http.Agent; readonly https: https.Agent };

  constructor(
    private readonly host: string,
    private readonly token: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.base = baseOf(host);
    this.agents = {
      http: new http.Agent({ proxyEnv: env }),
      https: new https.Agent({ proxyEnv: env, ...trusted(env) }),
    };
  }

  async json<Schema extends z.ZodType>(path: string, schema: Schema, runId: string): Promise<z.infer<Schema>> {
    const parsed = schema.safeParse(parseJson(this.text(await this.get(path, runId), runId)));
    if (parsed.success) return parsed.data;
    throw new PlanError(`${this.host} gave an answer about ${runId} that is not HCP Terraform's. Check TFE_HOSTNAME.`);
  }

  /** The text of an answer of success. */
  text({ status, text }: Answer, runId: string): string {
    if (status === 200) return text;
    throw new PlanError(`${runId}: ${this.problem(status)}`);
  }

  private problem(status: number): string {
    if (status === 204) return "It is not planned yet, or its plan has no JSON. Try again when it is planned.";
    if (status === 401) return `${this.host} refuses the token. Set a valid one.`;
    if (status === 403 || status === 404) {
      return `${this.host} knows no such run, or the token may not read it. Check the ID and the token's permissions.`;
    }
    if (status === 422) return "Its version of Terraform writes no JSON plan. Use Terraform 0.12 or later.";
    if (status === 429) return `${this.host} limits the rate of requests (429). Try again in a minute.`;
    return `${this.host} answered ${status}. Try again later.`;
  }

  /** Follows redirects, without the token to any other host. */
  async get(path: string, runId: string): Promise<Answer> {
    let url = new URL(`${this.base}/api/v2/${path}`);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.ask(url).catch((cause: unknown) => {
        throw new PlanError(`${runId}: ${url.host} cannot be reached (${messageOf(cause)}).`, { cause });
      });
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (status < 300 || status >= 400 || location === undefined) return { status, text: await textOf(response, url) };
      response.destroy();
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (next === undefined || (next.protocol !== "https:" && next.protocol !== url.protocol)) {
        throw new PlanError(`${runId}: ${url.host} redirects to an address without TLS.`);
      }
      url = next;
    }
    throw new PlanError(`${runId}: ${this.host} redirects over ${MOST_REDIRECTS} times.`);
  }

  private ask(url: URL): Promise<IncomingMessage> {
    const isOwn = url.origin === new URL(this.base).origin;
    const headers = isOwn ? { authorization: `Bearer ${this.token}`, "content-type": "application/vnd.api+json" } : {};
    return new Promise((resolve, reject) => {
      const options = { headers, timeout: SILENCE_MS };
      const request =
        url.protocol === "https:"
          ? https.get(url, { ...options, agent: this.agents.https }, resolve)
          : http.get(url, { ...options, agent: this.agents.http }, resolve);
      request.on("error", reject);
      request.on("timeout", () => request.destroy(new Error(`it sent nothing for ${SILENCE_MS / 1000} s`)));
    });
  }
}

async function textOf(response: IncomingMessage, url: URL): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch (cause) {
    throw new PlanError(`${url.host} broke off its answer (${messageOf(cause)}). Try again.`, { cause });
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The certificates that Terraform trusts too: https://developer.hashicorp.com/terraform/cli/config/environment-variables */
function trusted({ SSL_CERT_FILE: file }: NodeJS.ProcessEnv): https.AgentOptions {
  if (!file) return {};
  try {
    return { ca: [...getCACertificates("default"), readFileSync(file, "utf8")] };
  } catch (cause) {
    throw new PlanError(`SSL_CERT_FILE ${file} cannot be read (${messageOf(cause)}).`, { cause });
  }
}
