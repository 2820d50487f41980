import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FunctionError, functionErrors } from "../../../functions/shared/errors";

const workflows = join(__dirname, "../../../workflows");

describe("the catalogue of errors", () => {
  it("holds every error of a function that a workflow catches or retries by name", () => {
    const files = readdirSync(workflows).filter((file) => file.endsWith(".asl.json"));
    const named = files.flatMap((file) => [...errorNames(JSON.parse(readFileSync(join(workflows, file), "utf8")))]);
    const ofFunctions = named.filter((name) => !name.includes("."));
    expect(ofFunctions).toContain("PaymentDeclined");
    expect(Object.keys(functionErrors)).toEqual(expect.arrayContaining(ofFunctions));
  });

  it("tells a business outcome from a technical failure", () => {
    expect(new FunctionError("PaymentDeclined", "no").isBusinessOutcome).toBe(true);
    expect(new FunctionError("PaymentUnavailable", "no").isBusinessOutcome).toBe(false);
  });

  it("gives an error its name in the catalogue, which minifying cannot change, and keeps its cause", () => {
    const cause = new Error("socket closed");
    const error = new FunctionError("CarrierUnavailable", "No answer.", { cause });
    expect(error).toMatchObject({ name: "CarrierUnavailable", message: "No answer.", cause });
  });
});

/** Every string in any ErrorEquals of the definition. */
function* errorNames(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "ErrorEquals" && Array.isArray(value)) yield* value.map(String);
    else yield* errorNames(value);
  }
}
