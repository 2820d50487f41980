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
const NO_PLAIN_HTTP = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::b/*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
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
  const found = await examineRights(
    subject(
      change("aws_s3_bucket_policy.b", {
        before: { bucket: "b", policy: text(NO_PLAIN_HTTP) },
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
  expect(found[0]?.details?.map(String)).toContain(`Also sqs:SendMessage on ${QUEUE}-d.`);
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

async function found(...changes: readonly Json[]): Promise<string[]> {
  const findings = await examineRights(subject(...changes));
  return findings.map(({ level, rule, text: words }) => `${level} ${rule}: ${words}`);
}

const attached = (arn: string) => ({ role: "flow", policy_arn: arn });

test.each([
  ["AdministratorAccess", "dangerous"],
  ["IAMFullAccess", "dangerous"],
  ["PowerUserAccess", "dangerous"],
  ["AmazonS3FullAccess", "dangerous"],
  ["AmazonS3ReadOnlyAccess", "attention"],
  ["service-role/AWSLambdaBasicExecutionRole", "safe"],
  ["job-function/Billing", "attention"],
])("the AWS managed policy %s is %s by its name, for roles, users and groups", async (name, level) => {
  const arn = `arn:aws:iam::aws:policy/${name}`;
  const expected = [expect.stringMatching(`^${level} managed-policy-attached: .*AWS managed policy ${name}:`)];
  const flow = change("aws_iam_role.flow", { before: role(), after: role() });
  expect(await found(flow, change("aws_iam_role_policy_attachment.a", { after: attached(arn) }))).toEqual(expected);
  for (const kind of ["user", "group"]) {
    const attachment = change(`aws_iam_${kind}_policy_attachment.a`, { after: { [kind]: "ann", policy_arn: arn } });
    expect(await found(attachment)).toEqual(expected);
  }
});

test("a policy of a role that the plans do not have is compared, and a moved one is no change", async () => {
  const [before, after] = [inline(text(SEND)), inline(text({ ...SEND, Action: "sqs:*" }))];
  expect(await found(change("aws_iam_role_policy.rights", { before, after }))).toEqual([
    expect.stringMatching(/^dangerous wildcard-right/),
  ]);
  expect(
    await found(change("aws_iam_role_policy.old", { before }), change("aws_iam_role_policy.new", { after: before })),
  ).toEqual([]);
});

test("a managed policy that no role has is reported, even if a role's policy has the same text", async () => {
  const policy = (name: string, document: string) => ({
    arn: `arn:aws:iam::111122223333:policy/${name}`,
    policy: document,
  });
  const [narrow, wide] = [text(SEND), text({ ...SEND, Action: "sqs:*" })];
  const findings = await found(
    change("aws_iam_role.flow", { before: role(), after: role() }),
    change("aws_iam_role_policy.rights", { before: inline(wide), after: inline(wide) }),
    change("aws_iam_policy.other", { before: policy("other", narrow), after: policy("other", wide) }),
  );
  expect(findings).toEqual([expect.stringMatching(/^dangerous wildcard-right: aws_iam_policy.other gains sqs:\*/)]);
});

test("a permission of a function that moves to another address is no change", async () => {
  const permission = {
    action: "lambda:InvokeFunction",
    function_name: "f",
    principal: "sns.amazonaws.com",
    source_arn: "a",
  };
  expect(
    await found(
      change("aws_lambda_permission.old", { before: permission }),
      change("aws_lambda_permission.new", { after: permission }),
    ),
  ).toEqual([]);
  expect(await found(change("aws_lambda_permission.old", { before: permission }))).toEqual([
    expect.stringMatching(/^attention right-lost: aws_lambda_permission.old is removed and loses/),
  ]);
});

test("a Deny of insecure transport is missed when its policy is destroyed, unless the bucket is too", async () => {
  const policy = change("aws_s3_bucket_policy.b", { before: { bucket: "b", policy: text(NO_PLAIN_HTTP) } });
  expect(await found(policy)).toEqual([expect.stringMatching(/^dangerous deny-removed: .*insecure transport/)]);
  expect(await found(policy, change("aws_s3_bucket.b", { before: { bucket: "b", id: "b" } }))).toEqual([]);
});

test.each([
  ["nobody else", "Describe", "dangerous", "locks the key out"],
  ["an administrator", "PutKeyPolicy", "attention", "IAM policies no longer"],
])("a key policy without the root's statement, which lets %s manage the key", async (_, action, level, words) => {
  const statement = (principal: string, actions: string) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::111122223333:${principal}` },
    Action: actions,
    Resource: "*",
  });
  const user = statement("role/a", `kms:${action}`);
  const findings = await found(
    change("aws_kms_key.k", {
      before: { policy: text(statement("root", "kms:*"), user) },
      after: { policy: text(user) },
    }),
  );
  expect(findings[0]).toMatch(new RegExp(`^${level} key-root-removed: .*${words}`));
});

test("NotAction and NotResource are named", async () => {
  const except = { Effect: "Allow", NotAction: "iam:*", NotResource: QUEUE };
  const [first] = await found(change("aws_iam_role_policy.rights", { after: inline(text(except)) }));
  expect(first).toContain("everything except iam:* (NotAction) on everything except");
  expect(first).toContain("(NotResource)");
});

test("an unknown policy of a role is named with what the configuration refers to", async () => {
  const changes = [
    change("aws_iam_role.flow", { after: role() }),
    change("aws_iam_role_policy.rights", { after: { role: "flow" }, afterUnknown: { policy: true } }),
  ];
  const expressions = { policy: { references: ["aws_sqs_queue.orders.arn", "aws_sqs_queue.orders"] } };
  const configuration = { root_module: { resources: [{ address: "aws_iam_role_policy.rights", expressions }] } };
  const findings = await examineRights(subjectOf([readPlan("plan", plan({ changes, configuration }))]));
  expect(String(findings[0]?.text)).toMatch(
    /aws_iam_role_policy.rights of aws_iam_role.flow is unknown: known after apply.*refers to aws_sqs_queue.orders\)/,
  );
});

test("a new role that trusts an OIDC provider without a subject is dangerous", async () => {
  const provider = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
  const trust = { Effect: "Allow", Principal: provider, Action: "sts:AssumeRoleWithWebIdentity" };
  const [first] = await found(change("aws_iam_role.flow", { after: role({ assume_role_policy: text(trust) }) }));
  expect(first).toMatch(/^dangerous oidc-subject-open: .*trust is open: the OIDC subject \(sub\) condition is missing/);
});
