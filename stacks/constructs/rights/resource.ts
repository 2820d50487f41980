/** An AWS resource that a workflow may reach: the attributes that calls use, and the key that encrypts its data. */
export interface Resource {
  readonly arn: string;
  readonly name?: string;
  readonly url?: string;
  /** A state machine's alias or version, if calls name that. Rights are still on the machine. */
  readonly startArn?: string;
  /** For a workflow with a limit, the seconds after which its executions end. */
  readonly limitSeconds?: number | undefined;
  readonly key?: { readonly arn: string } | undefined;
}

/** Attributes of a resource, by the ending of the placeholder: `OrdersTableName`, `DlqUrl`. */
const ENDINGS = [
  ["Arn", "arn"],
  ["Name", "name"],
  ["Url", "url"],
] as const;

/** The resource's ARN, name or URL that replaces the placeholder, if it has one. */
export function attributeFor(placeholder: string, resource: Resource): string | undefined {
  const [, attribute] = ENDINGS.find(([ending]) => placeholder.endsWith(ending)) ?? [];
  if (attribute === "arn") return resource.startArn ?? resource.arn;
  return attribute === undefined ? undefined : resource[attribute];
}

/** One object in a bucket, or every object under a prefix if `key` ends with `*`. */
export function objectsIn(bucket: Resource, key: string): Resource {
  return { arn: `${bucket.arn}/${key}`, key: bucket.key };
}
