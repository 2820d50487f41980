import { expectValue } from "../expect";
import type { Rule } from "../rule";

export const tableDeletionProtection: Rule = {
  id: "table-deletion-protection",
  scannerIds: [],
  types: ["aws_dynamodb_table"],
  reason: "One wrong word to Terraform or in the console deletes every order",
  fix: "Set deletion_protection_enabled to true",
  check: (resource) => expectValue(resource, "deletion_protection_enabled", true),
};
