import type { Principal } from "../aws";
import type { AccessRequest } from "./request";
import type { Right } from "./right";

/** A request with all its principals. Of the requests that used the same rights, only the first is kept. */
export interface Asked {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly actors: Set<string>;
}

/** A refused request, and how often it was refused. */
export interface Denial {
  readonly principal: Principal;
  readonly request: AccessRequest;
  readonly actors: Set<string>;
  /** AWS's error message. */
  readonly message: string;
  times: number;
}

const MOST_DENIALS = 1_000;

/** The requests to IAM in a run, and their results. */
export class AccessRecord {
  private readonly asked = new Map<string, Asked>();
  private readonly refused = new Map<string, Denial>();
  private readonly used = new Map<Right, Set<string>>();
  private readonly listeners = new Set<(denial: Denial) => void>();

  allow(principal: Principal, request: AccessRequest, by: readonly Right[]): void {
    const { actor = principal.arn } = principal;
    for (const right of by) addTo(this.used, right, actor);
    const key = [principal.arn, request.action, ...by.map(({ id }) => id)].join(" ");
    const known = this.asked.get(key);
    if (known) known.actors.add(actor);
    else this.asked.set(key, { principal, request, actors: new Set([actor]) });
  }

  refuse(principal: Principal, request: AccessRequest, message: string): void {
    const { actor = principal.arn } = principal;
    const key = [principal.arn, request.action, request.resource, ...Object.values(request.context ?? {})].join(" ");
    const denial = this.refused.get(key) ?? { principal, request, message, actors: new Set<string>(), times: 0 };
    denial.times += 1;
    denial.actors.add(actor);
    if (this.refused.size < MOST_DENIALS) this.refused.set(key, denial);
    for (const listen of this.listeners) listen(denial);
  }

  get requests(): readonly Asked[] {
    return [...this.asked.values()];
  }

  get denials(): readonly Denial[] {
    return [...this.refused.values()];
  }

  /** The principals on whose behalf the right was used; empty if it was not used. */
  usersOf(right: Right): ReadonlySet<string> {
    return this.used.get(right) ?? new Set();
  }

  /** Calls a listener for every refusal. Returns a function that removes the listener. */
  onDenial(listener: (denial: Denial) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function addTo(used: Map<Right, Set<string>>, right: Right, actor: string): void {
  const known = used.get(right);
  if (known) known.add(actor);
  else used.set(right, new Set([actor]));
}
