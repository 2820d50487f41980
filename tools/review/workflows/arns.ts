import { join, say, type Text } from "../text";

/** The parts of an ARN. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
interface Arn {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Such as `function:charge:live`. */
  readonly resource: string;
}

/** What differs between two ARNs of one service, in short. */
export interface ArnChange {
  readonly text: Text;
  readonly isOtherAccount: boolean;
}

/** Undefined if either is not an ARN or the URL of a queue, or if they are of different services. */
export function arnChange(before: unknown, after: unknown): ArnChange | undefined {
  const [one, other] = [arnOf(before), arnOf(after)];
  if (one === undefined || other === undefined || one.service !== other.service) return undefined;
  const isSame = (part: keyof Arn) => one[part] === other[part];
  const parts = [
    ...(isSame("resource") ? [] : [say`${`${nameOf(one)} → ${nameOf(other)}`}`]),
    ...(isSame("account") ? [] : [say`another account: ${`${one.account} → ${other.account}`}`]),
    ...(isSame("region") ? [] : [say`another Region: ${`${one.region} → ${other.region}`}`]),
  ];
  if (parts.length === 0) return undefined;
  const isKept = isSame("resource") ? [say`${nameOf(one)} in `] : [];
  return {
    text: join([...isKept, join(parts)], ""),
    isOtherAccount: !isSame("account") && one.account !== "" && other.account !== "",
  };
}

/** `charge` for the ARN of a function, the text itself for anything else. */
export function shortName(value: unknown): string {
  const arn = arnOf(value);
  return arn === undefined ? String(value) : nameOf(arn);
}

/** The URL of a queue, which says as much as its ARN. */
const QUEUE = /^https:\/\/sqs\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<account>\d{12})\/(?<resource>.+)$/;

function arnOf(value: unknown): Arn | undefined {
  if (typeof value !== "string") return undefined;
  const queue = QUEUE.exec(value)?.groups;
  if (queue !== undefined) return { service: "sqs", region: "", account: "", resource: "", ...queue };
  const [scheme, , service = "", region = "", account = "", ...rest] = value.split(":");
  return scheme === "arn" && rest.length > 0 ? { service, region, account, resource: rest.join(":") } : undefined;
}

/** The resource without its type: `charge:live` for `function:charge:live`, `table/orders` as it is. */
function nameOf({ service, account, resource }: Arn): string {
  // An integration, such as arn:aws:states:::lambda:invoke, belongs to no account.
  if (service === "states" && account === "") return resource;
  return resource.replace(/^[a-zA-Z-]+:/, "");
}
