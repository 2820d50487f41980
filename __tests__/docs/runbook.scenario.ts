import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../tools/aws/aws";
import { loadDeployment } from "../../tools/aws/deployment";
import { synthesize } from "../../tools/local/synthesize";
import { order, startTestPlatform } from "../tools/local/paths/platform";
import { startRun } from "../tools/local/run/local-run";

const runbook = readFileSync(join(__dirname, "../../docs/runbook.md"), "utf8");
const commands = [...runbook.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
const isInstalled = spawnSync("aws", ["--version"]).status === 0;
const RUN_TIMEOUT_MS = 600_000;

/** Runs a script as a person would type it, each command to its end, and answers what it printed. */
function bash(script: string, url: string): Promise<{ code: number | null; out: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    AWS_ENDPOINT_URL: url,
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "any",
    AWS_PAGER: "",
  };
  // Version 1 of the AWS CLI does not take the endpoint of SQS from the environment.
  const prelude = 'set -euo pipefail\naws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n';
  return new Promise((resolve) => {
    const child = spawn("bash", ["-c", prelude + script], { env });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (out += text));
    child.on("close", (code) => resolve({ code, out }));
  });
}

it("has a command for each thing that it tells how to do", () => {
  expect(commands.length).toBeGreaterThanOrEqual(9);
});

it("tells commands that a shell understands", () => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: commands.join("\n"), encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
});

it("leads to every section that it names", () => {
  const sections = [...runbook.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  const named = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, section]) => section);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((section) => !sections.includes(section ?? ""))).toEqual([]);
});

it(
  "has a row for every alarm of the stacks, and no other",
  async () => {
    const { outdir } = await synthesize("dev", () => {}, new AbortController().signal);
    const deployment = loadDeployment(outdir, "dev", { awsUrl: "" });
    const alarms = deployment
      .resources("aws_cloudwatch_metric_alarm")
      .map(({ attributes }) => String(attributes.alarm_name));
    const rows = [...(/## Alarms\n([\s\S]*?)\n## /.exec(runbook)?.[1] ?? "").matchAll(/^\| (`[^|]*) \|/gm)];
    const endings = rows.flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`…?([^`]+)`/g)].map(([, ending = ""]) => ending),
    );
    expect(alarms.length).toBeGreaterThan(20);
    expect(alarms.filter((alarm) => !endings.some((ending) => alarm.endsWith(ending)))).toEqual([]);
    expect(endings.filter((ending) => !alarms.some((alarm) => alarm.endsWith(ending)))).toEqual([]);
  },
  RUN_TIMEOUT_MS,
);

// The AWS CLI is not on every machine.
(isInstalled ? it : it.skip)(
  "tells commands that work, one after the other, on an order that failed",
  async () => {
    const run = startRun(["--fast"]);
    const url = await run.printed(/AWS endpoint on (http:\/\/127\.0\.0\.1:\d+)/);
    await run.printed(/ended as expected/);

    const { code, out } = await bash(commands.join("\n"), url);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("PAYMENT_FAILED") });
    expect(out).toContain('"status": "FAILED"');
    expect(out).toContain("executionFailedEventDetails");
    expect(out).toContain("RESERVATION#");
    expect(out).toContain("left as it is");
    expect(out).toContain("executionArn");
    expect(out).toContain("not opened again");
    expect(out).toContain("not marked SETTLEMENT_FAILED");
    expect(out).toContain('"Status": "COMPLETED"');

    run.process.kill("SIGINT");
    expect((await run.ended).code).toBe(0);
  },
  RUN_TIMEOUT_MS,
);

(isInstalled ? it : it.skip)(
  "takes an upload in again by the upload that its letter holds, twice with the effect of once",
  async () => {
    const [, command = ""] = /`(aws stepfunctions start-execution [^`]*UPLOAD[^`]*)`/.exec(runbook) ?? [];
    expect(command).not.toBe("");
    const [settings = ""] = commands;
    const platform = await startTestPlatform();
    try {
      let isDown = true;
      platform.intercept((call, pass) => {
        if (isDown && call.action === "TransactWriteItems") throw new AwsError("InternalServerError", "down", 500);
        return pass(call);
      });
      const sent = order();
      const uploadId = await platform.upload(JSON.stringify(sent));
      await platform.takenIn(uploadId);
      const { deadLetters } = await platform.system.readState();
      expect(deadLetters).toMatchObject([{ queue: expect.stringMatching(/-intake-dlq$/), uploadId }]);
      expect(await platform.get(sent.orderId)).toMatchObject({ status: 404 });

      isDown = false;
      const upload = JSON.stringify(JSON.parse(deadLetters[0]?.body ?? "{}").upload);
      const filledIn = command.replace("UPLOAD", () => upload);
      const { code, out } = await bash([settings, filledIn, filledIn].join("\n"), platform.system.awsUrl);
      expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("executionArn") });
      // Once everything is quiet. The letter, which nobody deleted, is about an order that is in order by now.
      expect((await platform.brokenPromises()).filter((line) => line.startsWith("  BROKEN"))).toEqual([
        expect.stringContaining("dead-letter queue"),
      ]);
      expect(await platform.get(sent.orderId)).toMatchObject({ status: 200, body: { status: "COMPLETED" } });
      const { ledger, shipments } = await platform.system.readState();
      expect(ledger.filter(({ orderId }) => orderId === sent.orderId)).toMatchObject([{ kind: "charge" }]);
      expect(shipments.filter(({ orderId }) => orderId === sent.orderId)).toHaveLength(1);
    } finally {
      await platform.stop();
    }
  },
  RUN_TIMEOUT_MS,
);
