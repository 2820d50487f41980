import { parseArgs } from "node:util";
import { codeOf, messageOf } from "../support/errors";

/** The options of `npm start`. */
export interface Options {
  readonly env: string;
  /** The order file; undefined sends the project's samples. */
  readonly orders: string | undefined;
  /** The stock file; undefined uses the samples' own stock with the samples, else the default for every sku. */
  readonly stock: string | undefined;
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
  readonly awsPort: number;
  readonly fast: boolean;
  readonly approver: "none" | "approve" | "reject";
  /** Permissions that are removed for this run. */
  readonly without: readonly string[];
  readonly help: boolean;
}

/** Wrong usage of the command line: exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See npm start -- --help.`);
    this.name = "UsageError";
  }
}

export const HELP = `Runs the whole order platform on this machine, as synthesized for one environment.

Usage: npm start -- [options]

  --env NAME       the environment to synthesize and run (default: dev)
  --orders FILE    orders to send, JSON or JSON Lines (default: the samples in examples/)
  --stock FILE     units on hand, JSON { sku: units }; a sku that is not in the file has 1,000,000
  --once           end when every order is terminal: exit 0 if all reached a terminal status, every promise held,
                   every sample ended as expected and no permission was missing, else 1
  --json           write results to standard output as JSON Lines, and everything else to standard error.
                   One line per order sent, in the order of the file: { orderId, http, status, reason?, ms }
                     orderId  null if the body holds none; for an upload that holds none, the upload's id
                     http     the API's status code: 202 accepted, 201 uploaded, 200 a duplicate, 4xx or 5xx refused
                     status   the last one; of a duplicate, the earlier order's; null if the order was refused
                     reason   why the order was cancelled or failed, or the error code of a refused one
                     ms       from sending the order to its terminal status or its refusal
  --port N         port of the API and the console (default: 3000; 0 picks a free one)
  --aws-port N     port of the AWS endpoint (default: 4566; 0 picks a free one)
  --fast           compress the workflows' waits, retries and timeouts, so that days pass in seconds
  --auto-approve   approve at once every order that needs approval
  --auto-reject    refuse at once every order that needs approval
  --without PERMISSION
                   remove a permission and see what fails: "ROLE ACTION [RESOURCE]", such as
                   "order-intake dynamodb:PutItem"; may be given several times
  --help           show this help

An order file holds one order, an array of orders, or one order per line. If POST /orders answers 413, the order is
uploaded. An order may be wrapped as { name?, description?, expect?: { http, status?, reason? }, order }. To send a text
unchanged, use body: TEXT instead of order. The wrapper may also hold
  upload: true|false                     always or never upload the order
  approval: approved|refused|nobody      the approver's decision, unless an --auto option is given
  takesDays: true                        left out by --once without --fast
  generate: { lines: N, wrongLine?: I }  gives the order N lines; line I (from 0) is invalid
Exit codes: 0 success, 1 a failure, 2 wrong usage.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  if (values["auto-approve"] && values["auto-reject"]) {
    throw new UsageError("--auto-approve and --auto-reject cannot be combined.");
  }
  const blank = values.without.find((permission) => permission.trim() === "");
  if (blank !== undefined) {
    throw new UsageError(
      `--without takes "ROLE ACTION [RESOURCE]", such as "order-intake dynamodb:PutItem", not ${JSON.stringify(blank)}.`,
    );
  }
  return {
    env: values.env,
    orders: values.orders,
    stock: values.stock,
    once: values.once,
    json: values.json,
    port: parsePort("--port", values.port),
    awsPort: parsePort("--aws-port", values["aws-port"]),
    fast: values.fast,
    approver: values["auto-approve"] ? "approve" : values["auto-reject"] ? "reject" : "none",
    without: values.without,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        env: { type: "string", default: "dev" },
        orders: { type: "string" },
        stock: { type: "string" },
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        port: { type: "string", default: "3000" },
        "aws-port": { type: "string", default: "4566" },
        fast: { type: "boolean", default: false },
        "auto-approve": { type: "boolean", default: false },
        "auto-reject": { type: "boolean", default: false },
        without: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    // Drop the advice that follows the problem: how to pass it as a positional argument, which no command here takes.
    if (!codeOf(error)?.startsWith("ERR_PARSE_ARGS_")) throw error;
    const [what] = messageOf(error).split(/\.?(?: |\n)(?:This command|To specify|Did you)/, 1);
    throw new UsageError(`${what}.`);
  }
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${option} takes a port from 0 to 65535, not ${JSON.stringify(text)}.`);
}
