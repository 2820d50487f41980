import { z } from "zod";
import { actionCall } from "../action-call";
import { type Answer, type Call, jsonOf, withJson } from "../call";
import type { Intervention, Pass } from "../intervention";
import { machineOf, qualifierOf } from "../machine-arn";
import { Turns, type Weighted } from "../turns";

const start = z.looseObject({ stateMachineArn: z.string() });
const started = z.object({ executionArn: z.string() });
const describing = z.object({ executionArn: z.string() });
const described = z.looseObject({});
const deletion = z.object({ stateMachineArn: z.string() });
const machine = z.object({ name: z.string(), definition: z.string(), roleArn: z.string() });
const alias = z.object({
  routingConfiguration: z.array(z.object({ stateMachineVersionArn: z.string(), weight: z.number() })),
});

/** The version, and alias if any, by which an execution was started. */
interface Origin {
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn: string;
  readonly stateMachineAliasArn?: string;
}

/** Remembers which version each execution runs, and the machines that stand in for versions other than the newest. */
export function versionsAndAliases(onStarted: (versionArn: string) => void = () => {}): Intervention {
  const origins = new Map<string, Origin>();
  const standIns = new Map<string, string>();
  const turns = new Turns();

  const answerStart = async (call: Call, pass: Pass): Promise<Answer> => {
    const input = start.parse(jsonOf(call));
    const origin = await originOf(call, input.stateMachineArn, turns, pass);
    if ("status" in origin) return origin;
    const runner = await runnerOf(call, origin, standIns, pass);
    if (typeof runner !== "string") return runner;
    const answer = await pass(withJson(call, { ...input, stateMachineArn: runner }));
    if (answer.status !== 200) return answer;
    origins.set(started.parse(jsonOf(answer)).executionArn, origin);
    onStarted(origin.stateMachineVersionArn);
    return answer;
  };

  const answerDescribe = async (call: Call, pass: Pass): Promise<Answer> => {
    const answer = await pass(call);
    const origin = origins.get(describing.parse(jsonOf(call)).executionArn);
    if (answer.status !== 200 || origin === undefined) return answer;
    return withJson(answer, { ...described.parse(jsonOf(answer)), ...origin });
  };

  const answerDelete = async (call: Call, pass: Pass): Promise<Answer> => {
    const { stateMachineArn } = deletion.parse(jsonOf(call));
    for (const [version, standIn] of standIns) {
      if (machineOf(version) !== stateMachineArn) continue;
      await pass(actionCall(call, "DeleteStateMachine", { stateMachineArn: standIn }));
      standIns.delete(version);
    }
    return pass(call);
  };

  return {
    does: "starts executions by alias and by version",
    because:
      "moto stores aliases and versions but starts neither; an alias's versions take turns by weight, where AWS picks at random, and an older version runs as a separate machine with its definition",
    concerns: ({ service, action, body }) =>
      service === "states" &&
      (action === "DeleteStateMachine" ||
        action === "DescribeExecution" ||
        (action === "StartExecution" &&
          qualifierOf(start.safeParse(jsonOf({ body })).data?.stateMachineArn ?? "") !== undefined)),
    answer: (call, pass) => {
      if (call.action === "StartExecution") return answerStart(call, pass);
      return call.action === "DescribeExecution" ? answerDescribe(call, pass) : answerDelete(call, pass);
    },
  };
}

/** The version that the next execution of an alias or a version runs; moto's refusal if there is none. */
async function originOf(call: Call, arn: string, turns: Turns, pass: Pass): Promise<Origin | Answer> {
  const stateMachineArn = machineOf(arn);
  if (/^\d+$/.test(qualifierOf(arn) ?? "")) return { stateMachineArn, stateMachineVersionArn: arn };
  const answer = await pass(actionCall(call, "DescribeStateMachineAlias", { stateMachineAliasArn: arn }));
  if (answer.status !== 200) return answer;
  const { routingConfiguration } = alias.parse(jsonOf(answer));
  const routes: Weighted[] = routingConfiguration.map(({ stateMachineVersionArn: of, weight }) => ({ of, weight }));
  return { stateMachineArn, stateMachineVersionArn: turns.next(arn, routes), stateMachineAliasArn: arn };
}

/** The ARN of the machine in moto that has the version's definition. */
async function runnerOf(
  call: Call,
  { stateMachineArn, stateMachineVersionArn: version }: Origin,
  standIns: Map<string, string>,
  pass: Pass,
): Promise<string | Answer> {
  const known = standIns.get(version);
  if (known !== undefined) return known;
  const describe = (arn: string) => pass(actionCall(call, "DescribeStateMachine", { stateMachineArn: arn }));
  const ofVersion = await describe(version);
  if (ofVersion.status !== 200) return ofVersion;
  const newest = await describe(stateMachineArn);
  if (newest.status !== 200) return newest;
  const wanted = machine.parse(jsonOf(ofVersion));
  if (wanted.definition === machine.parse(jsonOf(newest)).definition) return stateMachineArn;
  const name = `${wanted.name}-v${qualifierOf(version)}`;
  const created = await pass(actionCall(call, "CreateStateMachine", { ...wanted, name }));
  if (created.status !== 200) return created;
  const standIn = deletion.parse(jsonOf(created)).stateMachineArn;
  standIns.set(version, standIn);
  return standIn;
}
