import { type ConditionBlock, type Context, compileConditions } from "../../../../tools/aws/iam/conditions";

const arn = (resource: string) => `arn:aws:sns:eu-central-1:123456789012:${resource}`;
const source = (value: string): Context => ({ "aws:sourcearn": value });

test.each<[string, ConditionBlock, Context, boolean]>([
  ["equal text", { StringEquals: { "aws:SourceArn": ["a", "b"] } }, source("b"), true],
  ["other case", { StringEquals: { "aws:SourceArn": ["a"] } }, source("A"), false],
  ["other case, where it does not count", { StringEqualsIgnoreCase: { "aws:SourceArn": ["a"] } }, source("A"), true],
  ["an absent key", { StringEquals: { "aws:SourceArn": ["a"] } }, {}, false],
  ["an absent key, if it exists", { StringEqualsIfExists: { "aws:SourceArn": ["a"] } }, {}, true],
  ["unequal text", { StringNotEquals: { "aws:SourceArn": ["a", "b"] } }, source("c"), true],
  ["one of the unequal", { StringNotEquals: { "aws:SourceArn": ["a", "b"] } }, source("b"), false],
  ["an absent key is unequal", { StringNotEquals: { "aws:SourceArn": ["a"] } }, {}, true],
  ["a pattern", { StringLike: { "aws:SourceArn": ["a*c?"] } }, source("abbbcd"), true],
  ["a pattern that is not text", { StringEquals: { "aws:SourceArn": ["a*"] } }, source("ab"), false],
  ["an ARN by pattern", { ArnLike: { "aws:SourceArn": [arn("t-*")] } }, source(arn("t-1")), true],
  [
    "an ARN by pattern, though it says equals",
    { ArnEquals: { "aws:SourceArn": [arn("t-*")] } },
    source(arn("t-1")),
    true,
  ],
  [
    "a pattern does not span the parts of an ARN",
    { ArnLike: { "aws:SourceArn": ["arn:aws:sns:*:t"] } },
    source(arn("t")),
    false,
  ],
  ["true", { Bool: { "aws:SecureTransport": ["true"] } }, { "aws:securetransport": "true" }, true],
  ["false", { Bool: { "aws:SecureTransport": ["false"] } }, { "aws:securetransport": "true" }, false],
  ["null, of an absent key", { Null: { "aws:SourceArn": ["true"] } }, {}, true],
  ["null, of a present key", { Null: { "aws:SourceArn": ["true"] } }, source("a"), false],
  ["not null", { Null: { "aws:SourceArn": ["false"] } }, source("a"), true],
  [
    "one of two conditions",
    { StringEquals: { "aws:SourceArn": ["a"], "aws:SourceAccount": ["1"] } },
    source("a"),
    false,
  ],
  ["any of the values of a key", { "ForAnyValue:StringEquals": { "aws:SourceArn": ["a"] } }, source("a"), true],
  ["any of no values", { "ForAnyValue:StringEquals": { "aws:SourceArn": ["a"] } }, {}, false],
  ["any of the values, unequal", { "ForAnyValue:StringNotEquals": { "aws:SourceArn": ["a"] } }, source("b"), true],
  ["any of the values, equal", { "ForAnyValue:StringNotEquals": { "aws:SourceArn": ["a"] } }, source("a"), false],
  ["any of no values, unequal", { "ForAnyValue:StringNotEquals": { "aws:SourceArn": ["a"] } }, {}, false],
  ["all of the values", { "ForAllValues:StringEquals": { "aws:SourceArn": ["a"] } }, source("a"), true],
  ["not all of the values", { "ForAllValues:StringEquals": { "aws:SourceArn": ["a"] } }, source("b"), false],
  ["all of no values", { "ForAllValues:StringEquals": { "aws:SourceArn": ["a"] } }, {}, true],
  ["all of no values, unequal", { "ForAllValues:StringNotEquals": { "aws:SourceArn": ["a"] } }, {}, true],
])("%s: %j in %j is %s", (_name, block, context, expected) => {
  expect(compileConditions(block, "here")(context)).toBe(expected);
});
