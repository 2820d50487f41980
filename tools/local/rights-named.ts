import { Names, type PolicyAuthorizer, type Right } from "../aws";
import { StartError } from "../support/start-error";

/**
 * Finds the rights that command-line texts name, each `ROLE ACTION [RESOURCE]`: the end of the role's or service's
 * name, the action, and the end of the resource's ARN. Throws a {@link StartError} for a text that matches no right.
 */
export function rightsNamed(texts: readonly string[], { rights }: PolicyAuthorizer, env: string): Right[] {
  return texts.flatMap((text) => {
    const [role = "", action = "", resource = ""] = text.trim().split(/\s+/);
    const ofRole = rights.filter(({ holder }) => holder.endsWith(role));
    const named = ofRole.filter((right) => right.action === action && right.resource.endsWith(resource));
    if (named.length > 0) return named;
    const names = new Names(env);
    const has = [...new Set(ofRole.map((right) => right.action))].join(", ");
    const holders = [...new Set(rights.map(({ holder }) => names.holder(holder)))].join(", ");
    throw new StartError(
      `--without ${JSON.stringify(text)} matches no permission. Expected "ROLE ACTION [RESOURCE]"; ${has === "" ? `the roles are ${holders}` : `${role} may ${has}`}.`,
    );
  });
}
