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

/** A policy's document as JSON. Throws {@link Refused} for one that AWS would refuse for its length. */
export function document(policy: string, statements: readonly Statement[]): string {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }, alone);
  // Terraform fills in the partition, of which environments/region.ts lets one through, and the account's id.
  const { length } = text.replace(/arn:\$\{[^}]*\}:/g, "arn:aws:").replace(/\$\{[^}]*\}/g, "000000000000");
  if (length <= MOST_CHARACTERS) return text;
  throw new Refused(
    `The policy ${policy} has ${length} characters, and AWS takes ${MOST_CHARACTERS}. Split it in stacks/bootstrap.`,
  );
}

/** A text in place of a list that holds nothing else, which is two characters shorter and means the same to AWS. */
function alone(_key: string, value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string" ? value[0] : value;
}

/** The statements that let a resource be read. */
export function reads(rights: readonly Right[]): Statement[] {
  return rights.flatMap(({ sid, read, on, onlyIf }) => allow(`Read${sid}`, read, on, onlyIf));
}

/** The statements that let a resource be made, changed and destroyed. */
export function writes(rights: readonly Right[]): Statement[] {
  return rights.flatMap(({ sid, write, on, onlyIf, writesIf }) => allow(`Write${sid}`, write, on, writesIf ?? onlyIf));
}

/** A statement, or none where there is nothing to allow. */
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
