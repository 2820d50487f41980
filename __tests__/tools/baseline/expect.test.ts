import { expectAtLeast, expectSet, expectValue } from "../../../tools/baseline/expect";
import { Resource } from "../../../tools/baseline/model/resource";

const resource = new Resource("aws_sqs_queue", "it", {
  name: "it",
  empty: "",
  nothing: null,
  later: "${var.later}",
  size: 6,
  rule: [{ status: "Enabled" }, {}, { status: "Disabled" }],
  none: [],
});

it("tells what an attribute is, and what was expected, in each block", () => {
  expect(expectValue(resource, "name", "it")).toEqual([]);
  expect(expectValue(resource, "name", "other", 1)).toEqual(['name is "it", expected "other" or 1']);
  expect(expectValue(resource, "rule.status", "Enabled")).toEqual([
    'rule.status is missing, expected "Enabled"',
    'rule.status is "Disabled", expected "Enabled"',
  ]);
  expect(expectValue(resource, "none.status", "Enabled")).toEqual(['none.status is missing, expected "Enabled"']);
});

it("takes null and an empty text for what is not given", () => {
  expect(["name", "empty", "nothing", "none", "absent"].map((path) => expectSet(resource, path))).toEqual([
    [],
    ["empty is missing"],
    ["nothing is missing"],
    ["none is missing"],
    ["absent is missing"],
  ]);
  expect(expectValue(resource, "nothing", false, undefined)).toEqual([]);
});

it("takes a number at the limit and none below, and nothing that is known only later", () => {
  expect([5, 6, 7].map((least) => expectAtLeast(resource, "size", least).length)).toEqual([0, 0, 1]);
  expect(expectAtLeast(resource, "later", 1)).toEqual(['later is "${var.later}", expected 1 or more']);
});
