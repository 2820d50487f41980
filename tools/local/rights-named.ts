import { Names, type PolicyAuthorizer, type Right } from "../aws";
import { StartError } from "../support/start-error";

/**
 * The rights that texts of a command line name, each `ROLE ACTION [RESOURCE]`: the end of the role's name (or of a
 * service's), the action, the end of the resource's ARN. A text that names none is a {@link StartError}.
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
      `--without ${JSON.stringify(text)} names no permission. Expected "ROLE ACTION [RESOURCE]"; ${has === "" ? `there are the roles ${holders}` : `${role} may ${has}`}.`,
    );
  });
}
