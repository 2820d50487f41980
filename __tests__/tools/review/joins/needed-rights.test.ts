import { examineJoins } from "../../../../tools/review/joins/examine-joins";
import { subjectOf } from "../../../../tools/review/subject";
import { readPlan } from "../../../../tools/terraform/plan";
import { change, machine, plan } from "../plan-json";
import { allow, arn, call, findings, flow, found, lineOf, policy, ROLE, role } from "./world";

const MACHINE = "aws_sfn_state_machine.flow";
const charge = arn("lambda", "function:charge");
const invokeCharge = allow("lambda:InvokeFunction", charge);
const charging = flow({ Charge: call("charge") });

describe("rights that states need", () => {
  it("reports a right that is removed and still needed, with state, action, resource and role", async () => {
    expect(await found(...role([invokeCharge], []), machine(MACHINE, { before: charging, after: charging }))).toEqual([
      `dangerous needed-right-removed Charge: The right lambda:InvokeFunction on ${charge} is removed from the role aws_iam_role.flow, but ${MACHINE} still needs it in Charge: these calls will fail with AccessDenied.`,
    ]);
  });

  it("compares what policies allow, not how they say it", async () => {
    const kept = machine(MACHINE, { before: charging, after: charging });
    for (const after of [
      allow("lambda:*", "*"),
      allow("LAMBDA:invokefunction", charge),
      allow("lambda:Invoke*", [arn("sqs", "other"), arn("lambda", "function:char?e")]),
      { Effect: "Allow", NotAction: "iam:*", NotResource: arn("lambda", "function:refund") },
    ]) {
      expect(await found(...role([invokeCharge], [after]), kept)).toEqual([]);
    }
    for (const after of [
      allow("lambda:InvokeFunction", `${charge}:live`),
      allow("lambda:GetFunction", "*"),
      { Effect: "Allow", NotAction: "lambda:*", Resource: "*" },
      { Effect: "Allow", Action: "*", NotResource: arn("lambda", "function:*") },
    ]) {
      expect(await found(...role([invokeCharge], [after]), kept)).toMatchObject([
        expect.stringMatching(/^dangerous needed-right-removed Charge:/),
      ]);
    }
  });

  it("reports a Deny that is added, unless it has a condition", async () => {
    const kept = machine(MACHINE, { before: charging, after: charging });
    const deny = { Effect: "Deny", Action: "lambda:*", Resource: "*" };
    expect(await found(...role([invokeCharge], [invokeCharge, deny]), kept)).toHaveLength(1);
    const conditional = { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } };
    expect(await found(...role([invokeCharge], [invokeCharge, conditional]), kept)).toEqual([]);
  });

  it("asks for a look at a condition that is added", async () => {
    const condition = { ...invokeCharge, Condition: { StringEquals: { "aws:ResourceTag/a": "b" } } };
    expect(
      await found(...role([invokeCharge], [condition]), machine(MACHINE, { before: charging, after: charging })),
    ).toMatchObject([expect.stringMatching(/^attention needed-right-conditional Charge:.*only under a condition/)]);
  });

  it("reports a state that is added or changed without the right that it needs", async () => {
    const after = flow({ Charge: call("charge"), Refund: call("refund") });
    expect(await found(...role([invokeCharge]), machine(MACHINE, { before: charging, after }))).toEqual([
      `dangerous needed-right-missing Refund: ${MACHINE} needs the right lambda:InvokeFunction on ${arn("lambda", "function:refund")} in Refund, but no policy of the role aws_iam_role.flow gives it: these calls will fail with AccessDenied.`,
    ]);
  });

  it("says nothing about a right that was missing before and whose state is the same", async () => {
    expect(await found(...role([]), machine(MACHINE, { before: charging, after: charging }))).toEqual([]);
  });

  it("reports a right that running executions lose, by how long they may run", async () => {
    const after = flow({ Ship: call("ship") });
    const invokeShip = allow("lambda:InvokeFunction", arn("lambda", "function:ship"));
    const rights = role([invokeCharge, invokeShip], [invokeShip]);
    const standard = await findings([...rights, machine(MACHINE, { before: charging, after })]);
    expect(standard.map(lineOf)).toEqual([
      `dangerous running-executions-lose-right Charge: The right lambda:InvokeFunction on ${charge} is removed from the role aws_iam_role.flow, and executions of ${MACHINE} that are already running keep the former definition and still need it in Charge: these calls will fail with AccessDenied.`,
    ]);
    expect(String(standard[0]?.details?.[0])).toContain("up to a year");
    const express = await findings([
      ...rights,
      machine(MACHINE, { before: charging, after, attributes: { type: "EXPRESS" } }),
    ]);
    expect(express.map(({ level }) => level)).toEqual(["attention"]);
    expect(String(express[0]?.details?.[0])).toContain("five minutes");
  });

  it("looks at policies that are attached, listed by the role, or bound it", async () => {
    const managed = "arn:aws:iam::111122223333:policy/charge";
    const text = String(policy([invokeCharge]).policy);
    const attached = { role: "flow", policy_arn: managed };
    const kept = machine(MACHINE, { before: charging, after: charging });
    const own = change("aws_iam_policy.charge", {
      before: { arn: managed, policy: text },
      after: { arn: managed, policy: text },
    });
    // The role's own list was read before the change, so it still has what the plan detaches.
    const listing = { ...ROLE, managed_policy_arns: [managed] };
    const detached = [
      change("aws_iam_role.flow", { before: listing, after: listing }),
      own,
      change("aws_iam_role_policy_attachment.charge", { before: attached }),
      kept,
    ];
    expect(await found(...detached)).toMatchObject([expect.stringMatching(/^dangerous needed-right-removed/)]);

    const bounded = { ...ROLE, permissions_boundary: managed };
    const boundary = [
      change("aws_iam_role.flow", { before: ROLE, after: bounded }),
      change("aws_iam_policy.charge", {
        before: { arn: managed, policy: text },
        after: { arn: managed, policy: String(policy([allow("s3:*")]).policy) },
      }),
      change("aws_iam_role_policy.own", { before: policy([allow("*")]), after: policy([allow("*")]) }),
      kept,
    ];
    expect(await found(...boundary)).toMatchObject([expect.stringMatching(/^dangerous needed-right-removed/)]);

    const inline = { ...ROLE, inline_policy: [{ name: "by-hand", policy: text }] };
    expect(
      await found(
        change("aws_iam_role.flow", { before: inline, after: inline }),
        change("aws_iam_role_policy.own", { before: policy([invokeCharge]) }),
        kept,
      ),
    ).toEqual([]);
  });

  it("proves nothing while a policy is unknown, and says so if the definition needs more", async () => {
    const foreign = { role: "flow", policy_arn: "arn:aws:iam::aws:policy/Foreign" };
    const roleAndForeign = [
      ...role([invokeCharge], []),
      change("aws_iam_role_policy_attachment.foreign", { before: foreign, after: foreign }),
    ];
    expect(await found(...roleAndForeign, machine(MACHINE, { before: charging, after: charging }))).toMatchObject([
      expect.stringMatching(/^attention needed-right-perhaps-removed Charge:.*attachment\.foreign/),
    ]);
    const more = flow({ Charge: call("charge"), Refund: call("refund"), Ship: call("ship") });
    expect(
      await found(
        ...role([invokeCharge]),
        ...roleAndForeign.slice(2),
        machine(MACHINE, { before: charging, after: more }),
      ),
    ).toMatchObject([
      expect.stringMatching(/^attention needed-right-unknown : .* in Refund, Ship, such as lambda:Inv/),
    ]);
    expect(await found(...roleAndForeign.slice(2), machine(MACHINE, { after: charging }))).toEqual([]);
  });

  it("counts the use of the key that encrypts a queue", async () => {
    const key = arn("kms", "key/1");
    const queue = { name: "dead", arn: arn("sqs", "dead"), kms_master_key_id: key };
    const burying = flow({
      Bury: {
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead" },
      },
    });
    const send = allow("sqs:SendMessage", queue.arn);
    const use = {
      ...allow(["kms:GenerateDataKey", "kms:Decrypt"], key),
      Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
    };
    const rest = [
      change("aws_sqs_queue.dead", { before: queue, after: queue }),
      machine(MACHINE, { before: burying, after: burying }),
    ];
    expect(await found(...role([send, use], [send, use]), ...rest)).toEqual([]);
    expect(await found(...role([send, use], [send]), ...rest)).toMatchObject([
      expect.stringMatching(
        /^dangerous needed-right-removed Bury: The right kms:GenerateDataKey, kms:Decrypt on .*key\/1/,
      ),
    ]);
  });

  it("knows what some policies that AWS manages allow", async () => {
    const attached = (name: string) => ({ role: "flow", policy_arn: `arn:aws:iam::aws:policy/${name}` });
    const review = async (name: string) =>
      await found(
        ...role([invokeCharge], []),
        change("aws_iam_role_policy_attachment.aws", { before: attached(name), after: attached(name) }),
        machine(MACHINE, { before: charging, after: charging }),
      );
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSXRayDaemonWriteAccess.html
    expect(await review("AWSXRayDaemonWriteAccess")).toMatchObject([
      expect.stringMatching(/^dangerous needed-right-rem/),
    ]);
    expect(await review("service-role/AWSLambdaRole")).toEqual([]);
    expect(await review("AdministratorAccess")).toEqual([]);
  });

  it("finds the policy of an unknown ARN by the reference in the configuration", async () => {
    const attachment = change("aws_iam_role_policy_attachment.new", {
      after: { role: "flow" },
      afterUnknown: { policy_arn: true },
    });
    const own = change("aws_iam_policy.new", {
      after: { name: "new", policy: policy([invokeCharge]).policy },
      afterUnknown: { arn: true },
    });
    const configuration = {
      root_module: {
        resources: [
          {
            address: "aws_iam_role_policy_attachment.new",
            expressions: { policy_arn: { references: ["aws_iam_policy.new.arn", "aws_iam_policy.new"] } },
          },
        ],
      },
    };
    const review = async (after: ReturnType<typeof flow>) => {
      const changes = [
        change("aws_iam_role.flow", { before: ROLE, after: ROLE }),
        attachment,
        own,
        machine(MACHINE, { before: flow({}), after }),
      ];
      return (await examineJoins(subjectOf([readPlan("plan", plan({ changes, configuration }))]))).map(lineOf);
    };
    expect(await review(charging)).toEqual([]);
    expect(await review(flow({ Refund: call("refund") }))).toMatchObject([
      expect.stringMatching(/^dangerous needed-right-missing Refund:/),
    ]);
  });

  it("counts a resource's own policy that names the role", async () => {
    const queue = arn("sqs", "dead");
    const text = (principal: string) =>
      JSON.stringify({
        Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sqs:SendMessage", Resource: queue }],
      });
    const sending = flow({
      Bury: {
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: { QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead" },
      },
    });
    const review = async (principal: string) =>
      await found(
        ...role([]),
        change("aws_sqs_queue_policy.dead", { before: {}, after: { policy: text(principal) } }),
        machine(MACHINE, { before: flow({}), after: sending }),
      );
    expect(await review(ROLE.arn)).toEqual([]);
    expect(await review("arn:aws:iam::111122223333:role/other")).toHaveLength(1);
  });

  it("compares the former role with the new one", async () => {
    const other = { name: "other", id: "other", arn: "arn:aws:iam::111122223333:role/other" };
    const changed = machine(MACHINE, { before: charging, after: charging, attributesAfter: { role_arn: other.arn } });
    const kept = await found(...role([invokeCharge]), change("aws_iam_role.other", { after: other }), changed);
    expect(kept).toMatchObject([
      expect.stringMatching(/^dangerous needed-right-removed Charge: The role of .* changes to aws_iam_role\.other/),
      expect.stringMatching(/^attention running-executions-keep-role : .*→/),
    ]);
    const gone = await found(change("aws_iam_role.flow", { before: ROLE }), changed);
    expect(gone).toMatchObject([expect.stringMatching(/^dangerous running-executions-lose-role /)]);
  });

  it("hides what a sensitive definition says", async () => {
    const secret = machine(MACHINE, {
      before: charging,
      after: charging,
      beforeSensitive: { definition: true },
      afterSensitive: { definition: true },
    });
    const [finding] = await findings([...role([invokeCharge], []), secret]);
    expect(finding?.state).toBeUndefined();
    expect(String(finding?.text)).not.toMatch(/Charge|charge|lambda/);
  });
});

describe("rights that callers need", () => {
  const target = arn("states", "stateMachine:flow");
  const start = allow("states:StartExecution", target);
  const queue = arn("sqs", "orders");
  const callers: readonly (readonly [string, Record<string, unknown>])[] = [
    ["aws_cloudwatch_event_target.it", { arn: `${target}:live`, role_arn: ROLE.arn }],
    ["aws_scheduler_schedule.it", { target: [{ arn: target, role_arn: ROLE.arn }] }],
    [
      "aws_pipes_pipe.it",
      { source: "arn:aws:kinesis:eu-west-1:1:stream/s", target: `${target}:live`, role_arn: ROLE.arn },
    ],
    [
      "aws_api_gateway_integration.it",
      {
        uri: "arn:aws:apigateway:eu-west-1:states:action/StartExecution",
        credentials: ROLE.arn,
        request_templates: { "application/json": `{"stateMachineArn": "${target}:live"}` },
      },
    ],
  ];

  it("are reported if the role of a caller loses them", async () => {
    for (const [address, caller] of callers) {
      const kept = change(address, { before: caller, after: caller });
      expect(await found(...role([start], [allow("states:*", target)]), kept)).toEqual([]);
      const [line = ""] = await found(...role([start], []), kept);
      expect(line).toMatch(
        /^dangerous caller-right-removed : The right states:StartExecution on .*stateMachine:flow is/,
      );
      expect(line).toContain(`${address} still needs it`);
      expect(await found(...role([start], []), change(address, { before: caller }))).toEqual([]);
    }
  });

  it("include taking messages from a pipe's queue", async () => {
    const pipe = { source: queue, target, role_arn: ROLE.arn };
    const take = allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queue);
    const kept = change("aws_pipes_pipe.it", { before: pipe, after: pipe });
    const less = allow(["sqs:ReceiveMessage", "sqs:GetQueueAttributes"], queue);
    expect(await found(...role([start, take], [start, less]), kept)).toMatchObject([
      expect.stringMatching(/The right sqs:DeleteMessage on /),
    ]);
  });
});
