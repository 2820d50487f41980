import { arnIn, type Place } from "./place";

/** ARNs of resources that calls name by ARN, URL or name. `*` is a part that is known only at run time. */

/** Of a function, from its name, partial ARN or ARN, with a version or alias after a colon. */
export function functionArn(place: Place, given: string, qualifier: string | undefined): string {
  const [, account, name = given] = /^(?:(\d{12}|\*):)?(?:function:)?(.*)$/.exec(given) ?? [];
  const around = knownPlace(place, given);
  const arn = given.startsWith("arn:")
    ? given
    : arnIn(account === undefined ? around : { ...place, account }, "lambda", `function:${name}`);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** Of a queue, from its URL, such as `https://sqs.eu-west-1.amazonaws.com/111122223333/orders`. */
export function queueArn(place: Place, url: string): string {
  const around = knownPlace(place, url);
  const [, host = "", account = around.account, name = url] = /^https?:\/\/([^/]*)\/(\d+)\/([^/]+)$/.exec(url) ?? [];
  const region = /(?:^|\.)(?:sqs\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? around.region;
  return url.startsWith("arn:") ? url : arnIn({ ...place, account, region }, "sqs", name);
}

export function tableArn(place: Place, name: string, index?: string): string {
  const arn = name.startsWith("arn:") ? name : arnIn(knownPlace(place, name), "dynamodb", `table/${name}`);
  return index === undefined ? arn : `${arn}/index/${index}`;
}

/** Of a bucket, or of an object or pattern of objects in it. */
export function bucketArn({ partition }: Place, name: string, key?: string): string {
  const arn = name.startsWith("arn:") ? name : `arn:${partition}:s3:::${name}`;
  return key === undefined ? arn : `${arn}/${key}`;
}

export function busArn(place: Place, name: string): string {
  return name.startsWith("arn:") ? name : arnIn(knownPlace(place, name), "events", `event-bus/${name}`);
}

/** Of a secret. Six random characters follow its name. Source:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html */
export function secretArn(place: Place, id: string): string {
  return id.startsWith("arn:") ? id : arnIn(knownPlace(place, id), "secretsmanager", `secret:${id}-*`);
}

/** Of the machine that an ARN of a version, alias or Distributed Map belongs to. Rights are on the machine. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html */
export function machineArn(arn: string): string {
  return arn.replace(/^(arn:(?:[^:]*:){4}stateMachine:[^:/]+)[:/].*$/, "$1");
}

/** Of every execution of a machine. */
export function executionsOf(arn: string): string {
  return arn === "*" ? "*" : `${machineArn(arn).replace(":stateMachine:", ":execution:")}:*`;
}

/** A name that is made at run time may be an ARN of another account and Region. */
function knownPlace(place: Place, name: string): Place {
  return name === "*" ? { ...place, region: "*", account: "*" } : place;
}
