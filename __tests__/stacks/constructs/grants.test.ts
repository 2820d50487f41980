import { type Grant, policyDocument, traceGrant } from "../../../stacks/constructs/grants";
import { Refused } from "../../../stacks/constructs/refused";

const table = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
const logGroup = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/greet";
const grant = (changes: Partial<Grant>): Grant => ({
  sid: "Try",
  actions: ["dynamodb:GetItem"],
  resources: [table],
  ...changes,
});

describe("a policy document", () => {
  it("allows exactly what the grants say", () => {
    const conditions = { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } };
    expect(JSON.parse(policyDocument("greet", [grant({}), grant({ sid: "Again", conditions })]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Try", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [table] },
        { Sid: "Again", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [table], Condition: conditions },
      ],
    });
  });

  it.each(["*", "dynamodb:*", "dynamodb:Get*", "dynamodb:GetIte?", "GetItem"])(
    "is refused with the action %s",
    (action) => {
      expect(() => policyDocument("greet", [grant({ actions: ["dynamodb:GetItem", action] })])).toThrow(
        new Refused(`The grant Try of greet has the action "${action}". Name each action: service:Action.`),
      );
    },
  );

  it.each([
    "*",
    `${table}*`,
    `${table}/index/*`,
    "arn:aws:dynamodb:*:123456789012:table/orders",
    `${table.slice(0, -1)}?`,
  ])("is refused with the resource %s", (resource) => {
    expect(() => policyDocument("greet", [grant({ resources: [table, resource] })])).toThrow(
      new Refused(
        `The grant Try of greet allows dynamodb:GetItem on "${resource}". Name the ARN of each resource. Use "*" only where AWS has no resource-level permission.`,
      ),
    );
  });

  it.each([{ actions: [] }, { resources: [] }])("is refused with %j", (changes) => {
    expect(() => policyDocument("greet", [grant(changes)])).toThrow(Refused);
  });

  it("takes * for tracing, which has no resources, but not with another action beside it", () => {
    expect(policyDocument("greet", [traceGrant])).toContain('"Resource":["*"]');
    const mixed = grant({ actions: [...traceGrant.actions, "dynamodb:GetItem"], resources: ["*"] });
    expect(() => policyDocument("greet", [mixed])).toThrow(Refused);
  });

  it("takes every stream of one log group for writing, but neither for reading nor for every group", () => {
    const streams = (action: string, resource: string) => () =>
      policyDocument("greet", [grant({ actions: [action], resources: [resource] })]);
    expect(streams("logs:PutLogEvents", `${logGroup}:*`)).not.toThrow();
    expect(streams("logs:GetLogEvents", `${logGroup}:*`)).toThrow(Refused);
    expect(streams("logs:PutLogEvents", "arn:aws:logs:*:*:*")).toThrow(Refused);
    expect(streams("dynamodb:GetItem", `${logGroup}:*`)).toThrow(Refused);
  });

  it("takes every object under one prefix of a bucket, but not every object of it, nor for deleting", () => {
    const objects = (action: string, resource: string) => () =>
      policyDocument("greet", [grant({ actions: [action], resources: [resource] })]);
    const bucket = "arn:aws:s3:::orders";
    expect(objects("s3:GetObject", `${bucket}/lines/*`)).not.toThrow();
    expect(objects("s3:PutObject", `${bucket}/uploads/*`)).not.toThrow();
    expect(objects("s3:DeleteObject", `${bucket}/lines/*`)).toThrow(Refused);
    expect(objects("s3:GetObject", `${bucket}/*`)).toThrow(Refused);
    expect(objects("s3:GetObject", `${bucket}/lines*`)).toThrow(Refused);
    expect(objects("s3:GetObject", "arn:aws:s3:::*/lines/*")).toThrow(Refused);
  });

  it("takes every execution of one state machine for following and stopping, but neither of every one nor to redrive", () => {
    const executions = (action: string, resource: string) => () =>
      policyDocument("greet", [grant({ actions: [action], resources: [resource] })]);
    const all = "arn:aws:states:eu-west-1:123456789012:execution";
    expect(executions("states:StopExecution", `${all}:greet:*`)).not.toThrow();
    expect(executions("states:RedriveExecution", `${all}:greet:*`)).toThrow(Refused);
    expect(executions("states:StopExecution", `${all}:*`)).toThrow(Refused);
    expect(executions("states:StopExecution", `${all}:*:*`)).toThrow(Refused);
  });
});
