import { type ConditionBlock, type Context, compileConditions } from "./conditions";
import type { Statement } from "./document";
import type { AccessRequest } from "./request";
import { wildcard } from "./wildcard";

/**
 * One pair of an action and a resource that a statement allows or denies. A statement of two actions on two resources
 * has four rights, and each service in `kms:ViaService` makes a separate right.
 */
export interface Right {
  /** The same in every run of one deployment. */
  readonly id: string;
  /** ARN of the role or the resource whose policy contains it. */
  readonly policyOf: string;
  /** The principal: a role's ARN, a service's name, the account's root ARN, or `*`. */
  readonly holder: string;
  readonly sid: string;
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** For a right to use a key: the service through which it must be used, such as `sqs`. */
  readonly via: string | undefined;
  covers(request: AccessRequest, context: Context): boolean;
}

export interface Place {
  readonly policyOf: string;
  readonly holder: string;
  /** The resource of a statement without resources, or of a key's statement with `*`. */
  readonly ownResource?: string;
  /** For messages: stack and address. */
  readonly where: string;
}

const VIA = "kms:ViaService";

/** Splits a statement into rights, for one of its principals. Throws a PolicyError for an unknown condition. */
export function rightsOf(statement: Statement, place: Place): Right[] {
  const { sid, actions } = statement;
  const { policyOf, holder, ownResource, where } = place;
  const resources = (statement.resources ?? [ownResource ?? "*"]).map((resource) =>
    resource === "*" && ownResource !== undefined ? ownResource : resource,
  );
  const variants = splitByService(statement.conditions).map(({ via, conditions }) => ({
    via,
    fulfilled: compileConditions(conditions, `${where}, statement ${sid}`),
  }));
  return actions.flatMap((action) => {
    const isAction = wildcard(action, { ignoreCase: true });
    return resources.flatMap((resource) => {
      const isResource = wildcard(resource);
      return variants.map(
        ({ via, fulfilled }): Right => ({
          id: [policyOf, sid, holder, action, resource, via ?? ""].join(" "),
          policyOf,
          holder,
          sid,
          action,
          resource,
          via,
          covers: (request, context) => isAction(request.action) && isResource(request.resource) && fulfilled(context),
        }),
      );
    });
  });
}

/** A list of services becomes one right for each. */
function splitByService(conditions: ConditionBlock): { via: string | undefined; conditions: ConditionBlock }[] {
  const services = conditions.StringEquals?.[VIA];
  if (services === undefined) return [{ via: undefined, conditions }];
  return services.map((service) => ({
    via: service.split(".", 1).join(""),
    conditions: { ...conditions, StringEquals: { ...conditions.StringEquals, [VIA]: [service] } },
  }));
}
