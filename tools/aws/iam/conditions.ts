import { CONTEXT_KEYS } from "./key-uses";
import { PolicyError } from "./policy-error";
import { arnWildcard, type Fits, wildcard } from "./wildcard";

/** Facts of a request other than principal, action and resource, by condition key in lower case. */
export type Context = Readonly<Record<string, string>>;

export type Condition = (context: Context) => boolean;

/** The Condition block of a statement: operator, then key, then the values. One of the values must match. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * The keys that the local run fills in where AWS does, apart from those of encryption contexts. Any other key would
 * always count as absent, so a policy that names one is refused. Keys are case-insensitive.
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
  /^states:statemachinequalifier$/,
];

interface Operator {
  readonly compile: (value: string) => Fits;
  /** Fulfilled if no value matches, and also for an absent key. */
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

/**
 * Compiles a Condition block; every condition must be fulfilled. Throws a PolicyError for an unknown key or operator.
 */
export function compileConditions(block: ConditionBlock, where: string): Condition {
  const tests = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => compileTest(operator, key, values, where)),
  );
  return (context) => tests.every((test) => test(context));
}

function compileTest(name: string, key: string, values: readonly string[], where: string): Condition {
  const known = key.toLowerCase();
  if (!CONTEXT_KEYS.has(known) && !KNOWN_KEYS.some((pattern) => pattern.test(known))) {
    throw new PolicyError(where, `the local run does not know the condition key ${key}. Add it in conditions.ts.`);
  }
  if (name === "Null") {
    const absent = values.map((value) => value.toLowerCase() === "true");
    return (context) => absent.includes(context[known] === undefined);
  }
  const { quantifier, base, ifExists } = splitOperator(name);
  const operator = OPERATORS[base];
  if (!operator) {
    throw new PolicyError(
      where,
      `the local run does not know the condition operator ${name}. Add it in conditions.ts.`,
    );
  }
  const fits = values.map(operator.compile);
  const isNegated = operator.negated === true;
  const ofAbsent = quantifier === undefined ? ifExists || isNegated : OF_NO_VALUE[quantifier];
  return (context) => {
    const value = context[known];
    return value === undefined ? ofAbsent : fits.some((test) => test(value)) !== isNegated;
  };
}

type Quantifier = "ForAnyValue" | "ForAllValues";

/**
 * Every key has at most one value here. With a value, a quantifier adds nothing to the operator. Without one, for every
 * operator, ForAnyValue is false and ForAllValues is true.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const OF_NO_VALUE: Readonly<Record<Quantifier, boolean>> = { ForAnyValue: false, ForAllValues: true };

function splitOperator(name: string): { quantifier: Quantifier | undefined; base: string; ifExists: boolean } {
  const quantifier = (["ForAnyValue", "ForAllValues"] as const).find((each) => name.startsWith(`${each}:`));
  const single = quantifier === undefined ? name : name.slice(quantifier.length + 1);
  // AWS does not say what both together mean for an absent key, so the combination is an unknown operator.
  const ifExists = quantifier === undefined && single.endsWith("IfExists");
  return { quantifier, base: ifExists ? single.slice(0, -"IfExists".length) : single, ifExists };
}
