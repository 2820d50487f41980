/** Something in AWS that a workflow may reach: what calls name it by, and the key that encrypts what it holds. */
export interface Resource {
  readonly arn: string;
  readonly name?: string;
  readonly url?: string;
  /** A state machine's alias or version, where a call names that: rights are those of the machine all the same. */
  readonly startArn?: string;
  /** Of a workflow, the seconds after which an execution of it ends, if it has a limit. */
  readonly limitSeconds?: number | undefined;
  readonly key?: { readonly arn: string } | undefined;
}

/** Attributes that a call may name a resource by, by the ending of the placeholder: `OrdersTableName`, `DlqUrl`. */
const ENDINGS = [
  ["Arn", "arn"],
  ["Name", "name"],
  ["Url", "url"],
] as const;

/** What stands for a resource where the placeholder is: its ARN, name or URL, if it has one. */
export function attributeFor(placeholder: string, resource: Resource): string | undefined {
  const [, attribute] = ENDINGS.find(([ending]) => placeholder.endsWith(ending)) ?? [];
  if (attribute === "arn") return resource.startArn ?? resource.arn;
  return attribute === undefined ? undefined : resource[attribute];
}

/** One object of a bucket, or every object under a prefix where `key` ends with `*`. */
export function objectsIn(bucket: Resource, key: string): Resource {
  return { arn: `${bucket.arn}/${key}`, key: bucket.key };
}
