import type { Plan, ResourceChange } from "../../terraform/plan";
import { isPlanList, isPlanObject, type PlanObject, type PlanValue } from "../../terraform/plan-value";
import type { Finding } from "../finding";
import type { Subject } from "../subject";
import { join, say, Text } from "../text";
import { machineArn } from "./arns";
import { IamResources } from "./iam-resources";
import { arnsIn } from "./named";
import { type Need, on } from "./needs/call";
import { ResourcePolicies } from "./resource-policies";
import { mayCall, policiesOfArn } from "./role-policies";

/** A caller of machines, functions and queues: the role that it calls with, and what that needs. */
interface Caller {
  readonly noun: string;
  readonly role: (values: PlanObject) => PlanValue | undefined;
  readonly needs: (values: PlanObject) => readonly Need[];
}

/** The action that a target needs, by its service. Source:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html */
const OF_TARGETS: Readonly<Record<string, string>> = {
  states: "states:StartExecution",
  lambda: "lambda:InvokeFunction",
  sqs: "sqs:SendMessage",
  sns: "sns:Publish",
  events: "events:PutEvents",
};

const CALLERS: Readonly<Record<string, Caller>> = {
  aws_cloudwatch_event_target: {
    noun: "EventBridge rule's target",
    role: ({ role_arn: role }) => role,
    needs: ({ arn }) => ofTarget(arn),
  },
  aws_scheduler_schedule: {
    noun: "schedule",
    role: ({ target }) => firstOf(target)?.role_arn,
    needs: ({ target }) => ofTarget(firstOf(target)?.arn),
  },
  /** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html */
  aws_pipes_pipe: {
    noun: "pipe",
    role: ({ role_arn: role }) => role,
    needs: ({ source, target, target_parameters: parameters }) => [
      ...ofSource(source),
      ...(JSON.stringify(parameters ?? null).includes("REQUEST_RESPONSE") ? [] : ofTarget(target)),
    ],
  },
  aws_api_gateway_integration: {
    noun: "API integration",
    role: ({ credentials }) => credentials,
    needs: ofIntegration,
  },
};

/** Rights that the plans take from roles of callers that still need them. */
export function callerRights(subject: Subject): Finding[] {
  const iam = new IamResources(subject.plans);
  const ofResources = new ResourcePolicies(subject);
  return subject.plans.flatMap((plan) =>
    plan.changes.flatMap((change) => {
      const caller = Object.hasOwn(CALLERS, change.type) ? CALLERS[change.type] : undefined;
      if (caller === undefined || change.mode !== "managed" || change.deposed !== undefined) return [];
      return lostBy(caller, plan, change, iam, ofResources);
    }),
  );
}

function lostBy(
  { noun, role, needs }: Caller,
  plan: Plan,
  { address, before, after }: ResourceChange,
  iam: IamResources,
  ofResources: ResourcePolicies,
): Finding[] {
  if (before === undefined || after === undefined) return [];
  const [former, arn] = [role(before), role(after)];
  if (typeof former !== "string" || typeof arn !== "string" || !arn.startsWith("arn:")) return [];
  const [was, is] = [policiesOfArn(iam, "before", plan, former), policiesOfArn(iam, "after", plan, arn)];
  const lost = needs(after).filter(
    (need) =>
      ["allowed", "conditional", "partly"].includes(mayCall(was, need)) &&
      mayCall(is, need) === "refused" &&
      !ofResources.mayAllow(arn, need),
  );
  if (lost.length === 0) return [];
  const rights = join(lost.map(({ action, resource }) => say`${action} on ${resource}`));
  return [
    {
      level: "dangerous",
      rule: "caller-right-removed",
      section: "permissions",
      plan: plan.name,
      address,
      text: say`The right ${rights} is removed from the role ${is.role}, but the ${new Text([noun])} ${address} still needs it: its calls will fail with AccessDenied.`,
    },
  ];
}

function ofTarget(arn: PlanValue | undefined): readonly Need[] {
  if (typeof arn !== "string") return [];
  const [, , service = ""] = arn.split(":");
  const action = Object.hasOwn(OF_TARGETS, service) ? OF_TARGETS[service] : undefined;
  return action === undefined ? [] : on(machineArn(arn), action);
}

function ofSource(arn: PlanValue | undefined): readonly Need[] {
  if (typeof arn !== "string" || !/^arn:[\w-]+:sqs:/.test(arn)) return [];
  return on(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
}

/** `arn:aws:apigateway:REGION:states:action/StartExecution`, or the path of a function. */
function ofIntegration({ uri, request_templates: templates }: PlanObject): readonly Need[] {
  if (typeof uri !== "string") return [];
  const called = arnsIn(uri).find((arn) => /^arn:[\w-]+:lambda:/.test(arn));
  if (called !== undefined) return on(called.replace(/\/invocations$/, ""), "lambda:InvokeFunction");
  const action = /:states:action\/(\w+)$/.exec(uri)?.[1];
  if (action === undefined || !isPlanObject(templates)) return [];
  const machines = Object.values(templates)
    .flatMap(arnsIn)
    .filter((arn) => arn.includes(":stateMachine:"));
  return [...new Set(machines.map(machineArn))].flatMap((arn) => on(arn, `states:${action}`));
}

function firstOf(list: PlanValue | undefined): PlanObject | undefined {
  return isPlanList(list) ? list.find(isPlanObject) : undefined;
}
