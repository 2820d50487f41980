import { CONTEXT_KEYS } from "./key-uses";
import { PolicyError } from "./policy-error";
import { arnWildcard, type Fits, wildcard } from "./wildcard";

/** What is known of a request beside principal, action and resource, by condition key; keys are in lower case. */
export type Context = Readonly<Record<string, string>>;

export type Condition = (context: Context) => boolean;

/** The Condition block of a statement: operator, then key, then the values of which one must fit. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/**
 * The keys that the local run fills in where AWS does, beside those of encryption contexts. Any other would always count
 * as absent, so a policy that names one is refused. Case does not count in keys.
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
  if (!CONTEXT_KEYS.has(known) && !KNOWN_KEYS.some((pattern) => pattern.test(known))) {
    throw new PolicyError(where, `the local run does not know the condition key ${key}. Teach it in conditions.ts.`);
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
      `the local run does not know the condition operator ${name}. Teach it in conditions.ts.`,
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
 * Every key has one value here or none. Of one, a quantifier says nothing more than the operator itself; of none, whatever
 * the operator, it is not true that any fits, and true that all do.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const OF_NO_VALUE: Readonly<Record<Quantifier, boolean>> = { ForAnyValue: false, ForAllValues: true };

function splitOperator(name: string): { quantifier: Quantifier | undefined; base: string; ifExists: boolean } {
  const quantifier = (["ForAnyValue", "ForAllValues"] as const).find((each) => name.startsWith(`${each}:`));
  const single = quantifier === undefined ? name : name.slice(quantifier.length + 1);
  // Of both together AWS does not say what an absent key comes to, so that is an operator that is not known.
  const ifExists = quantifier === undefined && single.endsWith("IfExists");
  return { quantifier, base: ifExists ? single.slice(0, -"IfExists".length) : single, ifExists };
}
