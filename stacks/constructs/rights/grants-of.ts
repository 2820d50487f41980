import type { Grant } from "../grants";
import { both, isEncrypting, type KeyUses, keyGrants } from "../key-use";
import type { Need } from "./need";

/** What a state needs from one service. `service` is the prefix of its IAM actions. */
export interface StateNeeds {
  readonly state: string;
  readonly service: string;
  readonly needs: readonly Need[];
}

interface Statement {
  readonly resource: string;
  readonly conditions: Need["conditions"];
  readonly states: Set<string>;
  readonly actions: Set<string>;
}

/** One statement per resource, named after the states that need it, and the statements for the keys. */
export function grantsOf(all: readonly StateNeeds[], region: string): Grant[] {
  const statements = new Map<string, Statement>();
  const keys = new Map<string, KeyUses>();
  for (const { state, service, needs } of all) {
    for (const { actions, on, access, conditions } of needs) {
      const id = JSON.stringify([on.arn, conditions]);
      const statement = statements.get(id) ?? newStatement(on.arn, conditions);
      statements.set(id, statement);
      statement.states.add(state);
      for (const action of actions) statement.actions.add(action.includes(":") ? action : `${service}:${action}`);
      if (on.key === undefined || access === undefined || !isEncrypting(service)) continue;
      const uses = keys.get(on.key.arn) ?? {};
      keys.set(on.key.arn, { ...uses, [service]: both(uses[service], access) });
    }
  }
  return withDistinctSids([
    ...[...statements.values()].map(asGrant),
    ...[...keys].flatMap(([arn, uses]) => keyGrants(region, { arn }, uses)),
  ]);
}

function newStatement(resource: string, conditions: Need["conditions"]): Statement {
  return { resource, conditions, states: new Set(), actions: new Set() };
}

/** A Sid may have letters and digits only. */
function asGrant({ resource, conditions, states, actions }: Statement): Grant {
  return {
    sid: [...states].map((state) => state.replace(/[^A-Za-z0-9]/g, "")).join("And"),
    actions: [...actions].sort(),
    resources: [resource],
    ...(conditions === undefined ? {} : { conditions }),
  };
}

/** Numbers the statements of states that need several resources, because a Sid must be unique. */
function withDistinctSids(grants: readonly Grant[]): Grant[] {
  const counts = new Map<string, number>();
  return grants.map((grant) => {
    const count = (counts.get(grant.sid) ?? 0) + 1;
    counts.set(grant.sid, count);
    return count === 1 ? grant : { ...grant, sid: `${grant.sid}${count}` };
  });
}
