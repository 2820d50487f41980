import { statesOf } from "../../../../asl/states";
import type { Grant } from "../../../../stacks/constructs/grants";
import type { Substitutions } from "../../../../stacks/constructs/placeholders";
import { Refused } from "../../../../stacks/constructs/refused";
import { deriveGrants, type Reaches } from "../../../../stacks/constructs/rights/derive";
import { problemsOf } from "../../published-iam";
import type { Json } from "../rules/machines";

export const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
export const key = { arn: arn("kms", "key/11111111-2222-3333-4444-555555555555") };

/** Resources as constructs hand them over. */
export const resources: Substitutions = {
  TableName: { arn: arn("dynamodb", "table/orders"), name: "orders", key },
  OtherTableName: { arn: arn("dynamodb", "table/others"), name: "others" },
  QueueUrl: { arn: arn("sqs", "letters"), url: "https://sqs.eu-west-1.amazonaws.com/123456789012/letters", key },
  TopicArn: { arn: arn("sns", "news"), key },
  BusName: { arn: arn("events", "event-bus/facts"), name: "facts" },
  GreetArn: { arn: arn("lambda", "function:greet") },
  ChildArn: { arn: arn("states", "stateMachine:child"), name: "child" },
  StrangerArn: { arn: arn("states", "stateMachine:stranger") },
  OtherRoleArn: { arn: "arn:aws:iam::123456789012:role/other" },
  BucketName: { arn: "arn:aws:s3:::lines", name: "lines", key },
  Word: "hello",
};

export const task = (Resource: string, Parameters: Json = {}): Json => ({
  Type: "Task",
  Resource: `arn:aws:states:::${Resource}`,
  Parameters,
});

const machine = (states: Json) => ({ StartAt: Object.keys(states)[0], States: states });

/** The grants of a workflow `greet` with these states. */
export function derive(states: Json, reaches: Reaches = {}): Grant[] {
  return deriveGrants(
    {
      file: "workflows/greet.asl.json",
      states: statesOf(machine(states)),
      substitutions: resources,
      reaches,
      self: { arn: arn("states", "stateMachine:greet"), name: "greet" },
      arnOf: arn,
    },
    "eu-west-1",
  );
}

/** What one Task may do, a line for each statement, once AWS knows all of it. */
export async function rightsOf(state: Json, reaches: readonly { readonly arn: string }[] = []): Promise<string[]> {
  const grants = derive({ Try: state }, reaches.length === 0 ? {} : { Try: reaches });
  const problems = await Promise.all(
    grants.map(({ actions, resources: on, conditions }) =>
      problemsOf({ Action: [...actions], Resource: [...on], Condition: conditions }),
    ),
  );
  expect(problems.flat()).toEqual([]);
  return grants.map(({ actions, resources: on, conditions }) => {
    const services = Object.values(conditions ?? {}).flatMap((keys) => Object.entries(keys).flat(2));
    return [...actions, "on", ...on, ...services].join(" ");
  });
}

/** What a workflow is refused with, or nothing. */
export function refusalOf(states: Json, reaches: Reaches = {}): string {
  try {
    derive(states, reaches);
    return "";
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}
