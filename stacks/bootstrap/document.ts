import { Refused } from "../constructs/refused";
import type { Conditions, Right } from "./right";

/** Characters without white space. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 6_144;

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** A policy document as JSON. Throws {@link Refused} if it is longer than AWS allows. */
export function document(policy: string, statements: readonly Statement[]): string {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }, alone);
  // Terraform fills in the account's id and the partition. environments/region.ts allows only the partition aws.
  const { length } = text.replace(/arn:\$\{[^}]*\}:/g, "arn:aws:").replace(/\$\{[^}]*\}/g, "000000000000");
  if (length <= MOST_CHARACTERS) return text;
  throw new Refused(
    `The policy ${policy} has ${length} characters, but AWS allows ${MOST_CHARACTERS}. Split it in stacks/bootstrap.`,
  );
}

/** Replaces a list of one text by the text, which means the same to AWS and is two characters shorter. */
function alone(_key: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string" ? value[0] : value;
}

/** The statements for reading resources. */
export function reads(rights: readonly Right[]): Statement[] {
  return rights.flatMap(({ sid, read, on, onlyIf }) => allow(`Read${sid}`, read, on, onlyIf));
}

/** The statements for creating, changing and destroying resources. */
export function writes(rights: readonly Right[]): Statement[] {
  return rights.flatMap(({ sid, write, on, onlyIf, writesIf }) => allow(`Write${sid}`, write, on, writesIf ?? onlyIf));
}

/** A statement, or none if there are no actions. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): Statement[] {
  if (actions.length === 0) return [];
  return [
    {
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ];
}
