import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { definitionFile, readDefinition } from "../../../stacks/constructs/definition";
import type { Substitutions } from "../../../stacks/constructs/placeholders";
import { Refused } from "../../../stacks/constructs/refused";
import { withDefinition } from "./test-stack";

const task = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "${GreetArn}" },
  End: true,
};

const machine = (state: object = {}) => ({ StartAt: "Greet", States: { Greet: { ...task, ...state } } });

const read = (definition: unknown, substitutions: Substitutions = { GreetArn: "greet" }) =>
  withDefinition(typeof definition === "string" ? definition : JSON.stringify(definition), (path) =>
    readDefinition(path, substitutions),
  );

function refusalOf(definition: unknown, substitutions?: Substitutions): string {
  try {
    return `taken: ${read(definition, substitutions)}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

describe("a definition", () => {
  it("is read with each placeholder's value in its place, however often it stands there", () => {
    const definition = machine({ Comment: "${GreetArn} takes ${Limit} and ${GreetArn}" });
    expect(JSON.parse(read(definition, { GreetArn: "greet", Limit: 7 })).States.Greet).toEqual({
      ...task,
      Comment: "greet takes 7 and greet",
      Parameters: { FunctionName: "greet" },
    });
  });

  it("is normalised: white space makes no difference", () => {
    expect(read(JSON.stringify(machine(), null, 4))).toBe(read(machine()));
  });

  it("keeps references of Terraform as they are", () => {
    expect(read(machine(), { GreetArn: "${aws_lambda_function.greet.arn}" })).toContain(
      '"FunctionName":"${aws_lambda_function.greet.arn}"',
    );
  });

  it.each(readdirSync(resolve(__dirname, "../../../workflows")))("in workflows/%s is a state machine", (file) => {
    const path = definitionFile(file.replace(".asl.json", ""));
    // Without values the first placeholder is what is refused, once everything else was found right.
    expect(() => readDefinition(path, {})).toThrow(
      /^The placeholder \$\{[A-Za-z]+\} in state [A-Za-z]+ of workflows\//,
    );
  });
});

describe("a definition is refused, with its place and the mend,", () => {
  it("when it is not there", () => {
    expect(() => readDefinition(definitionFile("no-such"), {})).toThrow(
      "workflows/no-such.asl.json cannot be read. Write the definition there, or mend the workflow's id.",
    );
  });

  it("when it does not parse: file, line and column", () => {
    expect(refusalOf('{\n  "StartAt": "Greet",\n  "States": {},\n}')).toMatch(
      /^workflows\/try\.asl\.json:4:1: .*Write strict JSON: no comments, no trailing commas\.$/,
    );
  });

  it("when it ends too early: the end's line and column", () => {
    expect(refusalOf('{\n  "StartAt": "Greet"')).toMatch(/^workflows\/try\.asl\.json:2:21: /);
  });

  it.each(["[]", "null", '"text"'])("when it is %s", (text) => {
    expect(refusalOf(text)).toContain('workflows/try.asl.json is no object, expected { "StartAt": ...');
  });

  it("when the schema is not met: the state", () => {
    expect(refusalOf(machine({ TimeoutSeconds: "ten" }))).toMatch(
      /^workflows\/try\.asl\.json is not a state machine: state Greet: .*Mend it as https:\/\/states-language\.net says\.$/,
    );
  });

  it("when a transition leads nowhere, or a state cannot be reached", () => {
    const { End: _, ...rest } = task;
    const lost = { StartAt: "Greet", States: { Greet: { ...rest, Next: "Nowhere" }, Idle: { Type: "Succeed" } } };
    expect(refusalOf(lost)).toContain(
      "State Idle is not reachable; Missing 'StartAt'|'Next'|'Default' target: Nowhere",
    );
  });

  it("when a placeholder has no value: the placeholder, the state and what was supplied", () => {
    expect(refusalOf(machine(), { GreeterArn: "greet" })).toBe(
      "The placeholder ${GreetArn} in state Greet of workflows/try.asl.json has no value; supplied: GreeterArn. Supply GreetArn where the file is used, or mend its name.",
    );
  });

  it("when a placeholder inside a Map has no value: the inner state", () => {
    const map = {
      StartAt: "Each",
      States: { Each: { Type: "Map", ItemProcessor: machine(), End: true } },
    };
    expect(refusalOf(map, {})).toContain("The placeholder ${GreetArn} in state Greet of workflows/try.asl.json");
  });

  it("when a value is supplied for which there is no placeholder", () => {
    expect(refusalOf(machine(), { GreetArn: "greet", TableName: "t" })).toBe(
      "workflows/try.asl.json has no placeholder for TableName. Remove the value where the file is used, or write ${TableName} where it belongs.",
    );
  });

  it.each([
    "arn:aws:lambda:eu-west-1:123456789012:function:greet",
    "arn:aws-cn:sqs:cn-north-1:123456789012:orders",
    "arn:aws:states:eu-west-1:123456789012:stateMachine:greet",
  ])("when the ARN %s is written by hand: the ARN and the state", (arn) => {
    expect(refusalOf(machine({ Parameters: { FunctionName: arn } }))).toBe(
      `The ARN ${arn} in state Greet of workflows/try.asl.json is written by hand. Write a placeholder such as \${OrdersTableName}, and supply its value where the workflow is created.`,
    );
  });
});
