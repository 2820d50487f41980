import { arnIn } from "../place";
import { type Call, type Need, type Needs, on } from "./call";

/** A job that a service runs, and that Step Functions watches by asking for it or by a rule that it manages. */
interface Job {
  readonly start: string;
  /** The resource that starting it needs the right on. */
  readonly of: (call: Call) => string;
  /** Further needs of `.sync`, on any resource. */
  readonly watch: readonly string[];
  readonly rule?: string;
}

const anything = () => "*";

/** Sources: ecs-iam, batch-iam, glue-iam, athena-iam and codebuild-iam, such as
 * https://docs.aws.amazon.com/step-functions/latest/dg/ecs-iam.html */
const JOBS: Readonly<Record<string, Job>> = {
  "ecs:runTask": {
    start: "ecs:RunTask",
    of: taskDefinition,
    watch: ["ecs:StopTask", "ecs:DescribeTasks"],
    rule: "StepFunctionsGetEventsForECSTaskRule",
  },
  "batch:submitJob": {
    start: "batch:SubmitJob",
    of: anything,
    watch: ["batch:DescribeJobs", "batch:TerminateJob"],
    rule: "StepFunctionsGetEventsForBatchJobsRule",
  },
  "glue:startJobRun": {
    start: "glue:StartJobRun",
    of: anything,
    watch: ["glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
  },
  "athena:startQueryExecution": {
    start: "athena:StartQueryExecution",
    of: anything,
    watch: ["athena:StopQueryExecution", "athena:GetQueryExecution"],
  },
  "codebuild:startBuild": {
    start: "codebuild:StartBuild",
    of: (call) => arnIn(call.place, "codebuild", `project/${call.text("ProjectName") ?? "*"}`),
    watch: ["codebuild:StopBuild", "codebuild:BatchGetBuilds"],
    rule: "StepFunctionsGetEventForCodeBuildStartBuildRule",
  },
};

export const jobs: Readonly<Record<string, Needs>> = Object.fromEntries(
  Object.entries(JOBS).map(([name, job]) => [name, needsOf(job)]),
);

function needsOf({ start, of, watch, rule }: Job): Needs {
  return (call) => [
    ...on(of(call), start),
    ...ifSync(call, [...on("*", ...watch), ...(rule === undefined ? [] : managedRule(call, rule))]),
  ];
}

/** The needs, if the call waits until what it started has ended. */
export function ifSync({ pattern }: Call, needs: readonly Need[]): readonly Need[] {
  return pattern.startsWith("sync") ? needs : [];
}

/** The rule by which Step Functions learns that a job has ended. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html */
export function managedRule({ place }: Call, name: string): Need[] {
  return on(arnIn(place, "events", `rule/${name}`), "events:PutTargets", "events:PutRule", "events:DescribeRule");
}

/** Without a revision, AWS takes the latest one. */
function taskDefinition(call: Call): string {
  const given = call.text("TaskDefinition") ?? "*";
  if (given.startsWith("arn:") || given === "*") return given;
  return arnIn(call.place, "ecs", `task-definition/${given}${given.includes(":") ? "" : ":*"}`);
}
