import { ALIAS, CALL, Lab, MACHINE, VERSION } from "./support/lab";

const PASS = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
const HANG = { StartAt: "S", States: { S: { ...CALL, End: true } } };
const never = () => new Promise<never>(() => {});

/** The fields that name the version and alias of an execution's start. */
async function describeStart(lab: Lab, stateMachineArn: string): Promise<object> {
  const execution = await lab.start({}, { stateMachineArn });
  const answer = await lab.call("DescribeExecution", { executionArn: execution.start.arn });
  const { stateMachineArn: machine, stateMachineVersionArn: version, stateMachineAliasArn: alias } = answer;
  return { machine, version, alias };
}

describe("an execution", () => {
  test.each([
    [MACHINE, { machine: MACHINE, version: undefined, alias: undefined }],
    [VERSION, { machine: MACHINE, version: VERSION, alias: undefined }],
    [ALIAS, { machine: MACHINE, version: VERSION, alias: ALIAS }],
  ])("started by %s names its version and alias", async (arn, expected) => {
    expect(await describeStart(new Lab(PASS), arn)).toEqual(expected);
  });

  test("has an ARN without version and alias, whatever it was started by", async () => {
    const lab = new Lab(PASS);
    const { executionArn } = await lab.call("StartExecution", { stateMachineArn: ALIAS, name: "one" });
    expect(executionArn).toBe(MACHINE.replace("stateMachine", "execution").concat(":one"));
  });

  test("of an Express machine is started and awaited by version and by alias", async () => {
    const lab = new Lab(PASS, { type: "EXPRESS" });
    for (const stateMachineArn of [VERSION, ALIAS]) {
      const answer = await lab.call("StartSyncExecution", { stateMachineArn });
      expect(answer).toMatchObject({ status: "SUCCEEDED", stateMachineArn: MACHINE });
    }
  });

  test.each([`${MACHINE}:2`, `${MACHINE}:dead`, `${MACHINE}:1:1`])("is not started by %s", async (stateMachineArn) => {
    for (const action of ["StartExecution", "DescribeStateMachine", "ListExecutions"])
      await expect(new Lab(PASS).call(action, { stateMachineArn })).rejects.toMatchObject({
        code: "StateMachineDoesNotExist",
      });
  });
});

test("executions are listed by machine, by version and by alias", async () => {
  const lab = new Lab(HANG, { respond: never });
  const starts = { plain: MACHINE, versioned: VERSION, aliased: ALIAS };
  for (const [name, stateMachineArn] of Object.entries(starts)) await lab.start({}, { stateMachineArn, name });
  const names = async (stateMachineArn: string) => {
    const { executions } = await lab.call("ListExecutions", { stateMachineArn });
    return Array.isArray(executions) ? executions.map((each) => Object(each).name) : executions;
  };
  expect(await names(MACHINE)).toEqual(["aliased", "versioned", "plain"]);
  expect(await names(VERSION)).toEqual(["aliased", "versioned"]);
  expect(await names(ALIAS)).toEqual(["aliased"]);
  lab.stepFunctions.close();
});

describe("of a machine are listed", () => {
  const creationDate = expect.any(Number);

  test("its version, and itself as that version", async () => {
    const lab = new Lab(PASS);
    expect(await lab.call("ListStateMachineVersions", { stateMachineArn: MACHINE })).toEqual({
      stateMachineVersions: [{ stateMachineVersionArn: VERSION, creationDate }],
    });
    const described = async (stateMachineArn: string) =>
      (await lab.call("DescribeStateMachine", { stateMachineArn })).stateMachineArn;
    expect([await described(MACHINE), await described(VERSION), await described(ALIAS)]).toEqual([
      MACHINE,
      VERSION,
      VERSION,
    ]);
  });

  test("its aliases, also by the version that they lead to", async () => {
    const lab = new Lab(PASS);
    for (const stateMachineArn of [MACHINE, VERSION])
      expect(await lab.call("ListStateMachineAliases", { stateMachineArn })).toEqual({
        stateMachineAliases: [{ stateMachineAliasArn: ALIAS, creationDate }],
      });
    expect(await lab.call("DescribeStateMachineAlias", { stateMachineAliasArn: ALIAS })).toEqual({
      stateMachineAliasArn: ALIAS,
      name: "live",
      routingConfiguration: [{ stateMachineVersionArn: VERSION, weight: 100 }],
      creationDate,
      updateDate: creationDate,
    });
    await expect(
      lab.call("DescribeStateMachineAlias", { stateMachineAliasArn: `${MACHINE}:dead` }),
    ).rejects.toMatchObject({ code: "ResourceNotFound" });
  });
});

describe("an alias", () => {
  const route = (version: number, weight: number) => ({ state_machine_version_arn: `${MACHINE}:${version}`, weight });

  test("that leads to the one version there is needs no word", () => {
    expect(new Lab(PASS).stepFunctions.notices).toEqual([]);
  });

  test.each([
    [[route(7, 90), route(1, 10)], "90 % to version 7"],
    [[route(7, 100)], "100 % to version 7"],
    [[route(6, 50), route(7, 50)], "50 % to version 6 and 50 % to version 7"],
  ])("that routes elsewhere starts the only version, and reports it: %j", async (routes, shares) => {
    const lab = new Lab(PASS, { routes });
    expect(lab.stepFunctions.notices).toEqual([
      `${ALIAS} leads ${shares}, which does not exist here: the synthesized version takes every execution.`,
    ]);
    expect(await describeStart(lab, ALIAS)).toEqual({ machine: MACHINE, version: VERSION, alias: ALIAS });
  });

  test.each([
    [[]],
    [[{ state_machine_version_arn: "arn:aws:states:eu-central-1:123456789012:stateMachine:other:1", weight: 100 }]],
  ])("that leads to no machine of the deployment is refused: %j", (routes) => {
    expect(() => new Lab(PASS, { routes })).toThrow(
      /^lab-stack, aws_sfn_alias\.live: an alias needs a name and versions/,
    );
  });
});
