import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Answer, type Call, jsonOf, withJson } from "../call";
import type { Intervention } from "../intervention";

const texts = z.record(z.string(), z.string());
const input = z.looseObject({
  QueueUrl: z.string(),
  Attributes: texts.default({}),
  AttributeNames: z.array(z.string()).default([]),
});
const creation = z.looseObject({ Attributes: texts.default({}) });
const created = z.object({ QueueUrl: z.string() });
const output = z.looseObject({ Attributes: texts.default({}) });

type Texts = Readonly<Record<string, string>>;

const POLICIES = ["Policy", "RedrivePolicy", "RedriveAllowPolicy"];

/** Remembers the policies of each queue, by its URL. */
export function queuePolicies(): Intervention {
  const policies = new Map<string, Texts>();
  return {
    does: "keeps the policies of queues",
    because:
      "moto drops a queue's policy whenever another attribute is set, does not know RedriveAllowPolicy, and returns RedrivePolicy with different white space; the proxy keeps and returns what was set",
    concerns: ({ service, action }) =>
      service === "sqs" && ["CreateQueue", "SetQueueAttributes", "GetQueueAttributes", "DeleteQueue"].includes(action),
    answer: async (call, pass) => {
      if (call.action === "CreateQueue") {
        const answer = await pass(call);
        if (answer.status === 200) {
          const { QueueUrl } = created.parse(jsonOf(answer));
          policies.set(QueueUrl, policiesIn(creation.parse(jsonOf(call)).Attributes));
        }
        return answer;
      }
      const { QueueUrl, Attributes, AttributeNames } = input.parse(jsonOf(call));
      if (call.action === "GetQueueAttributes") {
        const answer = await pass(askable(call, AttributeNames));
        return withPolicies(answer, AttributeNames, policies.get(QueueUrl) ?? {});
      }
      if (call.action === "DeleteQueue") {
        policies.delete(QueueUrl);
        return pass(call);
      }
      // Before moto answers: a concurrent change of another attribute must not restore the old policy.
      const kept = { ...policies.get(QueueUrl), ...policiesIn(Attributes) };
      policies.set(QueueUrl, kept);
      const policy = kept.Policy === undefined ? {} : { Policy: kept.Policy };
      return pass(withJson(call, { QueueUrl, Attributes: { ...policy, ...Attributes } }));
    },
  };
}

function policiesIn(attributes: Texts): Texts {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => POLICIES.includes(name)));
}

/** The same call without the attribute name that moto refuses. */
function askable(call: Call, names: readonly string[]): Call {
  if (!names.includes("RedriveAllowPolicy")) return call;
  const AttributeNames = names.filter((name) => name !== "RedriveAllowPolicy");
  return withJson(call, { ...input.parse(jsonOf(call)), AttributeNames });
}

function withPolicies(answer: Answer, names: readonly string[], kept: Texts): Answer {
  if (answer.status !== 200) return answer;
  const { Attributes, ...rest } = output.parse(jsonOf(answer));
  const { RedriveAllowPolicy: allowed, RedrivePolicy: redrive } = kept;
  const isAsked = names.includes("All") || names.includes("RedriveAllowPolicy");
  const whole = {
    ...Attributes,
    ...(redrive !== undefined && isSame(redrive, Attributes.RedrivePolicy) ? { RedrivePolicy: redrive } : {}),
    // An empty text removes the policy.
    ...(allowed && isAsked ? { RedriveAllowPolicy: allowed } : {}),
  };
  return withJson(answer, { ...rest, Attributes: whole });
}

function isSame(set: string, read: string | undefined): boolean {
  return set !== "" && read !== undefined && isDeepStrictEqual(JSON.parse(set), JSON.parse(read));
}
