import { z } from "zod";
import { AwsError, type AwsService } from "../aws";
import type { JsonObject } from "../support/json";
import { callOf, jsonOf } from "./proxy/call";
import type { Pass } from "./proxy/intervention";
import { signed } from "./signed";

/** How to call a service with a JSON protocol: the prefix of its actions, and the version of the protocol. */
const PROTOCOLS = {
  dynamodb: { prefix: "DynamoDB_20120810", version: "1.0" },
  states: { prefix: "AWSStepFunctions", version: "1.0" },
  sqs: { prefix: "AmazonSQS", version: "1.0" },
  secretsmanager: { prefix: "secretsmanager", version: "1.1" },
} as const;

export const remoteServices = Object.keys(PROTOCOLS) as readonly (keyof typeof PROTOCOLS)[];

const output: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** One service of the deployment, behind the proxy, for the tools of the local run. */
export class RemoteService implements AwsService {
  constructor(
    readonly service: keyof typeof PROTOCOLS,
    private readonly region: string,
    private readonly send: Pass,
  ) {}

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    const { prefix, version } = PROTOCOLS[this.service];
    const headers = {
      "x-amz-target": `${prefix}.${action}`,
      "content-type": `application/x-amz-json-${version}`,
      ...signed(this.service, this.region),
    };
    const answer = await this.send(callOf("POST", "/", headers, Buffer.from(JSON.stringify(input))));
    const fields = output.parse(jsonOf(answer));
    if (answer.status < 300) return fields;
    const { __type: code = "UnknownError", message = fields.Message ?? "", ...details } = fields;
    const name = String(code).split("#").at(-1) ?? "";
    throw new AwsError(name, String(message), answer.status, details);
  }
}
