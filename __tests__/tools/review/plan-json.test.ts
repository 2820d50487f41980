import { readPlan } from "../../../tools/terraform/plan";
import { UNKNOWN } from "../../../tools/terraform/plan-value";
import { change, machine, plan, subject } from "./plan-json";

function read(...changes: readonly ReturnType<typeof change>[]) {
  return readPlan("plan", plan({ changes })).changes;
}

describe("the builders of plan JSON", () => {
  it("takes mode, type, name and index from the address", () => {
    expect(read(change('module.a["x.y"].data.aws_sqs_queue.dead["k.l"]', { after: {} }))).toMatchObject([
      { mode: "data", type: "aws_sqs_queue", name: "dead", index: "k.l" },
    ]);
    expect(read(change("aws_sqs_queue.dead[2]", { after: {} }))).toMatchObject([{ mode: "managed", index: 2 }]);
  });

  it("takes the actions from both sides", () => {
    const address = "aws_sqs_queue.dead";
    const [one, other] = [{ name: "one" }, { name: "other" }];
    const kinds = read(
      change(address, { after: one }),
      change(address, { before: one }),
      change(address, { before: one, after: one }),
      change(address, { before: one, after: other }),
      change(address, { before: one, after: {}, afterUnknown: { name: true } }),
      change(address, { before: one, after: other, replacePaths: [["name"]] }),
      change(address, { before: one, actions: ["forget"] }),
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(["create", "destroy", "no-op", "update", "update", "replace", "forget"]);
  });

  it("builds state machines that a review compares", () => {
    const asl = { StartAt: "A", States: { A: { Type: "Succeed" } } };
    const { machines } = subject(
      machine("aws_sfn_state_machine.made", { after: asl }),
      machine("aws_sfn_state_machine.kept", { before: asl, after: asl, attributesAfter: { type: "EXPRESS" } }),
      machine("aws_sfn_state_machine.later", { before: asl, after: asl, afterUnknown: { definition: true } }),
      machine("aws_sfn_state_machine.broken", { before: asl, after: "{" }),
      machine("aws_sfn_state_machine.secret", { before: asl, after: asl, afterSensitive: { definition: true } }),
    );
    expect(machines.map(({ before, after }) => [before.kind, after.kind])).toEqual([
      ["none", "known"],
      ["known", "known"],
      ["known", "unknown"],
      ["known", "invalid"],
      ["known", "known"],
    ]);
    expect(machines.map(({ change: { kind } }) => kind)).toEqual(["create", "update", "update", "update", "no-op"]);
    expect(machines[1]?.change.after).toMatchObject({ name: "kept", type: "EXPRESS" });
    expect(machines[2]?.change.after?.definition).toBe(UNKNOWN);
    expect(machines[4]?.after).toMatchObject({ isSensitive: true, asl });
  });
});
