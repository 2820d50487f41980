import { dev } from "../../environments/dev";
import { EnvironmentError } from "../../environments/environment-error";
import { environmentNames, loadEnvironment, loadEnvironments, parseSettings } from "../../environments/load";

/** What dev's settings with some of them changed are refused with, or undefined when they are taken. */
function refusalOf(changes: object, without: readonly string[] = []): string | undefined {
  const settings = Object.entries({ ...dev, ...changes }).filter(([name]) => !without.includes(name));
  try {
    parseSettings("dev", Object.fromEntries(settings));
    return undefined;
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
}

describe("environments", () => {
  it("are dev, staging and prod, and each is set rightly", () => {
    expect(environmentNames).toEqual(["dev", "staging", "prod"]);
    for (const name of environmentNames) expect(loadEnvironment(name)).toMatchObject({ name });
  });

  it("protect what staging and prod hold, and keep execution data out of prod's logs", () => {
    const protectedBy = (name: string) => loadEnvironment(name).deletionProtection;
    expect(environmentNames.map(protectedBy)).toEqual([false, true, true]);
    expect([loadEnvironment("dev").includeExecutionData, loadEnvironment("prod").includeExecutionData]).toEqual([
      true,
      false,
    ]);
  });

  it("are refused by name when unknown, with the known ones listed", () => {
    expect(() => loadEnvironment("production")).toThrow(
      new EnvironmentError('There is no environment "production". Known: dev, staging, prod.'),
    );
    expect(() => loadEnvironment("toString")).toThrow(/^There is no environment "toString"\./);
  });
});

describe("the list of environments", () => {
  const names = (list: string | undefined) => loadEnvironments(list).map(({ name }) => name);

  it("is all of them when not given", () => expect(names(undefined)).toEqual(["dev", "staging", "prod"]));
  it("is read with commas and spaces", () => expect(names("dev, prod")).toEqual(["dev", "prod"]));
  it("counts an environment once", () => expect(names("dev,dev")).toEqual(["dev"]));
  it("is refused when a name is empty", () => {
    expect(() => names("dev,")).toThrow(new EnvironmentError('There is no environment "". Known: dev, staging, prod.'));
  });
});

describe("a wrong setting is refused with its name, its value and what is expected", () => {
  const missing: readonly (readonly [string, string])[] = [
    ["region", "an AWS region such as eu-west-1"],
    ["logRetentionDays", "one of 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653"],
    ["deletionProtection", "true or false"],
    ["orderRetentionDays", "a whole number from 1 to 3650"],
    ["paymentApiUrl", "an https URL without a trailing slash"],
    ["carrierApiUrl", "an https URL without a trailing slash"],
    ["throttling", "{ requestsPerSecond, burst }"],
    ["includeExecutionData", "true or false"],
    ["alarmEmails", "a list of e-mail addresses"],
    ["manageApiGatewayAccount", "true or false"],
    ["tags", "an object of names and texts"],
  ];
  it.each(missing)("%s missing", (name, expected) => {
    expect(refusalOf({}, [name])).toBe(
      `Environment dev (environments/dev.ts): ${name} is missing, expected ${expected}.`,
    );
  });

  const wrong: readonly (readonly [object, string])[] = [
    [{ region: "Ireland" }, 'region is "Ireland", expected an AWS region such as eu-west-1'],
    [{ accountId: "12345678901" }, 'accountId is "12345678901", expected an AWS account id: 12 digits in quotes'],
    [{ accountId: 123456789012 }, "accountId is 123456789012, expected an AWS account id: 12 digits in quotes"],
    [{ logRetentionDays: 364 }, "logRetentionDays is 364, expected one of 365, 400,"],
    [{ deletionProtection: "yes" }, 'deletionProtection is "yes", expected true or false'],
    [{ orderRetentionDays: 0 }, "orderRetentionDays is 0, expected a whole number from 1 to 3650"],
    [{ orderRetentionDays: 3651 }, "orderRetentionDays is 3651, expected a whole number from 1 to 3650"],
    [{ orderRetentionDays: 1.5 }, "orderRetentionDays is 1.5, expected a whole number from 1 to 3650"],
    [{ paymentApiUrl: "http://a.example" }, 'paymentApiUrl is "http://a.example", expected an https URL'],
    [{ carrierApiUrl: "https://a.example/" }, 'carrierApiUrl is "https://a.example/", expected an https URL'],
    [{ throttling: { requestsPerSecond: 0, burst: 1 } }, "throttling.requestsPerSecond is 0, expected a whole number"],
    [{ throttling: { requestsPerSecond: 1 } }, "throttling.burst is missing, expected a whole number from 1 to 5000"],
    [{ alarmEmails: ["ops"] }, 'alarmEmails.0 is "ops", expected an e-mail address'],
    [{ tags: { Owner: 7 } }, "tags.Owner is 7, expected text"],
    [{ memory: 512 }, "memory is not a setting; known: region, accountId,"],
    [{ throttling: { requestsPerSecond: 1, burst: 1, quota: 1 } }, "throttling.quota is not a setting"],
  ];
  it.each(wrong)("%j", (changes, message) => expect(refusalOf(changes)).toContain(message));

  it.each([
    { orderRetentionDays: 1 },
    { orderRetentionDays: 3650 },
    { accountId: "123456789012" },
    { paymentApiUrl: "https://a.example:8443/v1/orders" },
    { alarmEmails: ["ops@example.com"] },
  ])("%j is taken", (changes) => expect(refusalOf(changes)).toBeUndefined());

  it("together with every other one, in one line", () => {
    const message = refusalOf({ region: "", orderRetentionDays: -1 });
    expect(message).toContain('region is ""');
    expect(message).toContain("; orderRetentionDays is -1");
    expect(message).not.toContain("\n");
  });
});
