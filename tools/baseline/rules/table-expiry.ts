import { expectSet, expectValue } from "../expect";
import type { Rule } from "../rule";

export const tableExpiry: Rule = {
  id: "table-expiry",
  scannerIds: [],
  types: ["aws_dynamodb_table"],
  reason: "Addresses are kept for longer than anybody needs them",
  fix: "Set ttl.enabled and ttl.attribute_name",
  check: (resource) => [...expectValue(resource, "ttl.enabled", true), ...expectSet(resource, "ttl.attribute_name")],
};
