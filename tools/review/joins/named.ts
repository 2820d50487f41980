import { type AslObject, isObject } from "../../../asl/states";
import { bucketArn, busArn, functionArn, queueArn, secretArn, tableArn } from "./arns";
import type { Place } from "./place";

/** A resource that a text names: its ARN, with `*` for an account, Region or partition that is not known. */
export type Named = string;

/** Parameters that name a resource otherwise than by its ARN. */
const BY_NAME: Readonly<Record<string, (place: Place, name: string) => string>> = {
  FunctionName: (place, name) => functionArn(place, name, undefined),
  TableName: (place, name) => tableArn(place, name),
  Bucket: (place, name) => bucketArn(place, name),
  QueueUrl: queueArn,
  EventBusName: busArn,
  SecretId: (place, id) => secretArn(place, id).replace(/-\*$/, ""),
  JobName: (place, name) => `arn:${place.partition}:glue:${place.region}:${place.account}:job/${name}`,
};
const ARN = /arn:[\w-]+:[\w-]+:[\w-]*:[\w-]*:[^\s"'`{}()<>,;?*\\]+/g;
/** Fields of a state that hold other states. */
const INNER = new Set(["Branches", "ItemProcessor", "Iterator"]);

/** The resources that a state names itself, without the states within it. */
export function namedBy(place: Place, state: AslObject): ReadonlySet<Named> {
  const own = Object.fromEntries(Object.entries(state).filter(([field]) => !INNER.has(field)));
  const named = new Set<Named>();
  for (const object of objectsWithin(own)) {
    for (const [field, value] of Object.entries(object)) {
      for (const arn of arnsIn(value)) if (!isIntegration(arn)) named.add(arn);
      const byName = Object.hasOwn(BY_NAME, field) && isName(value) ? BY_NAME[field]?.(place, value) : undefined;
      if (byName !== undefined) named.add(byName);
    }
    for (const arn of qualified(place, object)) named.add(arn);
    if (isObject(object.RequestItems)) {
      for (const table of Object.keys(object.RequestItems)) if (isName(table)) named.add(tableArn(place, table));
    }
  }
  return named;
}

/** The ARNs in a text or list of texts, such as one made by `States.Format`, or within the URI of an API's integration. */
export function arnsIn(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [value];
  return texts.flatMap((text) =>
    typeof text === "string" ? (text.match(ARN) ?? []).flatMap((arn) => arn.split(/(?<=.)(?=arn:)/)) : [],
  );
}

/** A version or alias, or an index, that a second parameter names. */
function qualified(place: Place, { FunctionName, Qualifier, TableName, IndexName }: AslObject): readonly string[] {
  return [
    ...(isName(FunctionName) && isName(Qualifier) ? [functionArn(place, FunctionName, Qualifier)] : []),
    ...(isName(TableName) && isName(IndexName) ? [tableArn(place, TableName, IndexName)] : []),
  ];
}

/** Whether it is a name, and not one that is made at run time or by Terraform. */
function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !/^\{%|\$\{|[*\s]/.test(value);
}

/** `arn:aws:states:::sqs:sendMessage` names a call, not a resource. */
function isIntegration(arn: string): boolean {
  return /^arn:[\w-]+:states:::/.test(arn);
}

/** An object and every object in it. Without recursion, because a hostile definition may nest deeply. */
function* objectsWithin(object: AslObject): Generator<AslObject> {
  const left: unknown[] = [object];
  while (left.length > 0) {
    const value = left.pop();
    if (isObject(value)) yield value;
    if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) left.push(inner);
  }
}
