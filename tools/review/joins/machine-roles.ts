import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { say } from "../text";
import { about, lifeOf } from "./gone-resources";
import type { Joined } from "./joined";

/**
 * Machines whose role changes or goes. Running executions keep the role that they started with. Source:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
export function machineRoles({ plans }: Subject, machines: readonly Joined[]): Finding[] {
  const destroyed = new Map(
    plans.flatMap(({ changes }) =>
      changes
        .filter(
          ({ type, kind, before }) => type === "aws_iam_role" && kind === "destroy" && typeof before?.arn === "string",
        )
        .map(({ address, before }) => [before?.arn, address] as const),
    ),
  );
  return machines.flatMap((joined): Finding[] => {
    const { change } = joined.machine;
    const [former, role] = [change.before?.role_arn, change.after?.role_arn];
    const gone = destroyed.get(role);
    if (role !== undefined && gone !== undefined) {
      return [
        {
          ...about(joined, []),
          section: "permissions",
          level: "dangerous",
          rule: "machine-role-gone",
          text: say`The role ${gone} is destroyed, but ${change.address} still has it as role_arn: every call of its executions fails.`,
        },
      ];
    }
    const formerGone = destroyed.get(former);
    if (joined.running === undefined || former === undefined || former === role) return [];
    if (formerGone === undefined) {
      // A machine that Terraform forgets keeps its role.
      if (role === undefined) return [];
      return [
        {
          ...about(joined, []),
          section: "permissions",
          level: joined.isExpress ? "safe" : "attention",
          rule: "running-executions-keep-role",
          text: say`The role_arn of ${change.address} changes: ${former} → ${role}. Executions that are already running keep the former role, so it must keep its rights until they have ended.`,
          details: [lifeOf(joined)],
        },
      ];
    }
    return [
      {
        ...about(joined, []),
        section: "permissions",
        level: joined.isExpress ? "attention" : "dangerous",
        rule: "running-executions-lose-role",
        text: say`The role ${formerGone} is destroyed, and executions of ${change.address} that are already running keep it: their calls fail from then on.`,
        details: [lifeOf(joined)],
      },
    ];
  });
}
