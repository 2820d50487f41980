import { EnvironmentError } from "../../environments/environment-error";
import { environmentNames, loadEnvironment, loadEnvironments, parseSettings } from "../../environments/load";
import { settings } from "./fixture";

/** The message that refuses dev with some settings changed, or undefined if it is accepted. */
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
  it("are dev, staging and prod, each with valid settings", () => {
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

  it("are refused when unknown, with the known ones listed", () => {
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
    [{ approval: { threshold: 0, timeoutSeconds: 2_073_601 } }, "approval.timeoutSeconds is 2073601, expected"],
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
    { orderRetentionDays: 108 },
    { uploadRetentionDays: 16 },
    { orderRetentionDays: 3650 },
    { accountId: "123456789012" },
    { paymentApiUrl: "https://a.example:8443/v1/orders" },
    { alarmEmails: ["ops@example.com"] },
    { approval: { threshold: 0, timeoutSeconds: 2_073_600 } },
    { carrierSilenceSeconds: 2_591_999 },
    { releases: { "order-intake": { version: 1, newestPercent: 0 }, "order-fulfilment": { version: 1_000_000 } } },
    { releases: { "order-intake": { version: 7, newestPercent: 99 } } },
    { reconcile: { everyMinutes: 1440, limitSeconds: 43_200, tries: 100 } },
    { reconcile: { everyMinutes: 1, limitSeconds: 1, tries: 1 } },
  ])("%j is accepted", (changes) => expect(refusalOf(changes)).toBeUndefined());

  /*
   * The hand-overs' 2 days, 14 days on a queue and its dead-letter queue, a day, and the 90 days of the execution:
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
   */
  it.each([1, 30, 90, 107])("orderRetentionDays: %i, which an order can outlive, with the numbers", (days) => {
    const approval = { threshold: 0, timeoutSeconds: 86_400 };
    expect(refusalOf({ orderRetentionDays: days, approval, carrierSilenceSeconds: 172_800 })).toBe(
      `Environment dev (environments/dev.ts): orderRetentionDays is ${days}, expected more than 107: an order waits up ` +
        "to 17 days to be claimed (2 of hand-overs, 14 on the queue, and one more), and its execution takes up to 90 " +
        "(two approvals of 86400 s, a carrier silent for 172800 s, 30 days for delivery); if the record expires " +
        "earlier, the same order can be fulfilled twice.",
    );
  });

  // EventBridge tries for up to a day: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
  it.each([1, 7, 15])("uploadRetentionDays: %i, when the upload may still be unread, with the numbers", (days) => {
    expect(refusalOf({ uploadRetentionDays: days })).toBe(
      `Environment dev (environments/dev.ts): uploadRetentionDays is ${days}, expected more than 15: intake may start ` +
        "1 day late, and its dead letter then waits 14 days for a person, who needs the upload.",
    );
  });

  it("together with all others, in one line", () => {
    const message = refusalOf({ region: "", orderRetentionDays: -1 });
    expect(message).toContain('region is ""');
    expect(message).toContain("; orderRetentionDays is -1");
    expect(message).not.toContain("\n");
  });
});

/** Every AWS region by partition. Source: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json */
const REGIONS = {
  aws: "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2",
  others:
    "cn-north-1 cn-northwest-1 eusc-de-east-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 eu-isoe-west-1 us-isof-east-1 us-isof-south-1 us-gov-east-1 us-gov-west-1",
};

describe("a region", () => {
  it.each(REGIONS.aws.split(" "))("%s is accepted", (region) => expect(refusalOf({ region })).toBeUndefined());

  it.each(REGIONS.others.split(" "))("%s is refused, because its partition has other ARNs and hosts", (region) => {
    const expected = "expected a region of AWS's commercial partition, such as eu-west-1: workflows and policies name";
    expect(refusalOf({ region })).toContain(`region is "${region}", ${expected}`);
    const backend = { type: "s3", region };
    expect(refusalOf({ accountId: "123456789012", backend })).toContain(`backend.region is "${region}", ${expected}`);
  });

  it.each(["aws-global", "eu-west", "EU-WEST-1", "eu-west-1a", "eu-west-123", ""])("%j is not a region", (region) =>
    expect(refusalOf({ region })).toContain(`region is "${region}", expected an AWS region such as eu-west-1`),
  );

  it("is refused in the ARN of a key in another partition", () => {
    const kmsKeyArn = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1";
    const backend = { type: "s3", kmsKeyArn };
    expect(refusalOf({ accountId: "123456789012", backend })).toContain("expected the ARN of a KMS key");
  });
});

describe("tags", () => {
  const many = (count: number) => Object.fromEntries([...Array(count).keys()].map((index) => [`Tag${index}`, "x"]));
  const key = "expected a key of 1 to 128 letters, digits, spaces and _.:/=+-@ that does not begin with aws:";
  const value = "expected 1 to 256 letters, digits, spaces and _.:/=+-@ that do not begin with aws:";

  // Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html and, for the shortest value,
  // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Tag.html
  it.each<[string, Record<string, string>]>([
    ["a key of one character", { k: "x" }],
    ["a key of 128 characters", { ["k".repeat(128)]: "x" }],
    ["a value of 256 characters", { Owner: "v".repeat(256) }],
    ["128 and 256 letters of two UTF-16 units each", { ["\u{20000}".repeat(128)]: "\u{20000}".repeat(256) }],
    ["every character in AWS's documentation", { "Kosten träger_.:/=+-@7": "日本 _.:/=+-@7" }],
    ["a key that contains aws: further on", { "my-aws:team": "my-aws:team" }],
    ["a key that begins like a built-in one", { EnvironmentName: "x" }],
    ["46 tags and the four built-in ones", many(46)],
    ["no tags", {}],
  ])("may have %s", (_what, tags) => expect(refusalOf({ tags })).toBeUndefined());

  it.each<[string, Record<string, string>, string]>([
    ["an empty key", { "": "x" }, key],
    ["a key of 129 characters", { ["k".repeat(129)]: "x" }, key],
    ["a key that begins with aws:", { "aws:team": "x" }, key],
    ["a key that begins with AWS:", { "AWS:team": "x" }, key],
    ["a template as a key", { "${a}": "x" }, key],
    ["a line break in a key", { "a\nb": "x" }, key],
    ["an empty value", { Owner: "" }, `tags.Owner is "", ${value}`],
    ["a value of 257 characters", { Owner: "v".repeat(257) }, value],
    ["a value that begins with Aws:", { Owner: "Aws:x" }, value],
    ["an interpolation as a value", { Owner: "${var.x}" }, `tags.Owner is "\${var.x}", ${value}`],
    ["a directive as a value", { Owner: "%{if true}" }, value],
    ["a comma in a value", { Owner: "a,b" }, value],
    ["47 tags and the four built-in ones", many(47), "expected at most 46 tags, because Project, Environment, Stack,"],
    [
      "two keys that differ in case",
      { Owner: "x", owner: "y" },
      "expected a key that differs from Owner in more than case",
    ],
  ])("may not have %s", (_what, tags, message) => expect(refusalOf({ tags })).toContain(message));

  // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
  it.each(["environment", "ENVIRONMENT", "Environment", "project", "stack", "managedby"])(
    "may not have %s: IAM ignores the case of keys, and every resource already has that one",
    (name) =>
      expect(refusalOf({ tags: { [name]: "x" } })).toMatch(/expected a key other than \w+, which every resource/),
  );
});
