import { EnvironmentError } from "../../environments/environment-error";
import { environmentNames, loadEnvironments, parseSettings } from "../../environments/load";
import type { Environment } from "../../environments/schema";
import {
  checkVariables,
  isSet,
  overridesOf,
  SELECTORS,
  settingVariables,
  type Variables,
} from "../../environments/variables";
import { settings } from "./fixture";

/** One environment with variables set. */
function withVariables(variables: Variables, name = "dev"): Environment {
  checkVariables(variables, environmentNames, [name]);
  return parseSettings(name, settings, overridesOf(name, variables));
}

/** The message that refuses the variables, or undefined if they are accepted. */
function refusalOf(variables: Variables): string | undefined {
  try {
    withVariables(variables);
    return undefined;
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
}

describe("a variable", () => {
  const values: readonly (readonly [Variables, Partial<Environment>])[] = [
    [{ ORDERS_REGION: "eu-central-1" }, { region: "eu-central-1" }],
    [{ ORDERS_ACCOUNT_ID: "012345678901" }, { accountId: "012345678901" }],
    [{ ORDERS_DELETION_PROTECTION: "true" }, { deletionProtection: true }],
    [{ ORDERS_LOG_RETENTION_DAYS: "400" }, { logRetentionDays: 400 }],
    [{ ORDERS_APPROVAL_THRESHOLD: "7" }, { approval: { threshold: 7, timeoutSeconds: 86_400 } }],
    [{ ORDERS_ALARM_EMAILS: "a@example.com, b@example.com" }, { alarmEmails: ["a@example.com", "b@example.com"] }],
    [{ ORDERS_ALARM_EMAILS: '["a@example.com"]' }, { alarmEmails: ["a@example.com"] }],
    [{ ORDERS_ALARM_EMAILS: "[]" }, { alarmEmails: [] }],
    [{ ORDERS_TAGS: "Owner=ops, Cost=7" }, { tags: { Owner: "ops", Cost: "7" } }],
    [{ ORDERS_TAGS: '{"Owner":"a=b"}' }, { tags: { Owner: "a=b" } }],
    [{ ORDERS_TAGS: "{}" }, { tags: {} }],
    [{ ORDERS_RELEASES: "{}" }, { releases: {} }],
    [
      { ORDERS_PIPELINE_REPOSITORY: "acme/orders" },
      { pipeline: { repository: "acme/orders", createOidcProvider: true } },
    ],
    [
      { ORDERS_BACKEND_TYPE: "s3", ORDERS_BACKEND_BUCKET: "states", ORDERS_ACCOUNT_ID: "123456789012" },
      { backend: { type: "s3", bucket: "states" } },
    ],
  ];
  it.each(values)("%j sets %j", (variables, expected) => expect(withVariables(variables)).toMatchObject(expected));

  it("leaves all other settings as in the file", () => {
    const [dev] = loadEnvironments("dev");
    expect(loadEnvironments("dev", { ORDERS_REGION: "ap-south-2" })).toEqual([{ ...dev, region: "ap-south-2" }]);
  });

  it("with the environment's name takes precedence over one without a name, and over other environments'", () => {
    const variables = { ORDERS_REGION: "eu-west-2", ORDERS_DEV_REGION: "eu-west-3", ORDERS_PROD_REGION: "us-east-1" };
    expect(withVariables(variables, "dev").region).toBe("eu-west-3");
    expect(withVariables(variables, "staging").region).toBe("eu-west-2");
  });

  it("with an environment's name changes only that one of several", () => {
    const regionsWith = (variables: Variables) => loadEnvironments("dev,prod", variables).map(({ region }) => region);
    const [, prod] = regionsWith({});
    expect(regionsWith({ ORDERS_DEV_REGION: "ap-south-2" })).toEqual(["ap-south-2", prod]);
  });

  it("without an environment's name is refused when several are chosen", () => {
    expect(() => loadEnvironments(undefined, { ORDERS_DELETION_PROTECTION: "false" })).toThrow(
      new EnvironmentError(
        "ORDERS_DELETION_PROTECTION would change dev, staging, prod at once: choose one with ORDERS_ENV, or name it, as in ORDERS_DEV_DELETION_PROTECTION.",
      ),
    );
  });

  it("that is unknown is refused, with the nearest names", () => {
    expect(refusalOf({ ORDERS_APROVAL_TRESHOLD: "1" })).toMatch(
      /^ORDERS_APROVAL_TRESHOLD is not a variable of this project; nearest: ORDERS_APPROVAL_THRESHOLD, .*, .*\.$/,
    );
    expect(refusalOf({ ORDERS_APPROVAL: "{}" })).toMatch(/^ORDERS_APPROVAL is not a variable/);
  });

  it("of another project is ignored", () => expect(refusalOf({ ORDER_REGION: "x" })).toBeUndefined());

  const wrong: readonly (readonly [Variables, string])[] = [
    [{ ORDERS_REGION: "" }, 'region (ORDERS_REGION) is "", expected an AWS region such as eu-west-1'],
    [{ ORDERS_ACCOUNT_ID: "" }, 'accountId (ORDERS_ACCOUNT_ID) is "", expected an AWS account id: 12 digits in quotes'],
    [
      { ORDERS_DEV_RECONCILE_TRIES: "0" },
      "reconcile.tries (ORDERS_DEV_RECONCILE_TRIES) is 0, expected a whole number from 1 to 100",
    ],
    [
      { ORDERS_DELETION_PROTECTION: "yes" },
      'deletionProtection (ORDERS_DELETION_PROTECTION) is "yes", expected true or false',
    ],
    [
      { ORDERS_ALARM_EMAILS: "a@example.com,ops" },
      'alarmEmails.1 (ORDERS_ALARM_EMAILS) is "ops", expected an e-mail address',
    ],
    [{ ORDERS_TAGS: "Owner" }, 'tags (ORDERS_TAGS) is "Owner", expected an object of names and texts'],
    [{ ORDERS_BACKEND_TYPE: "gcs" }, 'backend.type (ORDERS_BACKEND_TYPE) is "gcs", expected { type: "local" },'],
    [{ ORDERS_BACKEND_BUCKET: "states" }, 'backend.type is missing, expected { type: "local" }, {'],
    [
      { ORDERS_BACKEND_TYPE: "s3" },
      "accountId is missing, expected an AWS account id: 12 digits in quotes, because others share the state",
    ],
    [
      { ORDERS_BACKEND_TYPE: "hcp", ORDERS_ACCOUNT_ID: "123456789012" },
      "backend.organization is missing, expected a name of letters",
    ],
  ];
  it.each(wrong)("%j is refused by name", (variables, message) => {
    expect(refusalOf(variables)).toContain(message);
    expect(refusalOf(variables)).toMatch(/^Environment dev \(environments\/dev\.ts\): /);
  });
});

describe("an empty variable", () => {
  // Each kind of backend has settings that the others lack.
  const backends: readonly Variables[] = [
    {},
    { ORDERS_BACKEND_TYPE: "s3", ORDERS_ACCOUNT_ID: "123456789012" },
    { ORDERS_BACKEND_TYPE: "hcp", ORDERS_BACKEND_ORGANIZATION: "acme", ORDERS_ACCOUNT_ID: "123456789012" },
  ];
  it.each(settingVariables)("%s is refused, because a pipeline passes one where its own is not set", (variable) => {
    const refusals = backends.map((backend) => refusalOf({ ...backend, [variable]: "" }));
    expect(refusals).toEqual(backends.map(() => expect.stringContaining("Environment dev")));
    expect(refusals).toContainEqual(expect.stringContaining(`(${variable}) is "", expected `));
  });
});

describe("the names of variables", () => {
  it("each refer to one setting", () => {
    expect(new Set(settingVariables).size).toBe(settingVariables.length);
    expect(settingVariables).toEqual(
      expect.arrayContaining(["ORDERS_REGION", "ORDERS_THROTTLING_REQUESTS_PER_SECOND", "ORDERS_BACKEND_KMS_KEY_ARN"]),
    );
  });

  it("never begin like an environment's, so that ORDERS_DEV_REGION is unambiguous", () => {
    for (const name of environmentNames) {
      expect(settingVariables.filter((variable) => variable.startsWith(`ORDERS_${name.toUpperCase()}`))).toEqual([]);
    }
  });
});

describe("a selector", () => {
  it.each([
    [undefined, false],
    ["false", false],
    ["true", true],
  ])("that is %j is %j", (value, expected) => {
    expect(isSet(SELECTORS.bootstrap, { ORDERS_BOOTSTRAP: value })).toBe(expected);
  });

  it.each(["", "yes", "acme/orders"])("that is %j is refused", (value) => {
    expect(() => isSet(SELECTORS.bootstrap, { ORDERS_BOOTSTRAP: value })).toThrow(
      new EnvironmentError(`ORDERS_BOOTSTRAP is ${JSON.stringify(value)}, expected true or false.`),
    );
  });
});

describe("namePrefix", () => {
  it.each(["a", "orders", "a123456789012345"])("%s is accepted", (prefix) => {
    expect(withVariables({ ORDERS_NAME_PREFIX: prefix }).namePrefix).toBe(prefix);
  });
  it.each(["", "1a", "Alice", "al-ice", "a1234567890123456"])("%j is refused", (prefix) => {
    expect(refusalOf({ ORDERS_NAME_PREFIX: prefix })).toContain(
      "expected 1 to 16 lower-case letters and digits, starting with a letter",
    );
  });
});
