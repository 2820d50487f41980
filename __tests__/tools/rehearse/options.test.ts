import { parseOptions } from "../../../tools/rehearse/options";

it("rehearses dev and prod with a seed of its own where nothing is said", () => {
  expect(parseOptions([], 12)).toEqual({
    environments: ["dev", "prod"],
    seed: 12,
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

it.each([
  [["--env", "dev,"], '--env takes names such as dev,prod, not "". See npm run rehearse -- --help.'],
  [["--env", "Dev"], '--env takes names such as dev,prod, not "Dev". See npm run rehearse -- --help.'],
  [["--seed", "1e3"], '--seed takes a whole number of up to nine digits, not "1e3". See npm run rehearse -- --help.'],
  [["--sed"], "Unknown option '--sed'. See npm run rehearse -- --help."],
])("refuses %p in one line", (args, message) => {
  expect(() => parseOptions(args)).toThrow(new Error(message));
});
