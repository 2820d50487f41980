import { type Recovering, recover } from "../../../tools/rehearse/recover";

const STACK = "orders-dev-data";
const LOCK = "11111111-2222-3333-4444-555555555555";
const locked = { code: 1, stdout: "", output: `Error: Error acquiring the state lock\n  ID:        ${LOCK}\n` };
const planned = { code: 0, stdout: "", output: "Plan: 1 to add" };
const refused = { code: 1, stdout: "", output: "Error: Invalid provider configuration\n" };

/** A stage whose next plan ends like this, and whose AWS is empty. */
function stage(plan: typeof locked): { stage: Recovering; unlocked: string[] } {
  const unlocked: string[] = [];
  const nothing: Readonly<Record<string, object>> = { ListKeys: { Keys: [] } };
  return {
    unlocked,
    stage: {
      region: "eu-west-1",
      recordedUpTo: async () => [{ id: STACK, folder: "", resources: [] }],
      proxy: {
        call: async ({ action }) => ({
          status: 200,
          headers: {},
          body: Buffer.from(JSON.stringify(nothing[action] ?? {})),
        }),
      },
      terraform: {
        run: async () => plan,
        forceUnlock: async (_stack, id) => void unlocked.push(id),
      },
    },
  };
}

it.each([false, true])(
  "a killed deploy that left its lock is unlocked, also if it had made all its resources: %s",
  async (wereAll) => {
    const { stage: one, unlocked } = stage(locked);
    const { notes } = await recover(one, STACK, 3, { wereAll });
    expect(unlocked).toEqual([LOCK]);
    expect(notes).toContain(`${STACK}: Error acquiring the state lock: terraform force-unlock ${LOCK}`);
  },
);

it("a deploy that finished before it was killed after its last resource needs no unlocking", async () => {
  const { stage: one, unlocked } = stage(planned);
  const { notes } = await recover(one, STACK, 3, { wereAll: true });
  expect(unlocked).toEqual([]);
  expect(notes).toContain(`${STACK}: had written its state and released its lock`);
});

it.each([
  ["that is not locked before its last resource", planned, false, "it succeeded"],
  ["whose next plan fails for another reason", refused, false, "Invalid provider configuration"],
  [
    "whose next plan fails for another reason, after its last resource",
    refused,
    true,
    "Invalid provider configuration",
  ],
])("a killed deploy %s is a fault", async (_what, plan, wereAll, message) => {
  const { stage: one } = stage(plan);
  await expect(recover(one, STACK, 3, { wereAll })).rejects.toThrow(message);
});
