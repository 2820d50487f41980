import { z } from "zod";

/** One statement of a policy. Every element is a list, however it was written. */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly Principal[];
  readonly conditions: readonly Condition[];
  /** The elements in it that mean everything except what they list: `NotAction`, `NotResource`, `NotPrincipal`. */
  readonly negations: readonly string[];
}

/** A statement with what its negations list. */
export interface PolicyStatement extends Statement {
  readonly notActions: readonly string[];
  readonly notResources: readonly string[];
  readonly notPrincipals: readonly Principal[];
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for everyone. */
  readonly type: string;
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** Reads one text, or a list of them. */
export const statementTexts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const scalars = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const conditionValues = z.union([scalars.transform((text) => [text]), z.array(scalars)]);
const principals = z
  .union([z.literal("*").transform(() => ({ "*": ["*"] })), z.record(z.string(), statementTexts)])
  .transform((byType) =>
    Object.entries(byType).flatMap(([type, values]) => values.map((value): Principal => ({ type, value }))),
  );
const statementSchema = z
  .strictObject({
    Sid: z.string().default(""),
    Effect: z.enum(["Allow", "Deny"]),
    Action: statementTexts.default([]),
    Resource: statementTexts.default([]),
    Principal: principals.default([]),
    Condition: z.record(z.string(), z.record(z.string(), conditionValues)).default({}),
    NotAction: statementTexts.optional(),
    NotResource: statementTexts.optional(),
    NotPrincipal: principals.optional(),
  })
  .transform(
    (it): PolicyStatement => ({
      sid: it.Sid,
      effect: it.Effect,
      actions: it.Action,
      resources: it.Resource,
      principals: it.Principal,
      conditions: Object.entries(it.Condition).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
      ),
      negations: (["NotAction", "NotResource", "NotPrincipal"] as const).filter((element) => it[element] !== undefined),
      notActions: it.NotAction ?? [],
      notResources: it.NotResource ?? [],
      notPrincipals: it.NotPrincipal ?? [],
    }),
  );
const policySchema = z.object({
  Statement: z.union([statementSchema.transform((statement) => [statement]), z.array(statementSchema)]),
});

/**
 * Reads the JSON of a policy; a string says why it is not one.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseStatements(policy: unknown): readonly PolicyStatement[] | string {
  const parsed = policySchema.safeParse(policy);
  return parsed.success ? parsed.data.Statement : z.prettifyError(parsed.error);
}
