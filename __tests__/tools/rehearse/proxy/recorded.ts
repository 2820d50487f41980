import { type Answer, type Call, callOf, jsonAnswer, jsonOf } from "../../../../tools/rehearse/proxy/call";
import type { Intervention, Pass } from "../../../../tools/rehearse/proxy/intervention";

const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=rehearsal/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=none`;

/** A call of a JSON protocol, as an SDK sends it. */
export function jsonCall(service: string, action: string, input: object): Call {
  const headers = { authorization: authorization(service), "x-amz-target": `Any.${action}` };
  return callOf("POST", "/", headers, Buffer.from(JSON.stringify(input)));
}

/** A call of a REST protocol. */
export function restCall(service: string, method: string, path: string, body = ""): Call {
  return callOf(method, path, { authorization: authorization(service) }, Buffer.from(body));
}

export function textAnswer(body: string, headers: Answer["headers"] = {}): Answer {
  return { status: 200, headers, body: Buffer.from(body) };
}

/** A stand-in for moto with given answers, which records the calls. */
export class RecordedMoto {
  readonly asked: Call[] = [];

  constructor(private readonly answerOf: (call: Call) => Answer = () => jsonAnswer({})) {}

  readonly pass: Pass = async (call) => {
    this.asked.push(call);
    return this.answerOf(call);
  };

  /** Inputs of the calls of one action, in the order in which they came. */
  inputs(action: string): unknown[] {
    return this.asked.filter((call) => call.action === action).map(jsonOf);
  }

  /** Calls moto through the intervention. A call that does not concern it goes straight to moto. */
  behind(intervention: Intervention): Pass {
    return async (call) => (intervention.concerns(call) ? intervention.answer(call, this.pass) : this.pass(call));
  }
}
