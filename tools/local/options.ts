import { parseArgs } from "node:util";
import { codeOf, messageOf } from "../support/errors";

/** What `npm start` was asked for. */
export interface Options {
  readonly env: string;
  /** The order file; undefined sends the project's samples. */
  readonly orders: string | undefined;
  /** The stock file; undefined gives every sku the default, and with the samples their own stock. */
  readonly stock: string | undefined;
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
  readonly awsPort: number;
  readonly fast: boolean;
  readonly approver: "none" | "approve" | "reject";
  /** Permissions that are taken away for this run. */
  readonly without: readonly string[];
  readonly help: boolean;
}

/** A command line that cannot be meant: exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} See npm start -- --help.`);
    this.name = "UsageError";
  }
}

export const HELP = `Runs the synthesized order platform on this machine.

Usage: npm start -- [options]

  --env NAME       the environment to synthesize and run (default: dev)
  --orders FILE    orders to send, JSON or JSON Lines (default: the samples in examples/)
  --stock FILE     units on hand, JSON { sku: units }; a sku that it does not name has 1,000,000
  --once           end when every order is terminal: exit 0 if all reached a terminal status, every promise held,
                   every sample ended as expected and no permission was missing, else 1
  --json           results on standard output as JSON Lines, one an order as sent, in the order of the file:
                   { orderId, http, status, reason?, ms }; everything else goes to standard error.
                   An order that was refused at the door (http 4xx or 5xx) has status null and the error's code as
                   reason; a duplicate (http 200) has the status of the order that came before; of an upload http is
                   201, and orderId the upload's id where its text holds none; else orderId is null where the body
                   holds none; ms is the time from sending to the terminal status or the refusal
  --port N         where the API and the console listen (default: 3000; 0 picks a free one)
  --aws-port N     where the AWS endpoint listens (default: 4566; 0 picks a free one)
  --fast           compress the waits of the workflows: for retries, people and carriers
  --auto-approve   an approver who approves at once
  --auto-reject    an approver who refuses at once
  --without PERMISSION
                   take a permission away and see what fails: "ROLE ACTION [RESOURCE]", such as
                   "order-intake dynamodb:PutItem"; may be given several times
  --help           show this

An order file holds one order, an array of orders, or one order a line. What POST /orders answers 413 to is uploaded.
An order may be wrapped as { name?, description?, expect?: { http, status?, reason? }, order } or, to send a text as it
is, with body: TEXT in the place of order. The wrapper may also hold
  upload: true|false                     always, or never, by an upload
  approval: approved|refused|nobody      what an approver says, where no --auto option does
  takesDays: true                        left out by --once without --fast
  generate: { lines: N, wrongLine?: I }  gives the order N lines; line I (from 0) is one that no order may have
Exit codes: 0 all well, 1 a failure, 2 a command line that cannot be meant.
`;

/** Reads the command line; throws a {@link UsageError} of one line. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  if (values["auto-approve"] && values["auto-reject"]) {
    throw new UsageError("--auto-approve and --auto-reject exclude each other.");
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
    // parseArgs says what is wrong, then advises how to pass it as a positional, which nothing here takes.
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
