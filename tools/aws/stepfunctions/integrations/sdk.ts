import { isObject, type JsonObject } from "../../../support/json";
import type { LocalAws } from "../../aws";
import { UnsupportedDefinition } from "../asl/errors";
import type { TaskResource } from "../asl/run";
import { lowerCamel, upperCamel } from "./casing";
import { named, sdkNaming } from "./failures";
import { asText, unusable } from "./optimized";
import { principalOf } from "./principal";

/** A service of the SDK integrations: its signing name and the prefix of its error names. */
interface SdkService {
  readonly service: string;
  readonly prefix: string;
}

const SERVICES: Readonly<Record<string, SdkService>> = {
  dynamodb: { service: "dynamodb", prefix: "DynamoDb" },
  eventbridge: { service: "events", prefix: "EventBridge" },
  lambda: { service: "lambda", prefix: "Lambda" },
  s3: { service: "s3", prefix: "S3" },
  secretsmanager: { service: "secretsmanager", prefix: "SecretsManager" },
  sfn: { service: "states", prefix: "Sfn" },
  sns: { service: "sns", prefix: "Sns" },
  sqs: { service: "sqs", prefix: "Sqs" },
};

/** `aws-sdk:<service>:<action>`: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html */
export function sdkResource(aws: LocalAws, serviceName: string, resource: string): TaskResource {
  const found = SERVICES[serviceName];
  if (!found)
    throw new UnsupportedDefinition(
      `The local run has no SDK integration for "${serviceName}". It has: ${Object.keys(SERVICES).join(", ")}.`,
    );
  const { service, prefix } = found;
  const action = resource.charAt(0).toUpperCase() + resource.slice(1);
  const naming = sdkNaming(prefix);
  const isSfn = service === "states";
  return {
    resourceType: `aws-sdk:${serviceName}`,
    resource,
    run: async (parameters, caller, clock) => {
      if (!isObject(parameters)) throw unusable(parameters);
      const input = isSfn ? stepFunctionsInput(parameters) : parameters;
      const call = { service, action, input, principal: principalOf(caller), ...(clock && { clock }) };
      const answer = await named(aws.call(call), prefix, naming);
      return isSfn ? upperCamel(answer) : answer;
    },
  };
}

/** An Input that is an object is sent as JSON text. */
function stepFunctionsInput(parameters: JsonObject): JsonObject {
  const { Input, ...rest } = parameters;
  return { ...lowerCamel(rest), ...(Input !== undefined && { input: asText(Input) }) };
}
