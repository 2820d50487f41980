import { Lab } from "./support/lab";

const PASS = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };

describe("ValidateStateMachineDefinition", () => {
  const validate = (definition: string, more: object = {}) =>
    new Lab(PASS).call("ValidateStateMachineDefinition", { definition, ...more });

  test("finds nothing in a sound definition", async () => {
    expect(await validate(JSON.stringify(PASS))).toEqual({ result: "OK", diagnostics: [], truncated: false });
  });

  test("reports violations of the schema and their place", async () => {
    const definition = { StartAt: "P", States: { P: { Type: "Wait", Seconds: "soon", End: true } } };
    expect(await validate(JSON.stringify(definition))).toMatchObject({
      result: "FAIL",
      diagnostics: expect.arrayContaining([
        {
          severity: "ERROR",
          code: "SCHEMA_VALIDATION_FAILED",
          message: expect.any(String),
          location: "/States/P/Seconds",
        },
      ]),
    });
  });

  test("reports a target that does not exist", async () => {
    const definition = { StartAt: "P", States: { P: { Type: "Pass", Next: "Nowhere" } } };
    expect(JSON.stringify(await validate(JSON.stringify(definition)))).toContain("Nowhere");
  });

  test.each(["{", "[]", "5"])("%s is not a definition", async (text) => {
    expect(await validate(text)).toMatchObject({ result: "FAIL", diagnostics: [{ severity: "ERROR", location: "/" }] });
  });

  test("gives no more findings than were asked for, and says so", async () => {
    const bad = JSON.stringify({ StartAt: "P", States: { P: { Type: "Pass" }, Q: { Type: "Pass" } } });
    const all = await validate(bad);
    const one = await validate(bad, { maxResults: 1 });
    expect(Array.isArray(all.diagnostics) && all.diagnostics.length).toBeGreaterThan(1);
    expect(one).toMatchObject({ diagnostics: [expect.anything()], truncated: true });
  });

  test("a callback is sound in a Standard machine and not in an Express one", async () => {
    const Resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
    const S = {
      Type: "Task",
      Resource,
      Parameters: { QueueUrl: "q", "MessageBody.$": "$$.Task.Token" },
      TimeoutSeconds: 5,
      End: true,
    };
    const text = JSON.stringify({ StartAt: "S", States: { S } });
    expect(await validate(text, { type: "STANDARD" })).toMatchObject({ result: "OK" });
    expect(await validate(text, { type: "EXPRESS" })).toMatchObject({
      result: "FAIL",
      diagnostics: [
        {
          message: "Express state machine does not support '.waitForTaskToken' service integration",
          location: "/States/S/Resource",
        },
      ],
    });
  });
});
