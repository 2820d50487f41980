import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyGrants, openedInRole } from "../../stacks/constructs/key-use";
import { type Deployment, loadDeployment } from "../../tools/aws/deployment";
import type { PolicyAuthorizer } from "../../tools/aws/iam/authorizer";
import { KEY_USES, type KeyUse, type KeyUseName } from "../../tools/aws/iam/key-uses";
import { loadAuthorizer } from "../../tools/aws/iam/load";
import { allow, authorizerOf, KEY, leftToTheAccount, REGION, ROLE } from "../tools/aws/iam/account";
import { synthesize } from "./synthesized";

/*
 * What the stacks grant and what the evaluator asks are written apart. The evaluator's table has the sources:
 * tools/aws/iam/key-uses.ts.
 */

const LAMBDA = "lambda.amazonaws.com";
const SCHEDULER = "scheduler.amazonaws.com";

let folder: string;
let deployment: Deployment;
let authorizer: PolicyAuthorizer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "key-use-"));
  await synthesize(join(folder, "out"), "dev");
  deployment = loadDeployment(join(folder, "out"), "dev", { awsUrl: "http://127.0.0.1:4566" });
  authorizer = loadAuthorizer(deployment, { waitsFor: () => undefined });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Uses the key of a resource in a role that a service took; throws where the policies do not let it. */
function use(name: KeyUseName, Resource: string, arn: string, service: string, sourceArn?: string): void {
  const principal = { arn, actor: "test", service: { name: service, sourceArn } };
  authorizer.check({ service: "kms", action: "Use", input: { Use: name, Resource }, principal });
}

describe("the stacks let", () => {
  it("every function's role open the variables of that function and of no other", () => {
    const functions = deployment.resources("aws_lambda_function").map(({ attributes }) => ({
      arn: String(attributes.arn),
      role: String(attributes.role),
    }));
    expect(functions.length).toBeGreaterThan(5);
    for (const [index, { arn, role }] of functions.entries()) {
      expect(() => use("lambda:start", arn, role, LAMBDA)).not.toThrow();
      const another = functions[(index + 1) % functions.length]?.arn ?? "";
      expect(() => use("lambda:start", another, role, LAMBDA)).toThrow("kms:Decrypt");
    }
  });

  it("every schedule's role open the input of that schedule", () => {
    const schedules = deployment.resources("aws_scheduler_schedule");
    expect(schedules.length).toBeGreaterThan(0);
    for (const { attributes } of schedules) {
      const group = String(attributes.arn).replace(/schedule\/([^/]+)\/.*/, "schedule-group/$1");
      const role = String(Object(attributes.target).role_arn);
      expect(() => use("scheduler:start", String(attributes.arn), role, SCHEDULER, group)).not.toThrow();
    }
  });

  it("each service use the key that uses it in its own name, for every resource of the deployment", () => {
    const buses = deployment.resources("aws_cloudwatch_event_bus").map(({ attributes }) => String(attributes.arn));
    expect(buses.length).toBeGreaterThan(0);
    for (const Resource of buses) {
      for (const Use of ["events:keep", "events:check"]) {
        const principal = {
          arn: "events.amazonaws.com",
          service: { name: "events.amazonaws.com", sourceArn: Resource },
        };
        authorizer.check({ service: "kms", action: "Use", input: { Use, Resource }, principal });
      }
    }
  });
});

/** What a role with grants may do with what the key of the account encrypts. */
function mayUse(name: KeyUseName, Condition: object): boolean {
  const use: KeyUse = KEY_USES[name];
  const arn = RESOURCES[use.service] ?? "";
  const account = {
    role: [allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY, { Condition: JSON.parse(JSON.stringify(Condition)) })],
    key: [leftToTheAccount],
    others: ENCRYPTED,
  };
  const call = { service: "kms", action: "Use", input: { Use: name, Resource: arn }, principal: { arn: ROLE } };
  try {
    authorizerOf(account).check(call);
    return true;
  } catch {
    return false;
  }
}

const FUNCTION = `arn:aws:lambda:${REGION}:123456789012:function:f`;
const SCHEDULE = `arn:aws:scheduler:${REGION}:123456789012:schedule/g/s`;
const RESOURCES: Readonly<Record<string, string>> = {
  dynamodb: `arn:aws:dynamodb:${REGION}:123456789012:table/t`,
  lambda: FUNCTION,
  s3: "arn:aws:s3:::b",
  scheduler: SCHEDULE,
  secretsmanager: `arn:aws:secretsmanager:${REGION}:123456789012:secret:s-AbCdEf`,
  sns: `arn:aws:sns:${REGION}:123456789012:t`,
  sqs: `arn:aws:sqs:${REGION}:123456789012:q`,
};
const ENCRYPTED = {
  aws_dynamodb_table: [{ arn: RESOURCES.dynamodb ?? "", server_side_encryption: { kms_key_arn: KEY } }],
  aws_lambda_function: [{ arn: FUNCTION, kms_key_arn: KEY }],
  aws_s3_bucket_server_side_encryption_configuration: [
    { bucket: "b", rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: KEY }] }] },
  ],
  aws_scheduler_schedule: [{ arn: SCHEDULE, kms_key_arn: KEY }],
  aws_secretsmanager_secret: [{ arn: RESOURCES.secretsmanager ?? "", kms_key_id: KEY }],
  aws_sns_topic: [{ arn: RESOURCES.sns ?? "", kms_master_key_id: KEY }],
  aws_sqs_queue: [{ arn: RESOURCES.sqs ?? "", url: "http://127.0.0.1:4566/123456789012/q", kms_master_key_id: KEY }],
};

const viaService = (service: string) => ({ StringEquals: { "kms:ViaService": `${service}.${REGION}.amazonaws.com` } });
const names = Object.keys(KEY_USES).filter((name): name is KeyUseName => name in KEY_USES);

describe("a grant of key-use.ts lets a role", () => {
  it.each([
    ["dynamodb:access", { dynamodb: "read" }],
    ["dynamodb:access", { dynamodb: "write" }],
    ["s3:read", { s3: "read" }],
    ["s3:write", { s3: "write" }],
    ["s3:write-part", { s3: "readAndWrite" }],
    ["sqs:receive", { sqs: "read" }],
    ["sqs:send", { sqs: "write" }],
    ["sns:publish", { sns: "write" }],
    ["secretsmanager:read", { secretsmanager: "read" }],
  ] as const)("do what KMS is asked for %s with %j", (name, uses) => {
    const granted = keyGrants(REGION, { arn: KEY }, uses);
    const actions = granted.flatMap((grant) => grant.actions).sort();
    const use: KeyUse = KEY_USES[name];
    expect(actions).toEqual(expect.arrayContaining(use.actions.map((action) => `kms:${action}`)));
    for (const { conditions } of granted) expect(mayUse(name, conditions ?? {})).toBe(true);
  });

  it.each([
    ["lambda:start", "function", FUNCTION],
    ["scheduler:start", "schedule", SCHEDULE],
  ] as const)("open what %s opens, and nothing else of its kind", (name, what, arn) => {
    expect(mayUse(name, openedInRole({ arn: KEY }, what, arn).conditions ?? {})).toBe(true);
    expect(mayUse(name, openedInRole({ arn: KEY }, what, `${arn}2`).conditions ?? {})).toBe(false);
  });
});

describe("kms:ViaService", () => {
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html: the scheduler calls KMS in the role.
  it.each(names.filter((name) => KEY_USES[name].by === "role"))(
    "is absent where a service calls KMS in a role: %s",
    (name) => expect(mayUse(name, viaService(KEY_USES[name].service))).toBe(false),
  );

  it.each(names.filter((name) => KEY_USES[name].by === "caller"))(
    "is there where a service passes a call on: %s",
    (name) => expect(mayUse(name, viaService(KEY_USES[name].service))).toBe(true),
  );
});
