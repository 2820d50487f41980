import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { definitionFile, readDefinition } from "../../../stacks/constructs/definition";
import type { Substitutions } from "../../../stacks/constructs/placeholders";
import { Refused } from "../../../stacks/constructs/refused";
import { inner, map, task } from "./rules/machines";
import { withDefinition } from "./test-stack";

const machine = (state: object = {}) => ({
  StartAt: "Greet",
  States: { Greet: { ...task(), ...state }, Fallen: { Type: "Fail" } },
});

const read = (definition: unknown, substitutions: Substitutions = { GreetArn: "greet" }) =>
  withDefinition(typeof definition === "string" ? definition : JSON.stringify(definition), (path) =>
    readDefinition(path, { type: "STANDARD", substitutions }),
  );

function refusalOf(definition: unknown): string {
  try {
    return `taken: ${read(definition).text}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

describe("a definition", () => {
  it("is read with each placeholder's value in its place, however often it occurs", () => {
    const definition = machine({ Comment: "${GreetArn} takes ${Limit} and ${GreetArn}" });
    expect(JSON.parse(read(definition, { GreetArn: "greet", Limit: 7 }).text).States.Greet).toEqual({
      ...task(),
      Comment: "greet takes 7 and greet",
      Parameters: { FunctionName: "greet" },
    });
  });

  it("is normalised: white space makes no difference", () => {
    expect(read(JSON.stringify(machine(), null, 4))).toEqual(read(machine()));
  });

  it("keeps references of Terraform as they are", () => {
    expect(read(machine(), { GreetArn: "${aws_lambda_function.greet.arn}" }).text).toContain(
      '"FunctionName":"${aws_lambda_function.greet.arn}"',
    );
  });

  it("takes of a resource what a placeholder's name ends with", () => {
    const letters = { arn: "arn:aws:sqs:eu-west-1:123456789012:letters", name: "letters", url: "https://letters" };
    const definition = machine({ Comment: "${GreetArn} ${LettersArn} ${LettersName} ${LettersUrl}" });
    const substitutions = { GreetArn: "greet", LettersArn: letters, LettersName: letters, LettersUrl: letters };
    expect(JSON.parse(read(definition, substitutions).text).States.Greet.Comment).toBe(
      `greet ${letters.arn} letters https://letters`,
    );
  });

  it.each(["Letters", "LettersUrl"])(
    "is refused with the placeholder %s of a resource that has no such thing",
    (name) => {
      const substitutions = { GreetArn: "greet", [name]: { arn: "arn:aws:sqs:eu-west-1:123456789012:letters" } };
      expect(() => read(machine({ Comment: `\${${name}}` }), substitutions)).toThrow(
        `workflows/try.asl.json, state Greet: The placeholder \${${name}} refers to a resource, but its ending to no attribute that the resource has. End the name with Arn, Name or Url`,
      );
    },
  );

  it("says whether it starts executions of itself", () => {
    const each = (Mode: string) => ({
      StartAt: "Each",
      States: { Each: map({ ...machine(), ProcessorConfig: { Mode, ExecutionType: "STANDARD" } }) },
    });
    expect([read(each("DISTRIBUTED")).isDistributed, read(each("INLINE")).isDistributed]).toEqual([true, false]);
    const around = inner({ Around: { Type: "Parallel", Branches: [each("DISTRIBUTED")], End: true } });
    expect(read(around).isDistributed).toBe(true);
  });

  it.each(readdirSync(resolve(__dirname, "../../../workflows")))("in workflows/%s breaks no rule", (file) => {
    const workflow = file.replace(".asl.json", "");
    const standard = ["order-fulfilment", "reconcile-orders"];
    const type = standard.includes(workflow) ? "STANDARD" : "EXPRESS";
    // Without values, its placeholders are all that it is refused for.
    const outcome = () => {
      try {
        return readDefinition(definitionFile(workflow), { type, substitutions: {} }).text;
      } catch (error) {
        return error instanceof Refused ? error.message : String(error);
      }
    };
    const lines = outcome().split("\n");
    expect(lines.filter((line) => !/has no value; supplied: none/.test(line))).toEqual([]);
    expect(lines[0]).toMatch(/^workflows\/[a-z-]+\.asl\.json(, state [A-Za-z]+)?: The placeholder \$\{[A-Za-z]+\} /);
  });
});

describe("a definition is refused, with its place and the fix,", () => {
  it("when it is not there", () => {
    expect(() => readDefinition(definitionFile("no-such"), { type: "STANDARD", substitutions: {} })).toThrow(
      "workflows/no-such.asl.json cannot be read. Write the definition there, or correct the workflow's id.",
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

  it.each([
    {},
    { States: null },
    { StartAt: "Greet", States: { Greet: null } },
    { StartAt: "Greet", States: { Greet: { Type: "Map", ItemProcessor: [] } } },
    { StartAt: "Greet", States: { Greet: { Type: "Task", Retry: "often", Catch: [null], Next: 7 } } },
  ])("when it is as odd as %j, by its language", (definition) => {
    expect(refusalOf(definition)).toContain("(states-language: ");
  });

  it("when a placeholder inside a Map has no value: the inner state", () => {
    const each = { StartAt: "Each", States: { Each: map(machine({ Comment: "${Word}" })) } };
    expect(refusalOf(each)).toMatch(
      /^workflows\/try\.asl\.json, state Greet: The placeholder \$\{Word\} has no value; supplied: GreetArn\. /,
    );
  });
});
