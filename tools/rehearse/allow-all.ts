import type { Authorizer } from "../aws";

/** Moto checks no permissions. The local run checks them, against the same policies. */
export const allowAll: Authorizer = { check: () => {} };
