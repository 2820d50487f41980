import type { RawCall } from "./raw-call";

/** One call for every kind of named resource that the stacks create. */
export const LISTINGS = {
  tables: { service: "dynamodb", target: "DynamoDB_20120810.ListTables" },
  buckets: { service: "s3", method: "GET" },
  keys: { service: "kms", target: "TrentService.ListAliases" },
  secrets: { service: "secretsmanager", target: "secretsmanager.ListSecrets" },
  queues: { service: "sqs", target: "AmazonSQS.ListQueues" },
  topics: { service: "sns", form: { Action: "ListTopics", Version: "2010-03-31" } },
  machines: { service: "states", target: "AWSStepFunctions.ListStateMachines" },
  functions: { service: "lambda", method: "GET", path: "/2015-03-31/functions/" },
  roles: { service: "iam", form: { Action: "ListRoles", Version: "2010-05-08", MaxItems: "1000" } },
  policies: {
    service: "iam",
    form: { Action: "ListPolicies", Version: "2010-05-08", Scope: "Local", MaxItems: "1000" },
  },
  "log groups": { service: "logs", target: "Logs_20140328.DescribeLogGroups" },
  alarms: { service: "monitoring", form: { Action: "DescribeAlarms", Version: "2010-08-01", MaxRecords: "100" } },
  dashboards: { service: "monitoring", form: { Action: "ListDashboards", Version: "2010-08-01" } },
  buses: { service: "events", target: "AWSEvents.ListEventBuses" },
  rules: { service: "events", target: "AWSEvents.ListRules" },
  pipes: { service: "pipes", method: "GET", path: "/v1/pipes" },
  schedules: { service: "scheduler", method: "GET", path: "/schedules" },
  "schedule groups": { service: "scheduler", method: "GET", path: "/schedule-groups" },
  APIs: { service: "apigateway", method: "GET", path: "/restapis" },
} satisfies Readonly<Record<string, RawCall>>;
