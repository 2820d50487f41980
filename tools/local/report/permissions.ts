import { Names, type PolicyAuthorizer, type Right } from "../../aws";
import { columns } from "../../support/columns";
import { reasonedEntry } from "../unexercised";

/** The permissions part of a run's report. */
export interface PermissionReport {
  /** One line per refusal: the role, the action, the resource, and the parts of the platform that asked. */
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
    `Permissions: of ${rights.length} granted pairs of action and resource, ${rights.length - unused.length} were used, ${listed} cannot be used on this machine, and ${open.length} were not needed by these orders.`,
  ];
  if (open.length > 0)
    lines.push(`Not needed by these orders (npm run iam exercises every path):\n${unusedTable(open, names)}`);
  return { refusals, text: lines.join("\n") };
}

/** One line per holder. */
function unusedTable(rights: readonly Right[], names: Names): string {
  const byHolder = new Map<string, string[]>();
  for (const right of rights) {
    const holder = names.holder(right.holder);
    const what = `${names.action(right)} on ${names.resource(right.resource)}`;
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), what]);
  }
  return columns([...byHolder].map(([holder, what]) => [`  ${holder}`, what.join(", ")]));
}
