import { EnvironmentError } from "../../environments/environment-error";
import { environmentNames, loadEnvironment, loadEnvironments, parseSettings } from "../../environments/load";
import { settings } from "./fixture";

/** What dev is refused with, with some settings changed, or undefined when it is taken. */
function refusalOf(changes: object, without: readonly string[] = []): string | undefined {
  const given = Object.entries({ ...settings, ...changes }).filter(([name]) => !without.includes(name));
  try {
    parseSettings("dev", Object.fromEntries(given));
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
    ["uploadRetentionDays", "a whole number from 1 to 3650"],
    ["approval", "{ threshold, timeoutSeconds }"],
    ["carrierSilenceSeconds", "a whole number from 1 to 2591999"],
    ["reconcile", "{ everyMinutes, limitSeconds, tries }"],
    ["approverEmails", "a list of e-mail addresses"],
    ["releases", "an object of workflows and their releases"],
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
    [{ uploadRetentionDays: 0 }, "uploadRetentionDays is 0, expected a whole number from 1 to 3650"],
    [{ approval: { threshold: -1, timeoutSeconds: 1 } }, "approval.threshold is -1, expected a whole number from 0 to"],
    [{ approval: { threshold: 0, timeoutSeconds: 0 } }, "approval.timeoutSeconds is 0, expected"],
    [{ approval: { threshold: 0, timeoutSeconds: 2_419_201 } }, "approval.timeoutSeconds is 2419201, expected"],
    [{ carrierSilenceSeconds: 0 }, "carrierSilenceSeconds is 0, expected"],
    [{ carrierSilenceSeconds: 2_592_000 }, "carrierSilenceSeconds is 2592000, expected"],
    [{ reconcile: { everyMinutes: 0, limitSeconds: 1, tries: 1 } }, "reconcile.everyMinutes is 0, expected"],
    [{ reconcile: { everyMinutes: 1441, limitSeconds: 1, tries: 1 } }, "reconcile.everyMinutes is 1441, expected"],
    [{ reconcile: { everyMinutes: 1, limitSeconds: 0, tries: 1 } }, "reconcile.limitSeconds is 0, expected"],
    [{ reconcile: { everyMinutes: 1, limitSeconds: 43_201, tries: 1 } }, "reconcile.limitSeconds is 43201, expected"],
    [{ reconcile: { everyMinutes: 1, limitSeconds: 1, tries: 0 } }, "reconcile.tries is 0, expected"],
    [{ reconcile: { everyMinutes: 1, limitSeconds: 1, tries: 101 } }, "reconcile.tries is 101, expected"],
    [{ approverEmails: ["boss"] }, 'approverEmails.0 is "boss", expected an e-mail address'],
    [{ alarmEmails: ["ops"] }, 'alarmEmails.0 is "ops", expected an e-mail address'],
    [{ releases: { "order-intake": 7 } }, "releases.order-intake is 7, expected { version, newestPercent? }"],
    [{ releases: { "order-intake": {} } }, "releases.order-intake.version is missing, expected a whole number from 1"],
    [{ releases: { "order-intake": { version: 0 } } }, "releases.order-intake.version is 0, expected a whole number"],
    [{ releases: { "order-intake": { version: 1, newestPercent: -1 } } }, "newestPercent is -1, expected a whole"],
    [{ releases: { "order-intake": { version: 1, newestPercent: 100 } } }, "newestPercent is 100, expected a whole"],
    [{ releases: { "settle-order": { version: 1 } } }, "releases.settle-order is not a setting"],
    [{ tags: { Owner: 7 } }, "tags.Owner is 7, expected text"],
    [{ memory: 512 }, "memory is not a setting; known: namePrefix, region, accountId,"],
    [{ throttling: { requestsPerSecond: 1, burst: 1, quota: 1 } }, "throttling.quota is not a setting"],
  ];
  it.each(wrong)("%j", (changes, message) => expect(refusalOf(changes)).toContain(message));

  it.each([
    { orderRetentionDays: 1 },
    { orderRetentionDays: 3650 },
    { accountId: "123456789012" },
    { paymentApiUrl: "https://a.example:8443/v1/orders" },
    { alarmEmails: ["ops@example.com"] },
    { approval: { threshold: 0, timeoutSeconds: 2_419_200 } },
    { carrierSilenceSeconds: 2_591_999 },
    { releases: { "order-intake": { version: 1, newestPercent: 0 }, "order-fulfilment": { version: 1_000_000 } } },
    { releases: { "order-intake": { version: 7, newestPercent: 99 } } },
    { reconcile: { everyMinutes: 1440, limitSeconds: 43_200, tries: 100 } },
    { reconcile: { everyMinutes: 1, limitSeconds: 1, tries: 1 } },
  ])("%j is taken", (changes) => expect(refusalOf(changes)).toBeUndefined());

  it("together with every other one, in one line", () => {
    const message = refusalOf({ region: "", orderRetentionDays: -1 });
    expect(message).toContain('region is ""');
    expect(message).toContain("; orderRetentionDays is -1");
    expect(message).not.toContain("\n");
  });
});
