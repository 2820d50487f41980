import { parseOptions, UsageError } from "../../../../tools/local/options";

describe("parseOptions", () => {
  it("has the documented defaults", () => {
    expect(parseOptions([])).toEqual({
      env: "dev",
      orders: undefined,
      stock: undefined,
      without: [],
      once: false,
      json: false,
      port: 3000,
      awsPort: 4566,
      fast: false,
      approver: "none",
      help: false,
    });
  });

  it("reads every option", () => {
    const args =
      "--env prod --orders o.jsonl --stock s.json --once --json --port 0 --aws-port 65535 --fast --auto-reject";
    expect(parseOptions(args.split(" "))).toMatchObject({
      env: "prod",
      orders: "o.jsonl",
      stock: "s.json",
      once: true,
      json: true,
      port: 0,
      awsPort: 65535,
      fast: true,
      approver: "reject",
    });
  });

  it.each([
    ["--port 65536", "--port takes a port from 0 to 65535"],
    ["--aws-port -1", "--aws-port"],
    ["--port=1.5", "--port takes a port"],
    ["--port=", "--port takes a port"],
    ["--env", "--env"],
    ["--nope", "Unknown option '--nope'"],
    ["extra", "Unexpected argument 'extra'"],
    ["--once=yes", "--once"],
    ["--auto-approve --auto-reject", "cannot be combined"],
    ["--without=", '--without takes "ROLE ACTION [RESOURCE]", such as "order-intake dynamodb:PutItem", not "".'],
  ])("refuses %s in one line", (args, message) => {
    const parse = () => parseOptions(args.split(" "));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).not.toThrow("\n");
  });

  it("refuses a blank permission among others", () => {
    expect(() => parseOptions(["--without", "order-intake dynamodb:PutItem", "--without", " "])).toThrow('not " ".');
  });
});
