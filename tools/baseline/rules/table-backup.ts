import type { Rule } from "../rule";

export const tableBackup: Rule = {
  id: "table-backup",
  scannerIds: ["NIST.800.53.R5-DynamoDBInBackupPlan"],
  types: ["aws_dynamodb_table"],
  reason: "Orders of more than 35 days ago cannot be brought back",
  fix: "Write an aws_backup_selection that holds the table",
  check: (resource, stack) =>
    stack
      .ofType("aws_backup_selection")
      .some((selection) => selection.references("resources").includes(resource.address))
      ? []
      : ["no aws_backup_selection holds it"],
};
