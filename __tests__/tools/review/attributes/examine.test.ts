import { examineResources } from "../../../../tools/review/attributes/all";
import type { Finding } from "../../../../tools/review/finding";
import { change, type GivenChange, subject } from "../plan-json";
import { findingsOf } from "./judged";

function linesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ level, text }) => `${level}: ${text}`);
}

async function lines(type: string, given: GivenChange): Promise<readonly string[]> {
  return linesOf(await findingsOf(type, given));
}

const TABLE = {
  name: "orders",
  hash_key: "pk",
  deletion_protection_enabled: true,
  point_in_time_recovery: [{ enabled: true }],
};

describe("A table that is replaced", () => {
  test("is reported with the attribute that forces it, both values, and what is lost", async () => {
    const [line, ...others] = await lines("aws_dynamodb_table", {
      before: TABLE,
      after: { ...TABLE, hash_key: "id" },
      replacePaths: [["hash_key"]],
    });
    expect(line).toContain(
      "dangerous: aws_dynamodb_table.it (DynamoDB table orders) is replaced because hash_key changes, pk → id",
    );
    expect(line).toContain("items");
    expect(line).toContain("AWS refuses until it is turned off");
    expect(line).toContain("The old one is destroyed first");
    expect(others).toEqual([]);
  });

  test("is reported with its new name and with the order of creation", async () => {
    const [line] = await lines("aws_dynamodb_table", {
      before: TABLE,
      after: { ...TABLE, name: "orders-2", hash_key: "id" },
      replacePaths: [["hash_key"]],
      actions: ["create", "delete"],
    });
    expect(line).toContain("The new one is created first (create_before_destroy)");
    expect(line).toContain("Its name changes, orders → orders-2");
  });

  test("shows what else it changes for the worse, and no value that AWS chooses anew", async () => {
    const found = await findingsOf("aws_dynamodb_table", {
      before: { ...TABLE, read_capacity: 0, ttl: [{ enabled: false }] },
      after: { ...TABLE, hash_key: "id", deletion_protection_enabled: false },
      afterUnknown: { read_capacity: true, arn: true, ttl: true },
      replacePaths: [["hash_key"]],
    });
    expect(found.map(({ rule }) => rule)).toEqual(["replaced", "table-deletion-protection"]);
  });

  test("is reported with the reason if no attribute forces it", async () => {
    const [line] = await lines("aws_dynamodb_table", {
      before: TABLE,
      after: TABLE,
      actions: ["delete", "create"],
      reason: "replace_because_tainted",
    });
    expect(line).toContain("is replaced because it is tainted");
  });
});

describe("A resource that is destroyed", () => {
  test.each([
    ["aws_dynamodb_table", TABLE, "dangerous", "its items"],
    ["aws_s3_bucket", { bucket: "b", force_destroy: true }, "dangerous", "Terraform empties the bucket first"],
    ["aws_s3_bucket", { bucket: "b", force_destroy: false }, "dangerous", "unless the bucket is empty"],
    ["aws_sqs_queue", { name: "q" }, "dangerous", "its messages"],
    ["aws_kms_key", { deletion_window_in_days: 7 }, "dangerous", "cancelled for 7 days"],
    ["aws_kms_key", {}, "dangerous", "cancelled for 30 days"],
    ["aws_secretsmanager_secret", { recovery_window_in_days: 0 }, "dangerous", "deleted at once"],
    ["aws_secretsmanager_secret", { recovery_window_in_days: 7 }, "dangerous", "recovered for 7 days"],
    ["aws_cloudwatch_log_group", { name: "l" }, "dangerous", "log events"],
    ["aws_cloudwatch_log_group", { skip_destroy: true }, "dangerous", "stays in AWS"],
    ["aws_db_instance", { skip_final_snapshot: true }, "dangerous", "no last snapshot"],
    ["aws_cloudwatch_metric_alarm", { alarm_name: "a", metric_name: "Errors" }, "dangerous", "nobody is notified"],
    ["aws_sns_topic_subscription", {}, "dangerous", "no longer reach"],
    ["aws_lambda_function", { function_name: "f" }, "attention", "every call"],
    ["aws_wafv2_web_acl_association", {}, "dangerous", "no firewall"],
    ["aws_never_heard_of", {}, "attention", "whatever uses it fails"],
    ["google_sql_database_instance", {}, "dangerous", "data in it is lost"],
    ["google_storage_bucket_iam_member", {}, "attention", "whatever uses it fails"],
    ["null_resource", {}, "safe", "holds no data"],
    ["aws_iam_role", {}, "safe", "permissions"],
  ])("of type %s (%j) is %s: %s", async (type, before, level, words) => {
    const [line, ...others] = await lines(type, { before });
    expect(line).toMatch(new RegExp(`^${level}: ${type}.it .*is destroyed`));
    expect(line).toContain(words);
    expect(others).toEqual([]);
  });

  test("is distinguished from a deposed object of it", async () => {
    const [line] = await lines("aws_dynamodb_table", { before: TABLE, deposed: "a1b2c3d4" });
    expect(line).toContain("dangerous: The deposed object a1b2c3d4 of aws_dynamodb_table.it");
  });
});

describe("A setting of another resource", () => {
  const block = {
    bucket: "b",
    block_public_acls: true,
    ignore_public_acls: true,
    block_public_policy: true,
    restrict_public_buckets: true,
  };
  const type = "aws_s3_bucket_public_access_block";

  test("is turned off by its destruction", async () => {
    const found = await findingsOf(type, { before: block });
    expect(found.map(({ level }) => level)).toEqual(["dangerous", "dangerous", "dangerous", "dangerous"]);
    expect(String(found[0]?.text)).toContain(`${type}.it is destroyed, so block_public_acls is turned off`);
  });

  test("goes with the resource that it belongs to", async () => {
    const found = await examineResources(
      subject(change("aws_s3_bucket.b", { before: { bucket: "b" } }), change(`${type}.it`, { before: block })),
    );
    expect(found.map(({ level, address }) => `${level} ${address}`)).toEqual([
      "dangerous aws_s3_bucket.b",
      `safe ${type}.it`,
    ]);
  });

  test("does not go with a resource of another type that has the same name", async () => {
    const found = await examineResources(
      subject(
        change("aws_s3_bucket_policy.b", { before: { bucket: "b", policy: "{}" } }),
        change("aws_sqs_queue.b", { before: { name: "b" } }),
        change("aws_s3_bucket_versioning.it", {
          before: { bucket: "b", versioning_configuration: [{ status: "Enabled" }] },
        }),
      ),
    );
    expect(found.filter(({ rule }) => rule === "bucket-versioning").map(({ level }) => level)).toEqual(["dangerous"]);
  });

  test("changes a bucket that is there already", async () => {
    const after = { rule: [{ id: "old", expiration: [{ days: 30 }] }] };
    const lifecycle = "aws_s3_bucket_lifecycle_configuration";
    expect(await lines(lifecycle, { after: { ...after, bucket: "b" } })).toEqual([
      expect.stringMatching(/^dangerous: .* rule\[old\]\.expiration\.days is lowered, none \(never\) → 30 days/),
    ]);
    expect(await lines(lifecycle, { after, afterUnknown: { bucket: true } })).toEqual([
      `safe: ${lifecycle}.it is created`,
    ]);
  });

  test("opens a new bucket if it is less strict than S3", async () => {
    expect(await lines(type, { after: { ...block, block_public_policy: false } })).toEqual([
      expect.stringMatching(/^dangerous: .* is created: block_public_policy is turned off/),
    ]);
    expect(await lines(type, { after: block })).toEqual([`safe: ${type}.it is created`]);
  });
});

describe("A new resource", () => {
  test.each([
    ["aws_sqs_queue", { message_retention_seconds: 60 }, "safe"],
    ["aws_cloudwatch_log_group", { retention_in_days: 1 }, "safe"],
    ["aws_cloudwatch_metric_alarm", { actions_enabled: false }, "attention"],
    ["aws_lambda_function_url", { authorization_type: "NONE" }, "dangerous"],
    ["aws_lambda_function", { reserved_concurrent_executions: 0 }, "attention"],
    [
      "aws_security_group_rule",
      { type: "ingress", protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] },
      "dangerous",
    ],
    ["aws_security_group_rule", { type: "egress", protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }, "safe"],
  ])("%s %j is %s", async (type, after, level) => {
    expect((await findingsOf(type, { after })).map((finding) => finding.level)).toEqual([level]);
  });
});

describe("What no rule judges", () => {
  test("is listed with both values and asks for attention", async () => {
    expect(
      await lines("aws_never_heard_of", { before: { size: 1, mode: "a" }, after: { size: 2, mode: "a" } }),
    ).toEqual(["attention: aws_never_heard_of.it changes: size 1 → 2"]);
  });

  test("is safe if it is only for people to read", async () => {
    expect(
      await lines("aws_sqs_queue", {
        before: { tags: { team: "a" }, tags_all: { team: "a" } },
        after: { tags: { team: "b" }, tags_all: { team: "b" } },
      }),
    ).toEqual(["safe: aws_sqs_queue.it changes: tags.team a → b (nothing that runs)"]);
  });

  test("is only named if another examiner judges it", async () => {
    const policy = (action: string) => JSON.stringify({ Statement: [{ Action: action }] });
    expect(
      await lines("aws_iam_policy", { before: { policy: policy("a:b") }, after: { policy: policy("*") } }),
    ).toEqual(["safe: aws_iam_policy.it changes: policy"]);
  });

  test("is one word for the code of a function", async () => {
    const side = (hash: string) => ({ source_code_hash: hash, filename: `${hash}.zip` });
    expect(
      await lines("aws_lambda_function", {
        before: side("a"),
        after: side("b"),
        afterUnknown: { last_modified: true, qualified_arn: true, version: true },
      }),
    ).toEqual(["safe: aws_lambda_function.it changes: its code changes"]);
  });

  test("is cut to a readable length, and shows where long values differ", async () => {
    const [start, end] = ["same ".repeat(100), " end".repeat(100)];
    const [line = ""] = await lines("aws_never_heard_of", {
      before: { text: `${start}old${end}` },
      after: { text: `${start}new${end}` },
    });
    expect(line).toMatch(/ …(same ){4}old( end){10,20} ?… → …(same ){4}new( end){10,20} ?…$/);
  });

  test("is never cut within a word, which may be a secret that the report hides as a whole", async () => {
    const secret = "s".repeat(90);
    const [line = ""] = await lines("aws_never_heard_of", {
      before: { text: `${"a ".repeat(40)}${secret}-1 b` },
      after: { text: `${"a ".repeat(40)}${secret}-2 b` },
    });
    expect(line).toContain(` → …${secret}-2`);
  });

  test("is folded after six attributes", async () => {
    const side = (value: number) =>
      Object.fromEntries(["a", "b", "c", "d", "e", "f", "g"].map((name) => [name, value]));
    const [finding] = await findingsOf("aws_never_heard_of", { before: side(1), after: side(2) });
    expect(String(finding?.text)).toContain("f 1 → 2, and 1 more");
    expect(finding?.details?.map(String)).toEqual(["g 1 → 2"]);
  });
});

describe("What only looks different", () => {
  test.each([
    ["the writing of JSON", { body: '{"a":1,"b":[2]}' }, { body: '{ "b": [2], "a": 1 }' }],
    ["nothing and an empty value", { tags: null, list: [], text: "" }, { tags: {}, list: null, text: null }],
    ["a number and its text", { count: 5 }, { count: "5" }],
  ])("such as %s is no change", async (_, before, after) => {
    expect(await lines("aws_never_heard_of", { before, after })).toEqual([
      "safe: aws_never_heard_of.it is updated without effect: only the writing of its values changes, or what AWS computes",
    ]);
  });
});

describe("Lists", () => {
  test.each([
    ["a set of texts", "safe", { ports: ["a", "b"] }, { ports: ["b", "a"] }, "the order of ports"],
    [
      "named blocks",
      "safe",
      { rule: [{ id: "a" }, { id: "b" }] },
      { rule: [{ id: "b" }, { id: "a" }] },
      "the order of rule",
    ],
    ["blocks", "safe", { rule: [{ n: 1 }, { n: 2 }] }, { rule: [{ n: 2 }, { n: 1 }] }, "the order of rule"],
    ["layers", "attention", { layers: ["a", "b"] }, { layers: ["b", "a"] }, "the order of layers"],
    [
      "one changed block among several",
      "attention",
      { rule: [{ n: 1 }, { n: 2 }] },
      { rule: [{ n: 3 }, { n: 1 }] },
      "rule[0].n 2 → 3",
    ],
    [
      "one removed block among equal ones",
      "attention",
      { rule: [{ n: 1 }, { n: 1 }] },
      { rule: [{ n: 1 }] },
      'rule[0] {"n":1} → none',
    ],
  ])("of %s in another order are %s", async (_, level, before, after, words) => {
    expect(await lines("aws_never_heard_of", { before, after })).toEqual([
      `${level}: aws_never_heard_of.it changes: ${words}`,
    ]);
  });
});

describe("A value that is not known or must not be shown", () => {
  test("is reported as known after the apply if it protects something", async () => {
    expect(
      await lines("aws_sqs_queue", {
        before: { kms_master_key_id: "alias/a" },
        after: {},
        afterUnknown: { kms_master_key_id: true },
      }),
    ).toEqual([
      "attention: aws_sqs_queue.it: kms_master_key_id changes, alias/a → (known after apply): whether that weakens it is not known yet",
    ]);
  });

  test("is no alarm where the apply publishes a version", async () => {
    expect(
      await lines("aws_lambda_alias", {
        before: { function_version: "6" },
        after: {},
        afterUnknown: { function_version: true },
      }),
    ).toEqual([expect.stringMatching(/^safe: .*the alias moves to the version that this apply publishes/)]);
  });

  test("is judged, but not shown, if it is sensitive", async () => {
    const [line = ""] = await lines("aws_cloudwatch_log_group", {
      before: { retention_in_days: 365 },
      after: { retention_in_days: 7 },
      beforeSensitive: { retention_in_days: true },
      afterSensitive: { retention_in_days: true },
    });
    expect(line).toMatch(/^dangerous: .*retention_in_days changes, \(sensitive\) → \(sensitive\)/);
    expect(line).not.toMatch(/365|7/);
  });

  test("is reported if all of a resource is sensitive", async () => {
    expect(
      await lines("aws_sqs_queue", { before: { a: 1 }, after: { a: 2 }, beforeSensitive: true, afterSensitive: true }),
    ).toEqual(["attention: aws_sqs_queue.it is updated, but its values are sensitive or unknown"]);
  });

  test.each([
    ["by its name", "DB_PASSWORD", "hunter2"],
    ["by its form", "AWS", "AKIAIOSFODNN7EXAMPLE"],
  ])("is hidden if it is a secret %s", async (_, name, secret) => {
    const [line = ""] = await lines("aws_lambda_function", {
      before: { environment: [{ variables: { [name]: secret } }] },
      after: { environment: [{ variables: {} }] },
    });
    expect(line).toContain("(sensitive)");
    expect(line).not.toContain(secret);
  });
});

describe("Hostile plans", () => {
  test.each([
    ["prototypes", JSON.parse('{"__proto__":{"a":1},"constructor":1}'), JSON.parse('{"toString":2}')],
    ["blocks of several kinds", { ingress: [1, { cidr_blocks: 3 }] }, { ingress: { cidr_blocks: [["0.0.0.0/0"]] } }],
    ["a policy of deep nesting", { body: "[".repeat(50_000) }, { body: `${"[".repeat(50_000)}${"]".repeat(50_000)}` }],
  ])("with %s are read", async (_, before, after) => {
    expect((await findingsOf("aws_security_group", { before, after })).length).toBeGreaterThan(0);
  });

  test("of 2,000 resources with 30 rules each are read", async () => {
    const rules = Array.from({ length: 30 }, (_, id) => ({ id: `r${id}`, expiration: [{ days: id }] }));
    const changes = Array.from({ length: 2000 }, (_, index) =>
      change(`aws_s3_bucket.b${index}`, {
        before: { bucket: `b${index}`, lifecycle_rule: rules },
        after: { bucket: `b${index}`, lifecycle_rule: [...rules, { id: "new", expiration: [{ days: 1 }] }] },
      }),
    );
    const given = subject(...changes);
    expect(await examineResources(given)).toHaveLength(2000);
  });
});
