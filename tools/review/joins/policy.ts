import { z } from "zod";
import { parseJson } from "../../support/json";
import type { Need } from "./needs/call";
import { covers, overlaps } from "./pattern";

/** What policies say of one call. `conditional` and `partly`: it may be allowed, by circumstances that a plan does not know. */
export type Answer = "allowed" | "conditional" | "partly" | "refused";

/** A statement of a policy, in lower case where IAM ignores case. */
export interface Statement {
  readonly isDeny: boolean;
  readonly actions: readonly string[];
  readonly exceptActions: readonly string[] | undefined;
  readonly resources: readonly string[];
  readonly exceptResources: readonly string[] | undefined;
  readonly hasCondition: boolean;
}

const texts = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const statement = z.looseObject({
  Effect: z.string(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});
const document = z.looseObject({ Statement: z.preprocess((given) => [given].flat(), z.array(statement)) });

/** The statements of a policy's JSON; undefined if it cannot be read. */
export function statementsOf(text: string): readonly Statement[] | undefined {
  const read = document.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const lower = (actions: readonly string[] | undefined) => actions?.map((action) => action.toLowerCase());
  return read.data.Statement.map(({ Effect, Action, NotAction, Resource, NotResource, Condition = {} }) => {
    const resources = [...(Resource ?? []), ...(NotResource ?? [])];
    return {
      isDeny: Effect === "Deny",
      actions: lower(Action) ?? [],
      exceptActions: lower(NotAction),
      resources: (Resource ?? []).map(withoutVariables),
      exceptResources: NotResource?.map(withoutVariables),
      // A variable has a value only in a request, as a condition has.
      hasCondition: Object.keys(Condition).length > 0 || resources.some((each) => each.includes("${")),
    };
  });
}

/**
 * Decides as IAM does, as far as a plan lets one know: a Deny that certainly applies wins, else an Allow is needed.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly Statement[], need: Need): Answer {
  let answer: Answer = "refused";
  let mayBeDenied = false;
  for (const each of statements) {
    const reach = reachOf(each, need);
    if (reach === "none") continue;
    if (each.isDeny) {
      if (reach === "all" && !each.hasCondition) return "refused";
      mayBeDenied = true;
    } else if (reach === "all" && !each.hasCondition) {
      answer = "allowed";
    } else if (answer !== "allowed") {
      answer = reach === "all" ? "conditional" : "partly";
    }
  }
  return mayBeDenied && answer === "allowed" ? "partly" : answer;
}

/** Whether a statement is about all, some or none of the resources that a need may mean. */
function reachOf(each: Statement, { action, resource }: Need): "all" | "some" | "none" {
  const wanted = action.toLowerCase();
  const fits = (pattern: string) => covers(pattern, wanted);
  const isOfAction = each.exceptActions === undefined ? each.actions.some(fits) : !each.exceptActions.some(fits);
  if (!isOfAction) return "none";
  if (each.exceptResources !== undefined) {
    if (each.exceptResources.some((pattern) => covers(pattern, resource))) return "none";
    return each.exceptResources.some((pattern) => overlaps(pattern, resource)) ? "some" : "all";
  }
  if (each.resources.some((pattern) => covers(pattern, resource))) return "all";
  return each.resources.some((pattern) => overlaps(pattern, resource)) ? "some" : "none";
}

/** `${aws:username}` and the like may have any value. */
function withoutVariables(resource: string): string {
  return resource.replace(/\$\{[^}]*\}/g, "*");
}
