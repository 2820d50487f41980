/** The IAM rights that Terraform needs to read and change resources of some types. */
export interface Right {
  /** Names the statements. Letters and digits only. */
  readonly sid: string;
  /** The Terraform types that it is for. */
  readonly types: readonly string[];
  /** Actions of a refresh and a plan. They return no customer data and no secret values. */
  readonly read: readonly string[];
  /** Actions that create, change, tag and destroy. */
  readonly write: readonly string[];
  /** The resources' ARNs. */
  readonly on: readonly string[];
  /** Conditions on the write statement only. */
  readonly writesIf?: Conditions;
  /** Conditions on the read and write statements, for resources whose ARN does not contain their name. */
  readonly onlyIf?: Conditions;
}

/** Operator, then condition key, then values. One of the values must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** How to write the ARNs and names of an environment. */
export interface Names {
  /** The ARN of a resource in the environment's account and region. */
  readonly arn: (service: string, resource: string) => string;
  /** IAM's ARNs contain no region. */
  readonly iamArn: (resource: string) => string;
  /** A bucket's ARN contains no account and no region. */
  readonly bucketArn: (bucket: string) => string;
  /** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
  readonly apiArn: (path: string) => string;
  readonly region: string;
  /** The beginning of every name, such as `orders-dev`. */
  readonly prefix: string;
  /** The ARN of every role's permissions boundary. */
  readonly boundaryArn: string;
}

const TAG = ["TagResource", "UntagResource"] as const;

/** `service:Action` for each of the actions. */
export function of(service: string, ...actions: readonly string[]): string[] {
  return actions.map((action) => `${service}:${action}`);
}

/** `service:Action` for each of the actions, followed by the two for tags that most services have. */
export function tagged(service: string, ...actions: readonly string[]): string[] {
  return of(service, ...actions, ...TAG);
}
