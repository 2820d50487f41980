import { isObject, type JsonObject, type JsonValue } from "../../support/json";
import { escapeXml } from "../../support/xml";
import { type AwsError, notServed } from "../aws";
import type { Answer, Exchange } from "./exchange";

/** The query protocol, which STS uses: the action and its parameters come as a form, the output goes as XML. */
export async function answerQuery({ aws, service, principal, body }: Exchange): Promise<Answer> {
  const { Action: action = "", Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body));
  // Of the services that use it, STS alone has parameters that are no more than names and texts.
  if (service !== "sts") throw notServed(service, action);
  const output = await aws.call({ service, action, input, principal });
  const result = `<${action}Result>${fieldsAsXml(output)}</${action}Result>`;
  return xml(200, `<${action}Response xmlns="${namespaceOf(service)}">${result}</${action}Response>`);
}

/** https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization */
export function queryError({ service }: Exchange, error: AwsError): Answer {
  return xml(error.statusCode, queryErrorBody(service, error));
}

export function queryErrorBody(service: string, { code, message, statusCode }: AwsError): string {
  const type = statusCode < 500 ? "Sender" : "Receiver";
  const error = fieldsAsXml({ Type: type, Code: code, Message: message });
  return `<ErrorResponse xmlns="${namespaceOf(service)}"><Error>${error}</Error></ErrorResponse>`;
}

function namespaceOf(service: string): string {
  return service === "sts" ? "https://sts.amazonaws.com/doc/2011-06-15/" : `https://${service}.amazonaws.com/`;
}

function fieldsAsXml(fields: JsonObject): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${asXml(value)}</${name}>`)
    .join("");
}

function asXml(value: JsonValue): string {
  if (Array.isArray(value)) return value.map((member) => `<member>${asXml(member)}</member>`).join("");
  if (isObject(value)) return fieldsAsXml(value);
  return value === null ? "" : escapeXml(String(value));
}

function xml(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/xml" }, body };
}
