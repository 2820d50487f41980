import { type Call, jsonAnswer, jsonOf, refusal } from "../../../../tools/rehearse/proxy/call";
import { executionName } from "../../../../tools/rehearse/proxy/interventions/execution-name";
import { listVersions } from "../../../../tools/rehearse/proxy/interventions/list-versions";
import { startSyncExecution } from "../../../../tools/rehearse/proxy/interventions/start-sync-execution";
import { validateDefinition } from "../../../../tools/rehearse/proxy/interventions/validate-definition";
import { versionsAndAliases } from "../../../../tools/rehearse/proxy/interventions/versions-and-aliases";
import { jsonCall, RecordedMoto } from "./recorded";

const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:fulfilment";

describe("StartSyncExecution", () => {
  it("answers with moto's description of the ended execution, with the output as AWS writes it", async () => {
    const descriptions = [{ status: "RUNNING" }, { status: "SUCCEEDED", output: '{"outcome": "RESERVED"}' }];
    const moto = new RecordedMoto(({ action }) =>
      jsonAnswer(action === "StartExecution" ? { executionArn: "arn" } : (descriptions.shift() ?? {})),
    );
    const call = jsonCall("states", "StartSyncExecution", { stateMachineArn: machine, name: "one", input: "{}" });
    expect(jsonOf(await moto.behind(startSyncExecution)(call))).toEqual({
      status: "SUCCEEDED",
      output: '{"outcome":"RESERVED"}',
    });
    expect(moto.inputs("StartExecution")).toEqual([{ stateMachineArn: machine, name: "one", input: "{}" }]);
  });

  it("passes on moto's refusal of the start", async () => {
    const moto = new RecordedMoto(() => refusal("StateMachineDoesNotExist", "It does not exist."));
    const call = jsonCall("states", "StartSyncExecution", { stateMachineArn: machine });
    expect(await moto.behind(startSyncExecution)(call)).toMatchObject({ status: 400 });
  });
});

it("names an execution only if the caller does not", async () => {
  const moto = new RecordedMoto();
  const aws = moto.behind(executionName);
  await aws(jsonCall("states", "StartExecution", { stateMachineArn: machine }));
  await aws(jsonCall("states", "StartExecution", { stateMachineArn: machine, name: "mine" }));
  expect(moto.inputs("StartExecution")).toEqual([
    { stateMachineArn: machine, name: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    { stateMachineArn: machine, name: "mine" },
  ]);
});

it("lists the published versions, newest first, until the machine is deleted", async () => {
  let published = 0;
  const moto = new RecordedMoto(({ action }) =>
    jsonAnswer(action === "DeleteStateMachine" ? {} : { stateMachineVersionArn: `${machine}:${++published}` }),
  );
  const aws = moto.behind(listVersions());
  const list = async () => {
    const { stateMachineVersions } = Object(
      jsonOf(await aws(jsonCall("states", "ListStateMachineVersions", { stateMachineArn: machine }))),
    );
    return stateMachineVersions.map((it: unknown) => Object(it).stateMachineVersionArn);
  };
  await aws(jsonCall("states", "CreateStateMachine", {}));
  await aws(jsonCall("states", "UpdateStateMachine", { stateMachineArn: machine }));
  expect(await list()).toEqual([`${machine}:2`, `${machine}:1`]);
  await aws(jsonCall("states", "DeleteStateMachine", { stateMachineArn: machine }));
  expect(await list()).toEqual([]);
});

describe("an alias that routes a quarter to the newest version", () => {
  const routingConfiguration = [
    { stateMachineVersionArn: `${machine}:1`, weight: 75 },
    { stateMachineVersionArn: `${machine}:2`, weight: 25 },
  ];
  let started = 0;
  const answer = ({ action, body }: Call) => {
    const arn = String(Object(JSON.parse(body.toString())).stateMachineArn);
    if (action === "DescribeStateMachineAlias") return jsonAnswer({ routingConfiguration });
    if (action === "StartExecution") return jsonAnswer({ executionArn: `execution-${++started}` });
    if (action === "DescribeExecution") return jsonAnswer({ stateMachineArn: "moto's", status: "RUNNING" });
    if (action === "CreateStateMachine") return jsonAnswer({ stateMachineArn: `${machine}-v1` });
    const definition = arn.endsWith(":1") ? "old" : "new";
    return jsonAnswer({ name: "fulfilment", definition, roleArn: "role", type: "STANDARD" });
  };
  const start = jsonCall("states", "StartExecution", { stateMachineArn: `${machine}:live`, input: "{}" });

  it("starts the newest on the machine, and the other on a machine with its definition, made once", async () => {
    const moto = new RecordedMoto(answer);
    const aws = moto.behind(versionsAndAliases());
    for (let turn = 0; turn < 8; turn += 1) await aws(start);
    const machines = moto.inputs("StartExecution").map((input) => Object(input).stateMachineArn);
    expect(machines.filter((arn) => arn === `${machine}-v1`)).toHaveLength(6);
    expect(machines.filter((arn) => arn === machine)).toHaveLength(2);
    expect(moto.inputs("CreateStateMachine")).toEqual([{ name: "fulfilment-v1", definition: "old", roleArn: "role" }]);
  });

  it("reports the version and alias by which an execution was started", async () => {
    started = 0;
    const aws = new RecordedMoto(answer).behind(versionsAndAliases());
    await aws(start);
    const described = jsonOf(await aws(jsonCall("states", "DescribeExecution", { executionArn: "execution-1" })));
    expect(described).toEqual({
      status: "RUNNING",
      stateMachineArn: machine,
      stateMachineVersionArn: `${machine}:1`,
      stateMachineAliasArn: `${machine}:live`,
    });
  });

  it("deletes the machine of the old version with the machine", async () => {
    const moto = new RecordedMoto(answer);
    const aws = moto.behind(versionsAndAliases());
    await aws(start);
    await aws(jsonCall("states", "DeleteStateMachine", { stateMachineArn: machine }));
    expect(moto.inputs("DeleteStateMachine")).toEqual([
      { stateMachineArn: `${machine}-v1` },
      { stateMachineArn: machine },
    ]);
  });
});

it.each([
  ["OK", '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}'],
  ["FAIL", '{"StartAt":"Nowhere","States":{"End":{"Type":"Succeed"}}}'],
  ["FAIL", "{"],
])("answers %s for the definition %s", async (result, definition) => {
  const call = jsonCall("states", "ValidateStateMachineDefinition", { definition });
  expect(jsonOf(await new RecordedMoto().behind(validateDefinition)(call))).toMatchObject({ result });
});
