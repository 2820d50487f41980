import { statementsOf } from "../../../../tools/baseline/model/policy";
import { Resource } from "../../../../tools/baseline/model/resource";
import { Stack } from "../../../../tools/baseline/model/stack";

const document = new Resource("data.aws_iam_policy_document", "it", {
  statement: [
    {
      actions: ["s3:GetObject"],
      resources: "*",
      principals: [{ type: "AWS", identifiers: ["*"] }],
      condition: { test: "Bool", variable: "aws:SecureTransport", values: ["true"] },
      not_resources: ["arn:aws:s3:::one"],
    },
  ],
});
const stack = new Stack({ id: "it", environment: "", source: "synthesis", resources: [document] });
const read = (policy: unknown) =>
  statementsOf(new Resource("aws_s3_bucket_policy", "it", { policy }), stack, "resource");

it("reads a single statement, and its elements as lists", () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::one/*",
    Condition: { Bool: { "aws:SecureTransport": true } },
  };
  expect(read(JSON.stringify({ Statement: statement }))).toEqual([
    {
      sid: "",
      effect: "Allow",
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::one/*"],
      principals: [{ type: "*", value: "*" }],
      conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }],
      negations: [],
      notActions: [],
      notResources: [],
      notPrincipals: [],
    },
  ]);
});

it("reads the statements of a document, with Allow as the default", () => {
  expect(statementsOf(document, stack, "trust")).toEqual([
    {
      sid: "",
      effect: "Allow",
      actions: ["s3:GetObject"],
      resources: ["*"],
      principals: [{ type: "AWS", value: "*" }],
      conditions: [{ operator: "Bool", key: "aws:SecureTransport", values: ["true"] }],
      negations: ["not_resources"],
    },
  ]);
});

it("leaves a policy to its document, if the stack has that", () => {
  expect(read("${data.aws_iam_policy_document.it.json}")).toEqual([]);
});

it.each([
  ["${data.aws_iam_policy_document.other.json}", "policy cannot be read as JSON, so it may allow anything"],
  ["${local.policy}", "policy cannot be read as JSON"],
  ['{"Statement":[{"Effect":"Maybe"}]}', "policy is not a policy"],
  ['{"Statement":[{"Effect":"Allow","Actions":"s3:GetObject"}]}', "policy is not a policy"],
  ['{"Statements":[]}', "policy is not a policy"],
])("refuses %s", (policy, message) => {
  expect(() => read(policy)).toThrow(message);
});

it("returns no statement without a policy", () => {
  expect(read(undefined)).toEqual([]);
});
