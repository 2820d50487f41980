import { findingsOf, problemsOf, totalsOf } from "../../../tools/iam/findings";
import { recordJourneys } from "../../../tools/iam/recording";
import { withPlatform } from "../../../tools/iam/running";
import type { RunningSystem } from "../../../tools/local/system";

/** Building and synthesizing may come first. */
const RUN_TIMEOUT_MS = 600_000;

describe("the permissions of dev, over every journey", () => {
  let system: RunningSystem;
  let end = () => {};
  let ended: Promise<void>;

  beforeAll(async () => {
    const { promise: isRecorded, resolve } = Promise.withResolvers<void>();
    ended = withPlatform(
      "dev",
      () => {},
      async (running) => {
        system = running;
        await recordJourneys(running, () => {});
        const { promise, resolve: stop } = Promise.withResolvers<void>();
        end = stop;
        resolve();
        await promise;
      },
    );
    await Promise.race([isRecorded, ended]);
  }, RUN_TIMEOUT_MS);
  afterAll(async () => {
    end();
    await ended;
  });

  it("are all needed, or listed with a reason", async () => {
    const findings = await findingsOf(system);
    expect(problemsOf([findings])).toEqual([]);
    expect(totalsOf(findings).neither).toBe(0);
  });

  it("are minimal: without any one of them, a recorded request is refused", () => {
    const { authorizer } = system.inside;
    const { rights, record } = authorizer;
    const used = rights.filter((right) => record.usersOf(right).size > 0);
    const idle = used.filter((right) => !record.requests.some((asked) => authorizer.isNeeded(right, asked)));
    expect(used.length).toBeGreaterThan(100);
    expect(idle.map(({ id }) => id)).toEqual([]);
  });
});
