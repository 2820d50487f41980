import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FunctionError, functionErrors } from "../../../functions/shared/errors";

const workflows = join(__dirname, "../../../workflows");

const definitions: unknown[] = readdirSync(workflows)
  .filter((file) => file.endsWith(".asl.json"))
  .map((file) => JSON.parse(readFileSync(join(workflows, file), "utf8")));
/** Errors that a workflow catches or retries by name; AWS's own have a dot. */
const caught = new Set(definitions.flatMap((definition) => [...errorNames(definition)]));
/** Errors that a workflow itself sends to the execution that waits for a task. */
const sent = new Set(definitions.flatMap((definition) => [...sentErrors(definition)]));

describe("the catalogue of errors", () => {
  it("contains every error that a workflow catches or retries by name, except those that workflows send", () => {
    const ofFunctions = [...caught].filter((name) => !name.includes(".") && !sent.has(name));
    expect(ofFunctions).toContain("PaymentDeclined");
    expect(Object.keys(functionErrors)).toEqual(expect.arrayContaining(ofFunctions));
  });

  it("contains no error that a workflow sends, and each of those is caught by name", () => {
    expect([...sent].sort()).toEqual(["ApprovalRefused", "ParcelLost"]);
    expect([...sent].filter((name) => Object.hasOwn(functionErrors, name))).toEqual([]);
    expect([...caught]).toEqual(expect.arrayContaining([...sent]));
  });

  it("distinguishes a business outcome from a technical failure", () => {
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

/** The error of every state that fails a waiting task. */
function* sentErrors(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  if ("Resource" in node && String(node.Resource).endsWith(":sendTaskFailure") && "Parameters" in node) {
    const { Parameters } = node;
    if (typeof Parameters === "object" && Parameters !== null && "Error" in Parameters) yield String(Parameters.Error);
  }
  for (const child of Object.values(node)) yield* sentErrors(child);
}
