/** What reading and changing some types of Terraform's resources needs of AWS. */
export interface Right {
  /** Names the statements: letters and digits. */
  readonly sid: string;
  /** Terraform's types that it is for. */
  readonly types: readonly string[];
  /** Actions of a refresh and a plan. They return no data of customers, and no secret's value. */
  readonly read: readonly string[];
  /** Actions that create, change, tag and destroy. */
  readonly write: readonly string[];
  /** ARNs. */
  readonly on: readonly string[];
  /** Of the statement that writes. */
  readonly writesIf?: Conditions;
  /** Where the resource's ARN bears no name: of the statements that read and write. */
  readonly onlyIf?: Conditions;
}

/** Operator, then condition key, then the values of which one must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** How the ARNs and names of an environment are written. */
export interface Names {
  /** The ARN of a resource in the environment's account and region. */
  readonly arn: (service: string, resource: string) => string;
  /** IAM is in no region. */
  readonly iamArn: (resource: string) => string;
  /** A bucket is in no account and no region. */
  readonly bucketArn: (bucket: string) => string;
  /** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
  readonly apiArn: (path: string) => string;
  readonly region: string;
  /** What every name begins with, such as `orders-dev`. */
  readonly prefix: string;
  /** The ARN of the policy that every role bears. */
  readonly boundaryArn: string;
}

const TAG = ["TagResource", "UntagResource"] as const;

/** `service:Action` for each of the actions. */
export function of(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

/** The actions that most services have for tags, with others before them. */
export function tagged(service: string, ...actions: readonly string[]): string[] {
  return of(service, ...actions, ...TAG);
}
