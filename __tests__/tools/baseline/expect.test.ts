import {
  expectAll,
  expectAtLeast,
  expectOwnKey,
  expectPart,
  expectSet,
  expectValue,
  expectWhen,
  expectWritten,
} from "../../../tools/baseline/expect";
import { Resource } from "../../../tools/baseline/model/resource";
import { Stack } from "../../../tools/baseline/model/stack";
import type { Check } from "../../../tools/baseline/rule";

const resource = new Resource(
  "aws_sqs_queue",
  "it",
  {
    name: "it",
    empty: "",
    nothing: null,
    later: "${var.later}",
    size: 6,
    rule: [{ status: "Enabled" }, {}, { status: "Disabled" }],
    none: [],
    shared: "alias/aws/sqs",
  },
  { name: "it" },
);
const part = (name: string, queue: string) => new Resource("aws_sqs_queue_policy", name, { queue_url: queue, name });
const stack = new Stack({
  id: "it",
  environment: "test",
  source: "synthesis",
  resources: [resource, part("own", "${aws_sqs_queue.it.url}"), part("other", "${aws_sqs_queue.other.url}")],
});
const found = (check: Check) => check(resource, stack);

it("reports the value of an attribute and what was expected, in each block", () => {
  expect(found(expectValue("name", "it"))).toEqual([]);
  expect(found(expectValue("name", "other", 1))).toEqual(['name is "it", expected "other" or 1']);
  expect(found(expectValue("rule.status", "Enabled"))).toEqual([
    'rule.status is missing, expected "Enabled"',
    'rule.status is "Disabled", expected "Enabled"',
  ]);
  expect(found(expectValue("none.status", "Enabled"))).toEqual(['none.status is missing, expected "Enabled"']);
});

it("treats null and an empty text as missing", () => {
  expect(["name", "empty", "nothing", "none", "absent"].map((path) => found(expectSet(path)))).toEqual([
    [],
    ["empty is missing"],
    ["nothing is missing"],
    ["none is missing"],
    ["absent is missing"],
  ]);
  expect(found(expectValue("nothing", false, undefined))).toEqual([]);
});

it("does not count a default that the configuration does not set", () => {
  expect([found(expectWritten("name")), found(expectWritten("size"))]).toEqual([[], ["size is missing"]]);
});

it("accepts a number at the limit, none below it, and none that is not known yet", () => {
  expect([5, 6, 7].map((least) => found(expectAtLeast("size", least)).length)).toEqual([0, 0, 1]);
  expect(found(expectAtLeast("later", 1))).toEqual(['later is "${var.later}", expected 1 or more']);
});

it("refuses a missing key and one that AWS shares", () => {
  expect(found(expectOwnKey("name"))).toEqual([]);
  expect(found(expectOwnKey("absent"))).toEqual(["absent is missing"]);
  expect(found(expectOwnKey("shared"))).toEqual(['shared is "alias/aws/sqs", expected a key of its own']);
});

it("judges the resource's own parts, and misses them where there are none", () => {
  expect(found(expectPart("aws_sqs_queue_policy", "queue_url"))).toEqual([]);
  expect(found(expectPart("aws_sqs_queue_policy", "queue_url", expectValue("name", "it")))).toEqual([
    'name is "own", expected "it"',
  ]);
  expect(found(expectPart("aws_sns_topic", "name"))).toEqual(["no aws_sns_topic belongs to it"]);
});

it("reports what each of several checks finds, and nothing where a condition does not hold", () => {
  const both = expectAll(expectSet("absent"), expectSet("empty"));
  expect(found(both)).toEqual(["absent is missing", "empty is missing"]);
  expect(found(expectWhen(({ name }) => name === "it", both))).toHaveLength(2);
  expect(found(expectWhen(({ name }) => name !== "it", both))).toEqual([]);
});
