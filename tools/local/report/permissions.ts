import { Names, type PolicyAuthorizer, type Right } from "../../aws";
import { columns } from "../../support/columns";
import { reasonedEntry } from "../unexercised";

/** What a run tells of permissions at its end. */
export interface PermissionReport {
  /** One line for each thing that was refused: who may not do what, and which part of the platform asked. */
  readonly refusals: readonly string[];
  readonly text: string;
}

export function reportPermissions({ rights, record }: PolicyAuthorizer, env: string): PermissionReport {
  const names = new Names(env);
  const refusals = record.denials.map(({ principal, request, actors, times }) => {
    const asked = [...actors].map((actor) => names.part(actor)).join(", ");
    return `REFUSED ${times === 1 ? "once" : `${times} times`}: ${names.holder(principal.arn)} may not ${request.action} on ${names.resource(request.resource)}, asked by ${asked}`;
  });
  const unused = rights.filter((right) => record.usersOf(right).size === 0);
  const open = unused.filter((right) => reasonedEntry(right) === undefined);
  const listed = unused.length - open.length;
  const lines = [
    `Permissions: of ${rights.length} granted pairs of action and resource ${rights.length - unused.length} were used, ${listed} no run on this machine can use, ${open.length} these orders did not need.`,
  ];
  if (open.length > 0)
    lines.push(`Not needed by these orders (npm run iam goes every path):\n${unusedTable(open, names)}`);
  return { refusals, text: lines.join("\n") };
}

/** One line a holder. */
function unusedTable(rights: readonly Right[], names: Names): string {
  const byHolder = new Map<string, string[]>();
  for (const right of rights) {
    const holder = names.holder(right.holder);
    const what = `${names.action(right)} on ${names.resource(right.resource)}`;
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), what]);
  }
  return columns([...byHolder].map(([holder, what]) => [`  ${holder}`, what.join(", ")]));
}
