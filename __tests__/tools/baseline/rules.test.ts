import { judge } from "../../../tools/baseline/judge";
import { allRules } from "../../../tools/baseline/rules/all";
import { broken } from "./broken";
import { type Changes, stackWith } from "./sound-stack";

/** The project's own rule against personal data in logs wants the opposite of this one, so no stack meets both. */
const AT_ODDS = "state-machine-execution-data";

async function findings(id: string, changes: Changes = {}): Promise<string[]> {
  const rules = allRules.filter((rule) => rule.id === id);
  const judgements = await judge([stackWith(changes)], rules, []);
  return judgements.flatMap((each) => each.findings.map(({ resource, wrong }) => `${resource.address}: ${wrong}`));
}

it("has a broken stack for each rule, and no other", () => {
  expect(Object.keys(broken).sort()).toEqual(allRules.map(({ id }) => id).sort());
});

describe.each(allRules.map(({ id }) => id))("%s", (id) => {
  it("finds nothing in a sound stack", async () => {
    const sound = id === AT_ODDS ? { "aws_sfn_state_machine.fulfilment": logsData } : {};
    expect(await findings(id, sound)).toEqual([]);
  });

  it.each(broken[id] ?? [])("refuses %j", async (changes) => {
    expect(await findings(id, changes)).not.toEqual([]);
  });
});

it("judges something of the sound stack by every rule, but those of what should not be there", async () => {
  const judgements = await judge([stackWith()], allRules, []);
  expect(judgements.filter(({ judged }) => judged === 0).map(({ rule }) => rule.id)).toEqual([]);
});

it("tells each rule's reason and fix as a sentence without its full stop", () => {
  for (const { id, reason, fix } of allRules) {
    for (const text of [reason, fix]) expect([id, text]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]$/)]);
  }
});

const logsData = {
  logging_configuration: { level: "ALL", include_execution_data: true, log_destination: "arn:aws:logs:x" },
};
