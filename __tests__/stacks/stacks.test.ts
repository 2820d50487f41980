import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { statementsOf } from "./policy";
import { type SynthesizedStack, synthesize } from "./synthesized";

/** One workflow rolled back, and one that shifts its traffic: the stacks then contain their guards. */
const releases = { "order-fulfilment": { version: 7 }, "order-intake": { version: 7, newestPercent: 10 } };

let folder: string;
let stacks: SynthesizedStack[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stacks-"));
  stacks = await synthesize(join(folder, "out"), undefined, { ORDERS_PROD_RELEASES: JSON.stringify(releases) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const everywhere = (type: string) => stacks.flatMap((stack) => stack.ofType(type));
const inStack = (id: string) => stacks.filter((stack) => stack.id === id);

describe("every stack", () => {
  it("is there, for each environment", () => {
    const environments = ["dev", "prod", "staging"];
    const units = ["data", "fulfilment", "intake"];
    expect(stacks.map(({ id }) => id)).toEqual(environments.flatMap((name) => units.map((u) => `orders-${name}-${u}`)));
  });

  it("takes any AWS provider from 5.100 to before 7", () => {
    for (const { terraform } of stacks) {
      expect(terraform.required_providers).toEqual({
        aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" },
      });
    }
  });

  it("sets nothing that only the provider's version 6 knows", () => {
    const regional = stacks.flatMap(({ resources }) => resources).filter(({ attributes }) => "region" in attributes);
    expect(regional).toEqual([]);
  });

  it("tags all that it makes", () => {
    for (const { id, provider } of stacks) {
      expect(provider.default_tags).toEqual([
        {
          tags: expect.objectContaining({
            Project: "order-platform",
            Environment: id.split("-")[1],
            Stack: id,
            ManagedBy: "cdktf",
          }),
        },
      ]);
    }
  });

  it("gives names that start with its own", () => {
    const attributes = ["name", "function_name", "bucket", "alarm_name"];
    const named = stacks.flatMap(({ id, resources }) =>
      resources.flatMap(({ address, attributes: given }) =>
        attributes
          .map((attribute) => given[attribute])
          .filter((value) => typeof value === "string")
          .map((name) => ({ id, address, name })),
      ),
    );
    // A name that AWS prescribes, or that stands inside an API, a bucket or a machine and so needs no telling apart.
    const exempt = /^\$\{aws_s3_bucket\.[\w-]+\.id\}$|^API-Gateway-Execution-Logs_|^AnyJson$|^live$/;
    const wrong = named.filter(
      ({ id, name }) => !exempt.test(name) && !new RegExp(`^(/aws/[a-z/]+/|alias/)?${id}-`).test(name),
    );
    expect(named.length).toBeGreaterThan(300);
    expect(wrong).toEqual([]);
  });

  it("refers to other resources plainly, and leaves no placeholder", () => {
    const reference = String.raw`(data\.)?[a-z][a-z0-9_]*(\.[\w-]+)+`;
    const version = String.raw`\\"\$\{${reference}\}:\d+\\"`;
    // The guards of a plan compare what Terraform knows with a text, and those of a release with a version.
    const guards = [
      String.raw`${reference} == \\"[\w-]*\\"`,
      String.raw`contains\(${reference}, ${version}\)`,
      String.raw`\(${reference} != ${version}\)`,
    ];
    const plain = new RegExp(String.raw`\$\{(${[reference, ...guards].join("|")})\}`, "g");
    for (const { id, text } of stacks) {
      const others = text.replace(plain, "");
      expect(others.length).toBeLessThan(text.length);
      expect([id, others.match(/[$%]\{.{0,80}/g) ?? []]).toEqual([id, []]);
    }
  });
});

describe("a deploy command in the documentation", () => {
  const manifest = z.object({
    stacks: z.record(z.string(), z.object({ name: z.string(), dependencies: z.array(z.string()) })),
  });
  const root = resolve(__dirname, "../..");
  const documents = ["README.md", ...readdirSync(join(root, "docs")).map((file) => `docs/${file}`)];
  const told = documents
    .filter((document) => document.endsWith(".md"))
    .flatMap((document) => [...readFileSync(join(root, document), "utf8").matchAll(/npm run deploy -- ([^`\n]+)/g)])
    .map(([, words = ""]) => words);

  // A developer's prefix makes the same stacks under other names.
  it.each(told)("names with each stack those that it reads from, or cdktf refuses it: %s", (words) => {
    const [pattern = "", ...options] = words
      .replaceAll("'", "")
      .replace(/^alice-/, "orders-")
      .split(" ");
    const all = Object.values(
      manifest.parse(JSON.parse(readFileSync(join(folder, "out/manifest.json"), "utf8"))).stacks,
    );
    const chosen = all.filter(({ name }) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name));
    // The bootstrap stack is synthesized alone, and reads from none.
    expect([words, chosen.length > 0]).toEqual([words, !pattern.endsWith("-bootstrap")]);
    const names = chosen.map(({ name }) => name);
    const missing = chosen.flatMap(({ dependencies }) => dependencies).filter((name) => !names.includes(name));
    expect(options.includes("--ignore-missing-stack-dependencies") ? [] : missing).toEqual([]);
  });
});

describe("every queue, topic and bucket", () => {
  it.each(["aws_sqs_queue_policy", "aws_sns_topic_policy", "aws_s3_bucket_policy"])(
    "refuses plain HTTP: %s",
    (type) => {
      const owners = everywhere(type.replace("_policy", ""));
      const policies = everywhere(type);
      expect(policies).toHaveLength(owners.length);
      for (const policy of policies) {
        expect(statementsOf(policy)[0]).toMatchObject({
          Effect: "Deny",
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        });
      }
    },
  );

  it("lets in no service without a condition", () => {
    const doors = ["aws_sqs_queue_policy", "aws_sns_topic_policy", "aws_s3_bucket_policy", "aws_kms_key"]
      .flatMap(everywhere)
      .flatMap(statementsOf)
      .filter(({ Effect, Principal }) => Effect === "Allow" && JSON.stringify(Principal).includes("Service"));
    expect(doors.length).toBeGreaterThan(10);
    const open = doors.filter(({ Condition }) => Condition === undefined);
    // Reads the key's metadata, not encrypted data.
    expect(open.filter(({ Action }) => JSON.stringify(Action) !== '["kms:DescribeKey"]')).toEqual([]);
  });

  it("may write access logs before logging is enabled, which S3 would refuse", () => {
    const [logging, ...others] = inStack("orders-dev-data").flatMap((stack) => stack.ofType("aws_s3_bucket_logging"));
    expect(others).toEqual([]);
    expect(logging?.attributes.depends_on).toEqual([
      expect.stringMatching(/^aws_s3_bucket_policy\.access-log_policy_/),
    ]);
  });

  it("has somewhere for what cannot be done: hand-overs on a queue of their own, failures on another", () => {
    const queues = inStack("orders-dev-fulfilment").flatMap((stack) => stack.ofType("aws_sqs_queue"));
    expect(queues.map(({ attributes }) => attributes.name).sort()).toEqual([
      "orders-dev-fulfilment-dlq",
      "orders-dev-fulfilment-orders",
      "orders-dev-fulfilment-orders-dlq",
    ]);
    const redriven = queues.filter(({ attributes }) => attributes.redrive_policy !== undefined);
    expect(redriven.map(({ attributes }) => [attributes.name, JSON.parse(String(attributes.redrive_policy))])).toEqual([
      [
        "orders-dev-fulfilment-orders",
        { deadLetterTargetArn: expect.stringMatching(/aws_sqs_queue\.orders_dlq_/), maxReceiveCount: 5 },
      ],
    ]);
  });
});

describe("the functions", () => {
  it("get addresses, and names of secrets in place of secrets", () => {
    const variables = everywhere("aws_lambda_function").flatMap(({ attributes }) =>
      Object.entries(Object(Object(attributes.environment).variables)),
    );
    expect(variables).not.toHaveLength(0);
    for (const [name, value] of variables) {
      const expected: Record<string, RegExp> = {
        PAYMENT_API_URL: /^https:/,
        CARRIER_API_URL: /^https:/,
        PAYMENT_SECRET_ARN: /^\$\{aws_secretsmanager_secret\.payment_secret_\w+\.arn\}$/,
        CARRIER_SECRET_ARN: /^\$\{aws_secretsmanager_secret\.carrier_secret_\w+\.arn\}$/,
        ORDER_RETENTION_DAYS: /^\d+$/,
        HAND_OVER_TRIES: /^\d+$/,
        HAND_OVER_SECONDS: /^\d+$/,
        LOST_AFTER_SECONDS: /^\d+$/,
        PAYLOAD_BUCKET: /aws_s3_bucketpayloads_bucket_\w+id\}$/,
        UPLOAD_EXPIRES_SECONDS: /^900$/,
      };
      expect([name, value]).toEqual([name, expect.stringMatching(expected[name] ?? /no such variable/)]);
    }
  });

  it("are deployed from archives in the stack's own folder, and again when those change", () => {
    for (const stack of stacks) {
      for (const { attributes } of stack.ofType("aws_lambda_function")) {
        expect(
          readFileSync(join(stack.folder, String(attributes.filename)))
            .subarray(0, 2)
            .toString(),
        ).toBe("PK");
        expect(attributes.source_code_hash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      }
    }
  });
});
