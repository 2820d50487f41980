/** The parts of an ARN. `*` and empty ones are not known, or not part of such ARNs. */
interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** No ARN that names a resource has more parts after its account that matter here. */
const MOST_PARTS = 8;

function parse(arn: string): Arn {
  const [, partition = "", service = "", region = "", account = "", ...resource] = arn.split(":");
  return { partition, service, region, account, resource: resource.join(":") };
}

/** What makes a resource the same one, except for its account and Region. */
export function keyOf(arn: string): string {
  const { service, resource } = parse(arn);
  return `${service} ${resource}`;
}

/** The keys of the resource that an ARN names and of those that it is part of: a table, for an index of it. */
export function keysOf(arn: string): readonly string[] {
  const { service, resource } = parse(arn);
  const ends = [...resource.matchAll(/[:/]/g)].slice(0, MOST_PARTS).map(({ index }) => index);
  return [...ends, resource.length].map((end) => `${service} ${resource.slice(0, end)}`);
}

/** Whether two ARNs may be of one partition, account and Region. */
export function isSamePlace(one: string, other: string): boolean {
  const [mine, its] = [parse(one), parse(other)];
  const isAlike = (left: string, right: string) => left === right || [left, right].some((part) => /^\*?$/.test(part));
  return (
    isAlike(mine.partition, its.partition) && isAlike(mine.region, its.region) && isAlike(mine.account, its.account)
  );
}

/** An ARN with the partition, Region and account of another one. */
export function inPlaceOf(place: string, arn: string): string {
  const { partition, region, account } = parse(place);
  const { service, resource } = parse(arn);
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
