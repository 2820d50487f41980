import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SynthesizedStack, synthesize } from "./synthesized";

let folder: string;
let stacks: SynthesizedStack[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stacks-"));
  stacks = await synthesize(join(folder, "out"), "dev");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everywhere = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
const inStack = (id: string) => stacks.filter((stack) => stack.id === id);

describe("the API", () => {
  it("asks every caller to be authenticated, and validates every request", () => {
    const methods = everywhere("aws_api_gateway_method").map(({ attributes }) => attributes);
    expect(methods).toHaveLength(5);
    for (const method of methods) {
      expect(method).toMatchObject({ authorization: "AWS_IAM", request_validator_id: expect.any(String) });
    }
  });

  it("has the contract's routes, and asks for a body where there must be one", () => {
    const [stack] = inStack("orders-dev-intake");
    const parts = new Map(
      (stack?.ofType("aws_api_gateway_resource") ?? []).map(({ address, attributes }) => [address, attributes]),
    );
    const pathOf = (reference: unknown): string => {
      const part = parts.get(String(reference).replace(/^\$\{|\.id\}$/g, ""));
      return part === undefined ? "" : `${pathOf(part.parent_id)}/${part.path_part}`;
    };
    const routes = everywhere("aws_api_gateway_method").map(
      ({ attributes: { http_method, resource_id, request_models } }) => [
        `${http_method} ${pathOf(resource_id)}`,
        request_models === undefined ? "no body" : "JSON",
      ],
    );
    expect(Object.fromEntries(routes)).toEqual({
      "GET /orders/{orderId}": "no body",
      "POST /orders": "JSON",
      "POST /orders/{orderId}/approval": "JSON",
      "POST /orders/{orderId}/carrier-events": "JSON",
      "POST /uploads": "no body",
    });
  });

  it("has no queue, workflow or function made anew before the old one goes", () => {
    // What a deployment of the API refers to inherits create_before_destroy. SQS and Step Functions answer the making of
    // what is there already with the old one, which Terraform would then destroy.
    const [intake] = inStack("orders-dev-intake");
    const all = intake?.resources ?? [];
    const reached = new Set<string>();
    const follow = (address: string) => {
      if (reached.has(address)) return;
      reached.add(address);
      const text = JSON.stringify(all.find((resource) => resource.address === address)?.attributes);
      for (const other of all) if (new RegExp(`\\b${other.address}\\b`).test(text)) follow(other.address);
    };
    for (const { address } of intake?.ofType("aws_api_gateway_deployment") ?? []) follow(address);
    const types = [...new Set([...reached].map((address) => address.split(".")[0]))].sort();
    expect(types.filter((type) => !type?.startsWith("aws_api_gateway_"))).toEqual(["aws_iam_role"]);
    expect(types).toContain("aws_api_gateway_integration");
  });

  it("takes what a function throws for a failure, and of other actions a status of 4xx or 5xx", () => {
    const responses = everywhere("aws_api_gateway_integration_response").map(({ address, attributes }) => [
      address
        .match(/api_([a-z-]+)_(answer|failure)_/)
        ?.slice(1)
        .join(" "),
      attributes.selection_pattern,
    ]);
    expect(Object.fromEntries(responses)).toEqual({
      "get-order answer": undefined,
      "get-order failure": "[45]\\d{2}",
      "post-order answer": undefined,
      "post-order failure": "[45]\\d{2}",
      "post-approval answer": undefined,
      "post-approval failure": "[45]\\d{2}",
      "post-carrier-event answer": undefined,
      "post-carrier-event failure": "[45]\\d{2}",
      "post-upload answer": undefined,
      "post-upload failure": "(.|\\n)+",
    });
  });

  it("hands nothing on that no template has made", () => {
    for (const { attributes } of everywhere("aws_api_gateway_integration")) {
      expect(attributes).toMatchObject({ type: "AWS", passthrough_behavior: "NEVER", timeout_milliseconds: 29_000 });
      expect(Object.keys(Object(attributes.request_templates))).toEqual(["application/json"]);
    }
  });

  it("answers what API Gateway refuses by itself as error and message, without internals", () => {
    const answers = inStack("orders-dev-intake").flatMap((stack) => stack.ofType("aws_api_gateway_gateway_response"));
    const told = answers.map(({ attributes }) => [
      attributes.response_type,
      attributes.status_code,
      JSON.parse(String(Object(attributes.response_templates)["application/json"])),
    ]);
    const bodies = told.map(([, , body]) => body);
    expect(bodies).toEqual(
      bodies.map(() => ({ error: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) })),
    );
    expect(JSON.stringify(bodies)).not.toMatch(/arn:|\$context/);
    const statuses = Object.fromEntries(told.map(([type, status, body]) => [type, [status, body.error]]));
    expect(statuses).toMatchObject({
      BAD_REQUEST_BODY: ["400", "INVALID_JSON"],
      REQUEST_TOO_LARGE: ["413", "TOO_LARGE"],
      MISSING_AUTHENTICATION_TOKEN: ["403", "FORBIDDEN"],
      THROTTLED: ["429", "TOO_MANY_REQUESTS"],
      INTEGRATION_TIMEOUT: ["503", "TRY_AGAIN"],
      DEFAULT_4XX: [undefined, "BAD_REQUEST"],
      DEFAULT_5XX: ["503", "TRY_AGAIN"],
    });
    // Said of an approval too, which cannot be uploaded.
    expect(bodies.find(({ error }) => error === "TOO_LARGE").message).toBe(
      "The body is too large. An order of up to 100 MB is uploaded: POST /uploads returns a URL for it.",
    );
  });

  it("is published only once all of it stands", () => {
    const [stack] = inStack("orders-dev-intake");
    const [deployment] = stack?.ofType("aws_api_gateway_deployment") ?? [];
    const published = (stack?.resources ?? [])
      .filter(({ type }) => /^aws_api_gateway_(method|integration|gateway_response|resource|model)/.test(type))
      .filter(({ type }) => type !== "aws_api_gateway_method_settings")
      .map(({ address }) => address);
    expect(published.length).toBeGreaterThan(25);
    expect(deployment?.attributes.depends_on).toEqual(expect.arrayContaining(published));
  });
});
