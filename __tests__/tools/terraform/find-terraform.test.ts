import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { archive } from "../../../tools/build/archive";
import { type Listening, listenOnLoopback } from "../../../tools/support/listen";
import { PINNED, pathWithTerraform } from "../../../tools/terraform/find-terraform";
import { BareMachine } from "../support/bare-machine";

/** A stand-in for Terraform that prints its version. */
const PROGRAM = '#!/bin/sh\necho "Terraform v1.11.4"\n';

let machine: BareMachine;
let zip: Buffer;
let host: Listening;
let asked: (string | undefined)[];
let answer: (response: ServerResponse, request: IncomingMessage) => void;
beforeEach(async () => {
  machine = new BareMachine();
  zip = await archive("terraform", Buffer.from(PROGRAM));
  asked = [];
  answer = (response) => response.end(zip);
  const server = createServer((request, response) => {
    asked.push(request.url);
    answer(response, request);
  });
  host = await listenOnLoopback(server, 0, "the stand-in for the download host", "none");
  machine.env.TERRAFORM_RELEASES_URL = `${host.url}/terraform`;
});
afterEach(async () => {
  machine.remove();
  await host.close();
});

/** Finds Terraform as `npm test` does, with the digest of the stand-in's archive for each platform. */
function find(platform = "linux-x64", digest = createHash("sha256").update(zip).digest("hex")): Promise<string> {
  const digests = Object.fromEntries(Object.keys(PINNED.digests).map((known) => [known, digest]));
  return pathWithTerraform(machine.setUp, { version: "1.11.4", digests }, platform);
}

describe("the Terraform on PATH", () => {
  // 1.10 is the first with lock files in S3: https://github.com/hashicorp/terraform/blob/v1.10/CHANGELOG.md
  it.each(["1.10.0", "1.11.4", "1.100.0", "2.0.0", "1.10.0-rc1"])("is used if its version is %s", async (version) => {
    machine.program("terraform", `echo "Terraform v${version}"; echo "on linux_amd64"`);
    await expect(find()).resolves.toBe(machine.env.PATH);
    expect([asked, machine.said]).toEqual([[], []]);
  });

  it.each(["0.15.5", "1.5.7", "1.9.8"])(
    "is too old if its version is %s, so another goes in front of it",
    async (version) => {
      machine.program("terraform", `echo "Terraform v${version}"`);
      const path = await find();
      expect(execFileSync("terraform", ["version"], { env: { PATH: path }, encoding: "utf8" })).toBe(
        "Terraform v1.11.4\n",
      );
      expect(machine.said[0]).toContain(`The one on PATH is ${version}. Downloading ${host.url}`);
    },
  );

  it.each([
    ["is another program", 'echo "OpenTofu v1.12.0"'],
    ["does not run", "exit 1"],
  ])("does not count if it %s", async (_what, script) => {
    machine.program("terraform", script);
    await expect(find()).resolves.toBe(`${join(machine.cache, "terraform-1.11.4-linux-x64")}:${machine.env.PATH}`);
  });
});

describe("where PATH has none", () => {
  it("it is downloaded once, with its progress", async () => {
    const path = await find();
    expect(path).toBe(`${join(machine.cache, "terraform-1.11.4-linux-x64")}:${machine.env.PATH}`);
    expect(execFileSync("terraform", { env: { PATH: path }, encoding: "utf8" })).toBe("Terraform v1.11.4\n");
    expect(machine.said[0]).toMatch(
      /^Terraform 1\.10 or later is needed\. Terraform is not on PATH\. Downloading .*\/terraform\/1\.11\.4\/terraform_1\.11\.4_linux_amd64\.zip \(once\) \.\.\.$/,
    );
    expect(machine.said.at(-1)).toMatch(/^ {2}100 % of /);

    await expect(find()).resolves.toBe(path);
    expect(asked).toHaveLength(1);
  });

  it("two concurrent runs both get the whole file", async () => {
    const answers: ServerResponse[] = [];
    answer = (response) => {
      if (answers.push(response) === 2) for (const each of answers) each.end(zip);
    };
    const [one, other] = await Promise.all([find(), find()]);
    expect(one).toBe(other);
    expect(execFileSync("terraform", { env: { PATH: one }, encoding: "utf8" })).toBe("Terraform v1.11.4\n");
    expect(readdirSync(machine.cache)).toEqual(["terraform-1.11.4-linux-x64"]);
  });

  it.each([
    ["linux-x64", "linux_amd64"],
    ["linux-arm64", "linux_arm64"],
    ["darwin-x64", "darwin_amd64"],
    ["darwin-arm64", "darwin_arm64"],
  ])("on %s it is the archive of %s", async (platform, name) => {
    await find(platform);
    expect(asked).toEqual([`/terraform/1.11.4/terraform_1.11.4_${name}.zip`]);
  });

  it("it is downloaded through the proxy that the environment names", async () => {
    machine.env.TERRAFORM_RELEASES_URL = "http://releases.invalid/terraform";
    machine.env.HTTP_PROXY = host.url;
    await find();
    expect(asked).toEqual(["http://releases.invalid/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip"]);
  });
});

describe("one message says why there is no Terraform and what to do", () => {
  async function refusal(found: Promise<string>): Promise<string> {
    const message = await found.then(
      () => "none",
      (error: Error) => error.message,
    );
    expect(message).toMatch(/^Terraform 1\.10 or later is needed\. Terraform is not on PATH\.\n/);
    expect(message).toMatch(
      /\nPut Terraform on PATH \(https:\/\/.*\), or set HTTPS_PROXY to your proxy or\nTERRAFORM_RELEASES_URL to a mirror of https:\/\/releases\.hashicorp\.com\/terraform, and run this again\.$/,
    );
    // Whatever went wrong, the cache keeps nothing of it.
    expect(existsSync(machine.cache) ? readdirSync(machine.cache) : []).toEqual([]);
    return message;
  }

  it("if the host cannot be reached", async () => {
    await host.close();
    expect(await refusal(find())).toMatch(/linux_amd64\.zip cannot be used: connect ECONNREFUSED 127\.0\.0\.1:\d+\.\n/);
  });

  it("if the host does not have the file", async () => {
    answer = (response) => response.writeHead(404).end();
    expect(await refusal(find())).toContain("cannot be used: the host answered 404.");
  });

  it("if the download breaks off", async () => {
    answer = (response) => {
      response.writeHead(200, { "content-length": zip.length });
      response.write(zip.subarray(0, 100), () => response.destroy());
    };
    expect(await refusal(find())).toContain("cannot be used: aborted.");
  });

  it("if the archive has another digest", async () => {
    const digest = createHash("sha256").update(zip).digest("hex");
    const known = "0".repeat(64);
    expect(await refusal(find("linux-x64", known))).toContain(
      `cannot be used: its SHA-256 is ${digest}, expected ${known}; nothing of it was kept.`,
    );
  });

  it("if no archive for the platform is known", async () => {
    expect(await refusal(find("freebsd-x64"))).toContain(
      "no archive for freebsd-x64 is known, only linux-x64, linux-arm64, darwin-x64, darwin-arm64.",
    );
    expect(asked).toEqual([]);
  });

  it("if the cache cannot be written, and names it", async () => {
    mkdirSync(join(machine.folder, "cache"));
    writeFileSync(machine.cache, "a file in its place");
    await expect(find()).rejects.toThrow(/^The cache .*\/order-platform cannot be written/);
  });
});

it("the pinned version is the one that pipelines use", () => {
  const action = readFileSync(resolve(__dirname, "../../../.github/actions/terraform/action.yml"), "utf8");
  expect(action).toContain(`VERSION: ${PINNED.version}\n`);
  expect(action).toContain(`SHA256: ${PINNED.digests["linux-x64"]}\n`);
});
