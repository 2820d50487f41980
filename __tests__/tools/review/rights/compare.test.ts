import fc from "fast-check";
import { gained } from "../../../../tools/review/rights/compare";
import { ruleOf } from "../../../../tools/review/rights/rule";
import { parseStatements } from "../../../../tools/support/policy-document";

/*
 * An evaluator of its own, for the little policies below, from AWS's text: "By default, all requests are denied. An
 * explicit allow overrides the default. An explicit deny overrides any allows."
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
interface Written {
  Effect: "Allow" | "Deny";
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}
interface Call {
  readonly action: string;
  readonly resource: string;
  readonly tag: string | undefined;
  readonly keys: readonly string[] | undefined;
}

const like = (pattern: string, text: string) =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);

function conditionHolds(operator: string, values: readonly string[], { tag, keys }: Call): boolean {
  // "If the key is not present in the request context, the values do not match", and negated operators then hold.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  switch (operator) {
    case "StringEquals":
      return tag !== undefined && values.includes(tag);
    case "StringEqualsIfExists":
      return tag === undefined || values.includes(tag);
    case "ForAllValues:StringEquals":
      return keys === undefined || keys.every((key) => values.includes(key));
    case "StringNotEquals":
      return tag === undefined || !values.includes(tag);
    case "StringLike":
      return tag !== undefined && values.some((value) => like(value, tag));
    case "Null":
      return values.includes(String(tag === undefined));
    default:
      throw new Error(operator);
  }
}

function applies(statement: Written, call: Call): boolean {
  const { action, resource } = call;
  const isAction = (patterns: string[]) => patterns.some((each) => like(each.toLowerCase(), action.toLowerCase()));
  const isResource = (patterns: string[]) => patterns.some((each) => like(each, resource));
  return (
    (statement.Action ? isAction(statement.Action) : !isAction(statement.NotAction ?? [])) &&
    (statement.Resource ? isResource(statement.Resource) : !isResource(statement.NotResource ?? [])) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.values(keys).every((values) => conditionHolds(operator, values, call)),
    )
  );
}

function isAllowed(policy: readonly Written[], call: Call): boolean {
  const applying = policy.filter((statement) => applies(statement, call));
  return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
}

const ACTIONS = [
  "sqs:SendMessage",
  "sqs:PurgeQueue",
  "sqs:DeleteMessage",
  "sqs:GetQueueUrl",
  "sns:Publish",
  "made:Up",
  "made:Down",
  "other:Thing",
];
const RESOURCES = [
  "",
  ..."abcd",
  ...[..."abcd"].flatMap((one) => [..."abcd"].map((two) => one + two)),
  "aab",
  "abb",
  "aac",
  "bab",
  "baa",
  "bac",
  "cab",
  "cac",
];
const TAGS = [undefined, "red", "blue", "rad", "r*d", "*", "other"];
const KEYS = [
  undefined,
  ["red"],
  ["blue"],
  ["r*d"],
  ["*"],
  ["other"],
  ["red", "blue"],
  ["red", "r*d"],
  ["red", "*"],
  ["blue", "r*d"],
  ["blue", "*"],
  ["r*d", "*"],
];
const CALLS: readonly Call[] = ACTIONS.flatMap((action) =>
  RESOURCES.flatMap((resource) => TAGS.flatMap((tag) => KEYS.map((keys) => ({ action, resource, tag, keys })))),
);

const actions = fc.uniqueArray(
  fc.constantFrom("sqs:*", "SQS:sendmessage", "sqs:PurgeQueue", "sqs:*e", "sns:Publish", "made:Up", "made:*", "*"),
  { minLength: 1, maxLength: 3 },
);
const resources = fc.uniqueArray(fc.constantFrom("*", "a", "b", "a*", "*b", "ab", "?b", "a?", "c", "*a*"), {
  minLength: 1,
  maxLength: 3,
});
const condition = fc
  .tuple(
    fc.constantFrom(
      "StringEquals",
      "StringEqualsIfExists",
      "ForAllValues:StringEquals",
      "StringNotEquals",
      "StringLike",
      "Null",
    ),
    fc.uniqueArray(fc.constantFrom("red", "blue", "r*d", "*"), { minLength: 1, maxLength: 2 }),
    fc.boolean(),
  )
  .map(([operator, values, isNull]) => ({
    [operator]: {
      [operator.startsWith("For") ? "aws:TagKeys" : "aws:ResourceTag/colour"]:
        operator === "Null" ? [String(isNull)] : values,
    },
  }));
const statement: fc.Arbitrary<Written> = fc
  .record({
    Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    actions: fc.tuple(fc.boolean(), actions),
    resources: fc.tuple(fc.boolean(), resources),
    Condition: fc.option(condition, { nil: undefined, freq: 2 }),
  })
  .map(({ Effect, actions: [isNotAction, listed], resources: [isNotResource, named], Condition }) => ({
    Effect,
    ...(isNotAction && Effect === "Deny" ? { NotAction: listed } : { Action: listed }),
    ...(isNotResource && Effect === "Deny" ? { NotResource: named } : { Resource: named }),
    ...(Condition === undefined ? {} : { Condition }),
  }));
const policy = fc.array(statement, { maxLength: 4 });

function rulesOf(statements: readonly Written[]) {
  const read = parseStatements({ Statement: statements });
  if (typeof read === "string") throw new Error(read);
  return read.map((each) => ruleOf(each, "2012-10-17", { plan: "p", address: "a", policies: [], isSensitive: false }));
}

/** What is reported: each pattern of each Allow that gives a right, by statement, action and resource. */
async function reported(from: readonly Written[], to: readonly Written[]): Promise<string[]> {
  const rules = rulesOf(to);
  const found = await gained(rulesOf(from), rules);
  return [
    ...new Set(
      found.flatMap(({ rule, written, what }) => written.map((action) => `${rules.indexOf(rule)} ${action} ${what}`)),
    ),
  ].sort();
}

function byBruteForce(from: readonly Written[], to: readonly Written[]): string[] {
  const gains = CALLS.filter((call) => isAllowed(to, call) && !isAllowed(from, call));
  return to
    .flatMap((each, index) =>
      (each.Effect === "Allow" ? (each.Action ?? []) : []).flatMap((action) =>
        (each.Resource ?? [])
          .filter((resource) =>
            gains.some((call) => applies({ ...each, Action: [action], Resource: [resource] }, call)),
          )
          .map((resource) => `${index} ${action} ${resource}`),
      ),
    )
    .sort();
}

test("gains are those of a brute-force evaluation of all actions, resources and contexts", async () => {
  await fc.assert(
    fc.asyncProperty(policy, policy, async (from, to) => {
      // The rest of a service is represented by its published actions; those beyond the calls above must agree too.
      expect(await reported(from, to)).toEqual(byBruteForce(from, to));
    }),
    { numRuns: 60 },
  );
});

test("one policy in other words reports nothing", async () => {
  await fc.assert(
    fc.asyncProperty(policy, fc.infiniteStream(fc.boolean()), async (statements, coin) => {
      const flip = () => coin.next().value === true;
      const split = statements.flatMap((each) =>
        each.Action !== undefined && flip()
          ? each.Action.map((action) => ({ ...each, Action: [flip() ? action.toUpperCase() : action] }))
          : [each],
      );
      const variant = [...split, ...statements.filter(flip)].reverse();
      expect(await reported(statements, variant)).toEqual([]);
      expect(await reported(variant, statements)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
