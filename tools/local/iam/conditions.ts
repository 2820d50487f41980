import { PolicyError } from "./policy-error";
import { arnWildcard, type Fits, wildcard } from "./wildcard";

/** What is known of a request beside principal, action and resource, by condition key; keys are in lower case. */
export type Context = Readonly<Record<string, string>>;

export type Condition = (context: Context) => boolean;

/** The Condition block of a statement: operator, then key, then the values of which one must fit. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * The keys that the local run fills in where AWS does. Any other would always count as absent, so a policy that names one
 * is refused. Case does not count in keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const KNOWN_KEYS: readonly RegExp[] = [
  /^aws:securetransport$/,
  /^aws:sourcearn$/,
  /^aws:sourceaccount$/,
  /^aws:principalarn$/,
  /^aws:principalaccount$/,
  /^aws:principalisawsservice$/,
  /^dynamodb:enclosingoperation$/,
  /^kms:viaservice$/,
  /^kms:encryptioncontext:aws:(logs|events:event-bus|s3|sqs|sns):arn$/,
  /^states:statemachinequalifier$/,
];

interface Operator {
  readonly compile: (value: string) => Fits;
  /** Fulfilled when no value fits, an absent key included. */
  readonly negated?: true;
}

const equals: Operator["compile"] = (value) => (text) => text === value;
const equalsIgnoringCase: Operator["compile"] = (value) => {
  const wanted = value.toLowerCase();
  return (text) => text.toLowerCase() === wanted;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compile: equals },
  StringNotEquals: { compile: equals, negated: true },
  StringEqualsIgnoreCase: { compile: equalsIgnoringCase },
  StringLike: { compile: (value) => wildcard(value) },
  StringNotLike: { compile: (value) => wildcard(value), negated: true },
  // AWS documents that the two do the same.
  ArnEquals: { compile: arnWildcard },
  ArnLike: { compile: arnWildcard },
  ArnNotEquals: { compile: arnWildcard, negated: true },
  ArnNotLike: { compile: arnWildcard, negated: true },
  Bool: { compile: equalsIgnoringCase },
};

/** Compiles a Condition block; all of it must be fulfilled. Throws a PolicyError for what it does not know. */
export function compileConditions(block: ConditionBlock, where: string): Condition {
  const tests = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileTest(operator, key, values, where)),
  );
  return (context) => tests.every((test) => test(context));
}

function compileTest(name: string, key: string, values: readonly string[], where: string): Condition {
  const known = key.toLowerCase();
  if (!KNOWN_KEYS.some((pattern) => pattern.test(known))) {
    throw new PolicyError(where, `the local run does not know the condition key ${key}. Teach it in conditions.ts.`);
  }
  if (name === "Null") {
    const absent = values.map((value) => value.toLowerCase() === "true");
    return (context) => absent.includes(context[known] === undefined);
  }
  const { base, ifExists } = splitOperator(name);
  const operator = OPERATORS[base];
  if (!operator) {
    throw new PolicyError(
      where,
      `the local run does not know the condition operator ${name}. Teach it in conditions.ts.`,
    );
  }
  const fits = values.map(operator.compile);
  return (context) => {
    const value = context[known];
    if (value === undefined) return ifExists || operator.negated === true;
    return fits.some((test) => test(value)) !== (operator.negated === true);
  };
}

/** Every key has one value here, and then `ForAnyValue:` says nothing more than the operator itself. */
function splitOperator(name: string): { base: string; ifExists: boolean } {
  const single = name.replace(/^ForAnyValue:/, "");
  const ifExists = single.endsWith("IfExists");
  return { base: ifExists ? single.slice(0, -"IfExists".length) : single, ifExists };
}
