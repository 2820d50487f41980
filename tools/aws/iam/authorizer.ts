import { type Authorizer, type AwsCall, notServed, type Principal } from "../aws";
import { callKey } from "./call-key";
import { type Decider, type Decision, decide, isPerson } from "./decide";
import { needsOf } from "./needs";
import type { Surroundings } from "./needs/needs";
import type { Policies } from "./policies";
import { AccessRecord, type Asked } from "./record";
import { refusal } from "./refusal";
import type { AccessRequest } from "./request";
import type { Right } from "./right";

export interface AuthorizerOptions {
  readonly policies: Policies;
  readonly around: Surroundings;
}

interface Known extends Decision {
  /** The principals on whose behalf it was requested so far. */
  readonly actors: Set<string>;
}

/** The number of object keys has no bound, so decisions are dropped from time to time. */
const MOST_KNOWN = 20_000;

/** Checks every call against the policies of the deployment, as IAM would, and records the requests. */
export class PolicyAuthorizer implements Authorizer {
  readonly record = new AccessRecord();
  /** Limits of the enforcement, for the operator. */
  readonly notices: readonly string[];
  /** Every right that the deployment's policies give. */
  readonly rights: readonly Right[];
  private readonly around: Surroundings;
  private readonly taken = new Set<Right>();
  private readonly decider: Decider;
  private readonly known = new Map<string, Known>();
  /** By {@link callKey}. */
  private readonly allowedCalls = new Set<string>();

  constructor({ policies, around }: AuthorizerOptions) {
    this.rights = [...policies.ofRoles.values(), ...policies.ofResources.values()].flatMap(({ allows }) => allows);
    this.notices = policies.notices;
    this.around = around;
    this.decider = { policies, accountId: around.accountId, without: this.taken };
  }

  check(call: AwsCall): void {
    const key = callKey(call);
    if (key !== undefined && this.allowedCalls.has(key)) return;
    const { service, action, principal } = call;
    const needs = needsOf(call, this.around);
    if (needs) this.demand(service, principal, needs);
    // Only people call these actions here, and they may do everything.
    else if (!isPerson(principal)) throw notServed(service, action);
    if (key !== undefined) this.allowedCalls.add(key);
  }

  /** Revokes rights, at once and for every caller. Returns a function that restores them. */
  take(rights: readonly Right[]): () => void {
    const fresh = rights.filter((right) => !this.taken.has(right));
    for (const right of fresh) this.taken.add(right);
    this.forget();
    return () => {
      for (const right of fresh) this.taken.delete(right);
      this.forget();
    };
  }

  /** Whether a request that is allowed with all rights would be refused without this one. */
  isNeeded(right: Right, { principal, request }: Pick<Asked, "principal" | "request">): boolean {
    const allowed = (...taken: Right[]) =>
      decide(principal, request, { ...this.decider, without: new Set(taken) }).allowed;
    return allowed() && !allowed(right);
  }

  /** Requires of `principal` the rights for a call of `service`. A service that acts in a role must first assume it. */
  private demand(service: string, principal: Principal, requests: readonly AccessRequest[]): void {
    const { arn, service: taker } = principal;
    if (taker && arn.startsWith("arn:")) {
      this.ask(service, { ...principal, arn: taker.name }, { action: "sts:AssumeRole", resource: arn });
    }
    for (const request of requests) this.ask(service, principal, request);
  }

  private forget(): void {
    this.known.clear();
    this.allowedCalls.clear();
  }

  private ask(service: string, principal: Principal, request: AccessRequest): void {
    const { arn, actor = "", service: taker } = principal;
    const { action, resource, context } = request;
    const extra = context === undefined ? "" : Object.values(context).join(" ");
    const key = `${arn} ${taker?.sourceArn} ${action} ${resource} ${extra}`;
    let known = this.known.get(key);
    if (!known) {
      if (this.known.size >= MOST_KNOWN) this.forget();
      known = { ...decide(principal, request, this.decider), actors: new Set() };
      this.known.set(key, known);
    }
    if (known.allowed) {
      if (known.actors.has(actor)) return;
      known.actors.add(actor);
      // The user of this machine is not part of the deployment.
      if (!isPerson(principal)) this.record.allow(principal, request, known.by);
      return;
    }
    const error = refusal(service, { principal, request, decision: known });
    if (!isPerson(principal)) this.record.refuse(principal, request, error.message);
    throw error;
  }
}
