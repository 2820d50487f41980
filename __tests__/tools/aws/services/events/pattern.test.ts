import { compilePattern } from "../../../../../tools/aws/services/events/pattern";
import type { JsonValue } from "../../../../../tools/support/json";

const matches = (pattern: object, event: { [field: string]: JsonValue }) =>
  compilePattern(JSON.stringify(pattern))(event);

describe("the pattern of a rule", () => {
  const event = {
    source: "aws.s3",
    detail: { object: { key: "uploads/1", size: 5 }, tags: ["a", "b"], gone: null },
  };

  it.each([
    ["a value", { source: ["aws.s3"] }, true],
    ["one of several values", { source: ["aws.sqs", "aws.s3"] }, true],
    ["another value", { source: ["aws.sqs"] }, false],
    ["a number", { detail: { object: { size: [5] } } }, true],
    ["a number as text", { detail: { object: { size: ["5"] } } }, false],
    ["null", { detail: { gone: [null] } }, true],
    ["several fields, one without a match", { source: ["aws.s3"], detail: { object: { size: [6] } } }, false],
    ["a field that is not there", { region: ["eu-west-1"] }, false],
    ["a field of Object.prototype", { constructor: ["x"] }, false],
    ["one member of a list", { detail: { tags: ["b"] } }, true],
    ["no member of a list", { detail: { tags: ["c"] } }, false],
    ["a prefix", { detail: { object: { key: [{ prefix: "uploads/" }] } } }, true],
    ["another prefix", { detail: { object: { key: [{ prefix: "upload-" }] } } }, false],
    ["a prefix of a number", { detail: { object: { size: [{ prefix: "5" }] } } }, false],
    ["a suffix", { detail: { object: { key: [{ suffix: "/1" }] } } }, true],
    ["another case", { source: [{ "equals-ignore-case": "AWS.S3" }] }, true],
    ["presence", { detail: { object: { key: [{ exists: true }] } } }, true],
    ["absence", { detail: { object: { key: [{ exists: false }] } } }, false],
    ["absence of what is not there", { detail: { object: { version: [{ exists: false }] } } }, true],
    ["anything but another", { source: [{ "anything-but": ["aws.sqs"] }] }, true],
    ["anything but itself", { source: [{ "anything-but": "aws.s3" }] }, false],
  ])("decides whether it matches: %s", (_name, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  it.each([
    ["a comparison that is not known", { detail: { size: [{ numeric: [">", 5] }] } }, /"numeric".* at detail\.size/],
    ["two comparisons in one", { source: [{ prefix: "a", suffix: "b" }] }, / at source/],
    ["a prefix that is not text", { source: [{ prefix: 5 }] }, / at source/],
    ["a value without its list", { source: "aws.s3" }, / at source/],
    ["$or", { $or: [{ source: ["a"] }] }, / at \$or/],
  ])("refuses %s, with its place", (_name, pattern, message) => {
    expect(() => compilePattern(JSON.stringify(pattern))).toThrow(message);
  });
});
