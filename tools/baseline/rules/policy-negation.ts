import { POLICY_DOCUMENT, type PolicyKind, policyTypes, statementsOf } from "../model/policy";
import type { Rule } from "../rule";

const KINDS: readonly PolicyKind[] = ["identity", "trust", "resource"];

/** A Deny with a negation is how a policy closes what is not listed, and is well. */
export const policyNegation: Rule = {
  id: "policy-negation",
  scannerIds: [],
  types: [...new Set(KINDS.flatMap(policyTypes))],
  reason: "Allowing all but a list allows everything that AWS adds later",
  fix: "List what is allowed",
  check: (resource, stack) =>
    (resource.type === POLICY_DOCUMENT ? KINDS.slice(0, 1) : KINDS)
      .flatMap((kind) => statementsOf(resource, stack, kind))
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ negations }) => negations.map((negation) => `an Allow has ${negation}`)),
};
