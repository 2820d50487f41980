import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PlanError } from "../../../tools/terraform/plan";
import { planNames, readPlanFile } from "../../../tools/terraform/plan-file";
import { change, plan } from "../review/plan-json";

const folder = mkdtempSync(join(tmpdir(), "plan-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const json = JSON.stringify(plan({ changes: [change("aws_sqs_queue.größe", { after: { name: "größe" } })] }));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** The message of the refusal of a file with this content. */
function refusal(content: string | Buffer): string {
  const path = write("refused.json", content);
  try {
    readPlanFile(path);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  throw new Error("it was read");
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

describe("the encoding of a plan file", () => {
  const encodings: readonly (readonly [string, Buffer])[] = [
    ["UTF-8", Buffer.from(json)],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${json}`)],
    ["UTF-16 LE with a byte order mark, as PowerShell 5 writes it", Buffer.from(`\ufeff${json}\r\n`, "utf16le")],
    ["UTF-16 LE without a mark", Buffer.from(json, "utf16le")],
    ["UTF-16 BE with a byte order mark", bigEndian(`\ufeff${json}`)],
    ["UTF-16 BE without a mark", bigEndian(json)],
  ];

  test.each(encodings)("%s is read", (_name, bytes) => {
    const { changes } = readPlanFile(write("encoded.json", bytes));
    expect(changes.map(({ address, after }) => [address, after?.name])).toEqual([["aws_sqs_queue.größe", "größe"]]);
  });
});

describe("what is no plan is refused in one line with the fix", () => {
  const log = '{"@level":"info","@message":"Terraform 1.14.0","type":"version"}';
  const texts: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ["an empty file", " \n", /empty.*terraform show -json/],
    ["text", "Terraform will perform the following actions:", /not JSON.*terraform show -json/],
    ["a plan that is cut off", json.slice(0, -10), /cut off.*terraform show -json/],
    ["a list", "[]", /list.*terraform show -json/],
    ["null", "null", /no plan.*terraform show -json/],
    ["an empty object", "{}", /no plan.*terraform show -json/],
    ["a binary plan", Buffer.from("PK\u0003\u0004tfplan"), /binary plan.*terraform show -json/],
    ["bytes that are no text", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /UTF-8 or UTF-16/],
    ["a state file", '{"version":4,"serial":1,"lineage":"x","outputs":{},"resources":[]}', /state, not a plan/],
    ["a state as terraform show -json prints it", '{"format_version":"1.0","values":{}}', /state, not a plan/],
    ["an empty state", '{"format_version":"1.0"}', /no plan.*terraform show -json/],
    ["the log of terraform plan -json", `${log}\n${log}\n`, /log of terraform plan -json.*-out=PLAN/],
    ["a log of one line", log, /log of terraform plan -json.*-out=PLAN/],
    ["an encrypted plan", '{"encrypted_data":"x","encryption_version":"v0"}', /encrypted.*tofu show -json/],
    ["a later format", json.replace('"1.2"', '"2.0"'), /format version "2.0".*0.x and 1.x/],
    ["a resource without a change", '{"resource_changes":[{"address":"a.b"}]}', /resource_changes.0/],
    ["100,000 levels", `{"resource_changes":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, /levels deep/],
  ];

  test.each(texts)("%s", (_name, content, expected) => {
    const message = refusal(content);
    expect(message).toMatch(expected);
    expect(message).not.toContain("\n");
  });

  test("a folder and a missing file", () => {
    expect(() => readPlanFile(folder)).toThrow(/is a folder/);
    expect(() => readPlanFile(join(folder, "missing.json"))).toThrow(/does not exist/);
  });
});

describe("formats", () => {
  test.each(["0.1", "0.2", "1.0", "1.2", "1.99", "0.99"])("version %s is read", (version) => {
    expect(readPlanFile(write("v.json", json.replace('"1.2"', `"${version}"`))).changes).toHaveLength(1);
  });

  test("a plan without a version, and a redacted one of HCP Terraform, are read", () => {
    const { format_version, ...rest } = plan({ changes: [change("aws_sqs_queue.q", { after: {} })] });
    for (const form of [rest, { ...rest, plan_format_version: format_version }]) {
      expect(readPlanFile(write("r.json", JSON.stringify(form))).changes).toHaveLength(1);
    }
  });

  test("an action that is not known is of the kind other", () => {
    const unknown = plan({ changes: [change("a.b", { before: {}, after: {}, actions: ["rebuild"] })] });
    expect(readPlanFile(write("a.json", JSON.stringify(unknown))).changes[0]?.kind).toBe("other");
  });
});

describe("names of plans", () => {
  const names = (...paths: readonly string[]) => [...planNames(paths).values()];

  test("files with the same name stay apart, and one that is given twice is read once", () => {
    const paths = ["dev/plan.json", "prod/plan.json", "other.json", "./dev/plan.json"];
    expect(names(...paths)).toEqual(["dev/plan", "prod/plan", "other"]);
  });

  test("one folder more is named where the nearest folders have the same name too", () => {
    expect(names("dev/out/plan.json", "prod/out/plan.json")).toEqual(["dev/out/plan", "prod/out/plan"]);
  });

  test("files that differ by extension only stay apart", () => {
    expect(names("same/plan.json", "same/plan.txt")).toEqual(["plan.json", "plan.txt"]);
  });
});
