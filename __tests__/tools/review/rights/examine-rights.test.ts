import { examineRights } from "../../../../tools/review/rights/examine-rights";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, plan, subject } from "../plan-json";

type Json = Readonly<Record<string, unknown>>;

const QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders";
const TRUST = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" },
};
const SEND = { Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE };
const text = (...statements: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const role = (over: Json = {}) => ({
  name: "flow",
  id: "flow",
  arn: "arn:aws:iam::111122223333:role/flow",
  assume_role_policy: JSON.stringify(TRUST),
  ...over,
});
const inline = (policy: string) => ({ name: "rights", role: "flow", policy });

/** The rules and levels found when a role's inline policy changes. */
async function ofPolicy(before: readonly Json[], after: readonly Json[]): Promise<string[]> {
  const found = await examineRights(
    subject(
      change("aws_iam_role.flow", { before: role(), after: role() }),
      change("aws_iam_role_policy.rights", { before: inline(text(...before)), after: inline(text(...after)) }),
    ),
  );
  return found.map(({ level, rule }) => `${level} ${rule}`);
}

async function ofTrust(before: Json, after: Json): Promise<string[]> {
  const found = await examineRights(
    subject(
      change("aws_iam_role.flow", {
        before: role({ assume_role_policy: text(before) }),
        after: role({ assume_role_policy: text(after) }),
      }),
    ),
  );
  return found.map(({ level, rule }) => `${level} ${rule}`);
}

test.each<[string, Json, string]>([
  ["an ordinary right", { Effect: "Allow", Action: "sqs:PurgeQueue", Resource: QUEUE }, "attention right-gained"],
  ["a service's every action", { Effect: "Allow", Action: "sqs:*", Resource: QUEUE }, "dangerous wildcard-right"],
  ["writing anywhere", { Effect: "Allow", Action: "sqs:PurgeQueue", Resource: "*" }, "dangerous wildcard-right"],
  ["reading anywhere", { Effect: "Allow", Action: "sqs:ListQueues", Resource: "*" }, "attention right-gained"],
  [
    "reading wildcards anywhere",
    { Effect: "Allow", Action: ["ec2:Describe*", "s3:List*", "s3:Get*"], Resource: "*" },
    "attention right-gained",
  ],
  ["writing wildcards anywhere", { Effect: "Allow", Action: "ec2:De*", Resource: "*" }, "dangerous wildcard-right"],
  [
    "actions that AWS does not publish",
    { Effect: "Allow", Action: "new:Get*", Resource: "*" },
    "dangerous wildcard-right",
  ],
  ["all but a list", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, "dangerous not-action-allowed"],
  [
    "passing a role to any service",
    { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/a" },
    "dangerous pass-role",
  ],
  [
    "passing one role to one service",
    {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::111122223333:role/a",
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    },
    "attention right-gained",
  ],
  [
    "escalation",
    { Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "arn:aws:iam::111122223333:role/a" },
    "dangerous privilege-escalation",
  ],
])("a role that gains %s", async (_, gained, expected) => {
  expect(await ofPolicy([SEND], [SEND, gained])).toEqual([expected]);
});

test("the same rights in other words, and rights already covered, are no change", async () => {
  expect(await ofPolicy([SEND], [{ ...SEND, Sid: "Other", Action: ["SQS:SendMessage"] }])).toEqual([]);
  const all = { Effect: "Allow", Action: "sqs:*", Resource: QUEUE };
  expect(await ofPolicy([all], [all, SEND])).toEqual([]);
});

test("narrowing is a loss only", async () => {
  expect(await ofPolicy([{ ...SEND, Resource: "*" }], [SEND])).toEqual(["attention right-lost"]);
});

test("a dropped condition and a removed Deny are dangerous", async () => {
  const only = { ...SEND, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } };
  expect(await ofPolicy([only], [SEND])).toEqual(["dangerous condition-dropped"]);
  const deny = { Effect: "Deny", Action: "sqs:PurgeQueue", Resource: "*" };
  expect(await ofPolicy([SEND, deny], [SEND])).toEqual(["dangerous deny-removed"]);
});

test.each<[string, Json, string]>([
  ["everyone", { AWS: "*" }, "dangerous opened-to-everyone"],
  ["another account", { AWS: "arn:aws:iam::999988887777:root" }, "dangerous opened-to-account"],
  ["another service", { Service: "lambda.amazonaws.com" }, "attention trust-gained"],
])("a role that now trusts %s", async (_, principal, expected) => {
  const trust = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };
  const found = await ofTrust(trust, { ...trust, Principal: principal });
  expect(found).toContain(expected);
});

test("an OIDC subject opened to an organization is dangerous", async () => {
  const trust = (sub: string) => ({
    Effect: "Allow",
    Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: { "token.actions.githubusercontent.com:sub": sub },
    },
  });
  const found = await ofTrust(trust("repo:shop/orders:ref:refs/heads/main"), trust("repo:shop/*"));
  expect(found.every((each) => each.startsWith("dangerous"))).toBe(true);
  expect(found).not.toEqual([]);
});

test("a bucket policy without its Deny of insecure transport is dangerous", async () => {
  const deny = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "arn:aws:s3:::b/*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const found = await examineRights(
    subject(
      change("aws_s3_bucket_policy.b", {
        before: { bucket: "b", policy: text(deny) },
        after: { bucket: "b", policy: text() },
      }),
    ),
  );
  expect(found.map(({ rule }) => rule)).toEqual(["deny-removed"]);
});

test("a Lambda permission for everyone is dangerous", async () => {
  const found = await examineRights(
    subject(
      change("aws_lambda_permission.p", {
        after: { action: "lambda:InvokeFunction", function_name: "f", principal: "*" },
      }),
    ),
  );
  expect(found.map(({ level, rule }) => `${level} ${rule}`)).toEqual(["dangerous opened-to-everyone"]);
});

test("an unknown policy is said, and a sensitive one is not shown", async () => {
  const unknown = await examineRights(
    subject(
      change("aws_iam_role.flow", { before: role(), after: role() }),
      change("aws_iam_role_policy.rights", {
        before: inline(text(SEND)),
        after: { name: "rights", role: "flow" },
        afterUnknown: { policy: true },
      }),
    ),
  );
  expect(unknown.map(({ level, rule }) => `${level} ${rule}`)).toEqual(["attention policy-unknown"]);
  const secret = await examineRights(
    subject(
      change("aws_iam_role.flow", { before: role(), after: role() }),
      change("aws_iam_role_policy.rights", {
        before: inline(text()),
        after: inline(text(SEND)),
        afterSensitive: { policy: true },
      }),
    ),
  );
  expect(secret.map(({ rule }) => rule)).toEqual(["right-gained"]);
  expect(String(secret[0]?.text)).not.toContain("SendMessage");
});

test("a permissions boundary that is removed is dangerous", async () => {
  const found = await examineRights(
    subject(change("aws_iam_role.flow", { before: role({ permissions_boundary: "arn:b" }), after: role() })),
  );
  expect(found.map(({ rule }) => rule)).toEqual(["boundary-removed"]);
});

test.each<[string, Json, string[]]>([
  ["does not set", {}, []],
  ["sets", { policy: { references: ["local.policy"] } }, ["policy-unknown"]],
])("a new queue's policy that the configuration %s and the apply makes known", async (_, expressions, rules) => {
  const found = await examineRights(
    subjectOf([
      readPlan(
        "plan",
        plan({
          changes: [change("aws_sqs_queue.dead", { after: { name: "dead" }, afterUnknown: { policy: true } })],
          configuration: { root_module: { resources: [{ address: "aws_sqs_queue.dead", expressions }] } },
        }),
      ),
    ]),
  );
  expect(found.map(({ rule }) => rule)).toEqual(rules);
});

test("the rights of a new role are one finding, and its trust of a service alone is safe", async () => {
  const found = await examineRights(
    subject(
      change("aws_iam_role.flow", { after: role() }),
      change("aws_iam_role_policy.rights", {
        after: inline(text(SEND, ...["a", "b", "c", "d"].map((name) => ({ ...SEND, Resource: `${QUEUE}-${name}` })))),
      }),
    ),
  );
  expect(found.map(({ level, rule }) => `${level} ${rule}`)).toEqual(["attention right-gained", "safe trust-gained"]);
  expect(String(found[0]?.text)).toContain("The new aws_iam_role.flow gains sqs:SendMessage on ");
  expect(found[0]?.details).toHaveLength(1);
  expect(String(found[1]?.text)).toContain("now trusts states.amazonaws.com to call sts:AssumeRole: new trust.");
});

test.each<[string, Json, Json, string, RegExp]>([
  [
    "is opened to another account",
    {},
    { Principal: { AWS: "arn:aws:iam::999988887777:root" } },
    "dangerous opened-to-account",
    /trust is opened to another account/,
  ],
  [
    "no longer needs the ExternalId",
    { Condition: { StringEquals: { "sts:ExternalId": "secret" } } },
    {},
    "dangerous external-id-dropped",
    /trust is opened: the condition on sts:ExternalId is dropped/,
  ],
  ["is opened to everyone", {}, { Principal: "*" }, "dangerous opened-to-everyone", /trust is opened to everyone/],
])("trust that %s has its own sentence", async (_, was, is, expected, words) => {
  const trust = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/a" }, Action: "sts:AssumeRole" };
  const found = await examineRights(
    subject(
      change("aws_iam_role.flow", {
        before: role({ assume_role_policy: text({ ...trust, ...was }) }),
        after: role({ assume_role_policy: text({ ...trust, ...is }) }),
      }),
    ),
  );
  expect(found.map(({ level, rule }) => `${level} ${rule}`)).toContain(expected);
  expect(String(found[0]?.text)).toMatch(words);
  expect(String(found[0]?.text)).not.toContain("any resource");
});
