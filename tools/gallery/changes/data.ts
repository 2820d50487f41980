import type { Change } from "../change";

const DEV = "environments/dev.ts";

/** Changes of what is kept, and of how it is watched. */
export const DATA: readonly Change[] = [
  {
    name: "table-replaced",
    title: "The table loses its protection and gets another key",
    what: "With `deletionProtection` off, nothing refuses a new sort key, which replaces the table.",
    unit: "data",
    edits: [
      { file: DEV, from: "deletionProtection: true", to: "deletionProtection: false" },
      { file: "stacks/data.ts", from: 'rangeKey: "sk"', to: 'rangeKey: "line"' },
      { file: "stacks/data.ts", from: '{ name: "sk", type: "S" }', to: '{ name: "line", type: "S" }' },
    ],
  },
  {
    name: "logs-cut",
    title: "Logs are kept for a week instead of a year",
    what: "Every log group has a retention of 7 days, whatever the environment says.",
    unit: "fulfilment",
    edits: [
      {
        file: "stacks/constructs/log-group.ts",
        from: "retentionInDays: PlatformStack.of(this).environment.logRetentionDays,",
        to: "retentionInDays: 7,",
      },
    ],
  },
  {
    name: "logs-longer",
    title: "Logs are kept for two years instead of one",
    what: "`logRetentionDays` is 731 in `dev`.",
    unit: "fulfilment",
    edits: [{ file: DEV, from: "logRetentionDays: 365", to: "logRetentionDays: 731" }],
  },
  {
    name: "alarms-silenced",
    title: "Alarms on dead letters call nobody",
    what: "The alarms that watch whether a queue of dead letters is empty have no actions.",
    unit: "fulfilment",
    edits: [
      {
        file: "stacks/constructs/alarm.ts",
        from: "alarmActions: [options.topicArn],",
        to: 'alarmActions: [options.topicArn],\n      actionsEnabled: !options.part.endsWith("-not-empty"),',
      },
    ],
  },
  {
    name: "alarms-deleted",
    title: "The table is no longer watched",
    what: "The alarms on throttled reads and writes of the table and its index are gone.",
    unit: "fulfilment",
    edits: [{ file: "stacks/fulfilment.ts", from: "    this.watchTable();\n", to: "" }],
  },
  {
    name: "redrive-dropped",
    title: "A queue loses its dead-letter queue",
    what: "The `redrivePolicy` is empty, so SQS delivers a poisonous hand-over again and again until it is too old. (Without the argument, the provider would keep the policy that it has read.)",
    unit: "fulfilment",
    edits: [
      {
        file: "stacks/constructs/queue.ts",
        from: `            redrivePolicy: JSON.stringify({
              deadLetterTargetArn: deadLetters.queueArn,
              maxReceiveCount: deadLetters.afterReceives,
            }),`,
        to: '            redrivePolicy: "{}",',
      },
    ],
  },
  {
    name: "function-stopped",
    title: "A function may not run any more",
    what: "`process-payment` has a reserved concurrency of 0.",
    unit: "fulfilment",
    edits: [
      {
        file: "stacks/constructs/node-function.ts",
        from: "      timeout: options.timeoutSeconds,",
        to: '      timeout: options.timeoutSeconds,\n      ...(name === "process-payment" ? { reservedConcurrentExecutions: 0 } : {}),',
      },
    ],
  },
  {
    name: "first-drift",
    title: "Nothing changes after a first deployment",
    what: "The plan reads every resource again. AWS has added empty values to most of them, which Terraform calls changes made outside of it.",
    unit: "fulfilment",
    edits: [],
    refreshes: true,
  },
];
