import { HELP, parseOptions } from "../../../tools/rehearse/options";

it("rehearses dev and prod with a random seed by default", () => {
  expect(parseOptions([], 12)).toEqual({
    environments: ["dev", "prod"],
    seed: 12,
    breakOffOnly: undefined,
    json: false,
    keep: false,
    help: false,
  });
});

it("takes each environment once, and a seed", () => {
  expect(parseOptions(["--env", "prod, dev,prod", "--seed", "7", "--json"])).toMatchObject({
    environments: ["prod", "dev"],
    seed: 7,
    json: true,
  });
});

it("with --break-off-only, breaks off in dev after each resource of data and at 20 others by default", () => {
  expect(parseOptions(["--break-off-only"], 12)).toMatchObject({
    environments: ["dev"],
    breakOffOnly: { every: ["data"], points: 20 },
  });
  const args = ["--break-off-only", "--env", "prod", "--every", "data, intake,data", "--points", "0"];
  expect(parseOptions(args)).toMatchObject({
    environments: ["prod"],
    breakOffOnly: { every: ["data", "intake"], points: 0 },
  });
  expect(parseOptions(["--break-off-only", "--every", "none"]).breakOffOnly?.every).toEqual([]);
});

it("describes each option", () => {
  for (const option of ["--env", "--seed", "--break-off-only", "--every", "--points", "--json", "--keep", "--help"])
    expect(HELP).toMatch(new RegExp(`^  ${option} `, "m"));
});

it.each([
  [["--points", "3"], "--every and --points are for --break-off-only. See npm run rehearse -- --help."],
  [
    ["--break-off-only", "--every", "api"],
    '--every takes some of data,fulfilment,intake, or none, not "api". See npm run rehearse -- --help.',
  ],
  [
    ["--break-off-only", "--points", "1000"],
    '--points takes a whole number of up to three digits, not "1000". See npm run rehearse -- --help.',
  ],
  [["--env", "dev,"], '--env takes names such as dev,prod, not "". See npm run rehearse -- --help.'],
  [["--env", "Dev"], '--env takes names such as dev,prod, not "Dev". See npm run rehearse -- --help.'],
  [["--seed", "1e3"], '--seed takes a whole number of up to nine digits, not "1e3". See npm run rehearse -- --help.'],
  [["--sed"], "Unknown option '--sed'. See npm run rehearse -- --help."],
])("refuses %p in one line", (args, message) => {
  expect(() => parseOptions(args)).toThrow(new Error(message));
});
