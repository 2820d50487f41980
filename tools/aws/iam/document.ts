import { z } from "zod";
import type { ConditionBlock } from "./conditions";
import { PolicyError } from "./policy-error";

/** A statement as written, with single values turned into lists. */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** Undefined in a policy of a role: the role is the principal. */
  readonly principals: readonly WrittenPrincipal[] | undefined;
  readonly actions: readonly string[];
  /** Undefined in the trust policy of a role: the role is the resource. */
  readonly resources: readonly string[] | undefined;
  readonly conditions: ConditionBlock;
}

/** `*` means everyone. */
export interface WrittenPrincipal {
  readonly type: "AWS" | "Service" | "*";
  readonly value: string;
}

const texts = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => [value].flat());
const value = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const values = z.union([value, z.array(value).min(1)]).transform((given) => [given].flat());
// Strict: refuses NotAction, NotResource, NotPrincipal and any other element that is not read here.
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.strictObject({ AWS: texts.optional(), Service: texts.optional() })]).optional(),
  Action: texts,
  Resource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).default({}),
});
const document = z.strictObject({
  Version: z.literal("2012-10-17"),
  Id: z.string().optional(),
  // A single value may omit the list.
  Statement: z.preprocess((given) => [given].flat(), z.array(statement)),
});

/** Reads the JSON text of a policy. Throws a PolicyError for an element that the local run does not enforce. */
export function readPolicy(text: string, where: string): Statement[] {
  const read = document.safeParse(parse(text, where));
  if (!read.success) {
    throw new PolicyError(where, `the local run cannot enforce this policy. ${z.prettifyError(read.error)}`);
  }
  const statements = read.data.Statement.map(
    ({ Sid, Effect, Principal, Action, Resource, Condition }, index): Statement => ({
      sid: Sid ?? `#${index}`,
      effect: Effect,
      principals: Principal === undefined ? undefined : principalsOf(Principal),
      actions: Action,
      resources: Resource,
      conditions: Condition,
    }),
  );
  for (const each of statements) refuseVariables(each, where);
  return statements;
}

/**
 * Terraform's expressions are resolved by now. A remaining `${...}` is a variable that IAM fills in for each request.
 */
function refuseVariables(
  { sid, principals = [], actions, resources = [], conditions }: Statement,
  where: string,
): void {
  const given = Object.values(conditions).flatMap((keys) => Object.values(keys).flat());
  const texts = [...principals.map(({ value }) => value), ...actions, ...resources, ...given];
  const variable = texts.find((text) => text.includes("${"));
  if (variable === undefined) return;
  throw new PolicyError(
    where,
    `the local run does not fill in variables of IAM, and statement ${sid} has one: ${variable}. Write its value instead.`,
  );
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyError(where, `its policy is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function principalsOf(written: NonNullable<z.output<typeof statement>["Principal"]>): WrittenPrincipal[] {
  if (written === "*") return [{ type: "*", value: "*" }];
  const { AWS = [], Service = [] } = written;
  return [
    ...AWS.map((it): WrittenPrincipal => ({ type: it === "*" ? "*" : "AWS", value: it })),
    ...Service.map((it): WrittenPrincipal => ({ type: "Service", value: it })),
  ];
}
