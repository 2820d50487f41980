import { createHash } from "node:crypto";
import { isObject, type JsonObject, type JsonValue } from "../../support/json";

/** The place of a resource, from which its generated values are made. */
export interface Place {
  readonly stack: string;
  /** `aws_sqs_queue.orders` */
  readonly address: string;
  readonly region: string;
  readonly accountId: string;
  /** The local AWS endpoint, such as `http://127.0.0.1:4566`. */
  readonly awsUrl: string;
  /** The path of each API resource computed so far, by its id. */
  readonly apiPaths: Map<string, string>;
}

type Computed = (given: JsonObject, place: Place) => JsonObject;

/**
 * The values that AWS or the provider fills in for a created resource: ids, ARNs, URLs. Ids that AWS would generate are
 * derived from the resource's address, so they are the same in every run. ARN formats:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export function computedAttributes(type: string, given: JsonObject, place: Place): JsonObject {
  return { id: madeUp(place, 26), ...byType[type]?.(given, place) };
}

const byType: Readonly<Record<string, Computed>> = {
  aws_api_gateway_rest_api: (_given, place) => {
    const id = madeUp(place, 10);
    const root = madeUp(place, 10, "root");
    place.apiPaths.set(root, "/");
    return {
      id,
      root_resource_id: root,
      arn: `arn:aws:apigateway:${place.region}::/restapis/${id}`,
      execution_arn: arn(place, "execute-api", id),
    };
  },
  aws_api_gateway_resource: ({ parent_id, path_part }, place) => {
    const id = madeUp(place, 6);
    const parent = place.apiPaths.get(String(parent_id)) ?? "/";
    const path = `${parent === "/" ? "" : parent}/${path_part}`;
    place.apiPaths.set(id, path);
    return { id, path };
  },
  aws_api_gateway_deployment: (_given, place) => ({ id: madeUp(place, 6) }),
  aws_api_gateway_stage: ({ rest_api_id, stage_name }, place) => ({
    id: `ags-${rest_api_id}-${stage_name}`,
    arn: `arn:aws:apigateway:${place.region}::/restapis/${rest_api_id}/stages/${stage_name}`,
    execution_arn: arn(place, "execute-api", `${rest_api_id}/${stage_name}`),
    invoke_url: `https://${rest_api_id}.execute-api.${place.region}.amazonaws.com/${stage_name}`,
  }),
  aws_cloudwatch_dashboard: ({ dashboard_name }, { accountId }) => ({
    id: dashboard_name ?? null,
    dashboard_arn: `arn:aws:cloudwatch::${accountId}:dashboard/${dashboard_name}`,
  }),
  aws_cloudwatch_event_bus: (given, place) => named(given, place, (name) => arn(place, "events", `event-bus/${name}`)),
  aws_cloudwatch_event_rule: (given, place) => {
    const bus = given.event_bus_name;
    const folder = bus === undefined || bus === "default" ? "" : `${bus}/`;
    return named(given, place, (name) => arn(place, "events", `rule/${folder}${name}`));
  },
  aws_cloudwatch_log_group: (given, place) => named(given, place, (name) => arn(place, "logs", `log-group:${name}`)),
  aws_cloudwatch_metric_alarm: ({ alarm_name }, place) => ({
    id: alarm_name ?? null,
    arn: arn(place, "cloudwatch", `alarm:${alarm_name}`),
  }),
  aws_dynamodb_table: (given, place) => {
    const table = (name: string) => arn(place, "dynamodb", `table/${name}`);
    const { name, ...rest } = named(given, place, table);
    return { ...rest, name: name ?? null, stream_arn: `${table(String(name))}/stream/1970-01-01T00:00:00.000` };
  },
  aws_iam_policy: (given, place) => {
    const policy = named(given, place, (name) => iamArn(place, "policy", given.path, name));
    return { ...policy, id: policy.arn ?? null };
  },
  aws_iam_role: (given, place) => ({
    ...named(given, place, (name) => iamArn(place, "role", given.path, name)),
    unique_id: `AROA${madeUp(place, 17).toUpperCase()}`,
  }),
  aws_kms_alias: (given, place) => named(given, place, (name) => arn(place, "kms", name)),
  aws_kms_key: (_given, place) => {
    const id = uuid(place);
    return { id, key_id: id, arn: arn(place, "kms", `key/${id}`) };
  },
  aws_lambda_alias: ({ function_name, name }, place) => {
    const alias = `${functionArn(place, function_name)}:${name}`;
    return { id: alias, arn: alias, invoke_arn: invokeArn(place, alias) };
  },
  aws_lambda_function: ({ function_name }, place) => {
    const own = functionArn(place, function_name);
    return {
      id: function_name ?? null,
      arn: own,
      version: "$LATEST",
      qualified_arn: `${own}:$LATEST`,
      invoke_arn: invokeArn(place, own),
      qualified_invoke_arn: invokeArn(place, `${own}:$LATEST`),
    };
  },
  aws_pipes_pipe: (given, place) => named(given, place, (name) => arn(place, "pipes", `pipe/${name}`)),
  aws_s3_bucket: (given, place) => {
    const bucket = String(given.bucket ?? fallbackName(place));
    return {
      id: bucket,
      bucket,
      arn: `arn:aws:s3:::${bucket}`,
      bucket_domain_name: `${bucket}.s3.amazonaws.com`,
      bucket_regional_domain_name: `${bucket}.s3.${place.region}.amazonaws.com`,
    };
  },
  aws_scheduler_schedule: (given, place) =>
    named(given, place, (name) => arn(place, "scheduler", `schedule/${given.group_name ?? "default"}/${name}`)),
  aws_scheduler_schedule_group: (given, place) =>
    named(given, place, (name) => arn(place, "scheduler", `schedule-group/${name}`)),
  aws_secretsmanager_secret: (given, place) => {
    const secret = named(given, place, (name) => arn(place, "secretsmanager", `secret:${name}-${madeUp(place, 6)}`));
    return { ...secret, id: secret.arn ?? null };
  },
  aws_sfn_alias: ({ name, routing_configuration }) => {
    const [route] = Array.isArray(routing_configuration) ? routing_configuration : [];
    const version = isObject(route) ? String(route.state_machine_version_arn) : "";
    const alias = `${version.replace(/:\d+$/, "")}:${name}`;
    return { id: alias, arn: alias };
  },
  aws_sfn_state_machine: (given, place) => {
    const machine = named(given, place, (name) => arn(place, "states", `stateMachine:${name}`));
    return { ...machine, id: machine.arn ?? null, state_machine_version_arn: `${machine.arn}:1` };
  },
  aws_sns_topic: (given, place) => {
    const topic = named(given, place, (name) => arn(place, "sns", name));
    return { ...topic, id: topic.arn ?? null };
  },
  aws_sns_topic_subscription: ({ topic_arn }, place) => {
    const subscription = `${topic_arn}:${uuid(place)}`;
    return { id: subscription, arn: subscription };
  },
  aws_sqs_queue: (given, place) => {
    const queue = named(given, place, (name) => arn(place, "sqs", name));
    const url = `${place.awsUrl}/${place.accountId}/${queue.name}`;
    return { ...queue, id: url, url };
  },
  aws_ssm_parameter: (given, place) =>
    named(given, place, (name) => arn(place, "ssm", `parameter/${name.replace(/^\//, "")}`)),
};

/** The values that follow from a resource's name alone. */
function named(given: JsonObject, place: Place, arnOf: (name: string) => string): JsonObject {
  const name = String(given.name ?? fallbackName(place));
  return { id: name, name, arn: arnOf(name) };
}

/** The name if the configuration leaves it to the provider. */
function fallbackName({ stack, address }: Place): string {
  return `${stack}-${address.split(".").at(-1)}`;
}

function arn({ region, accountId }: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

function iamArn({ accountId }: Place, kind: string, path: JsonValue | undefined, name: string): string {
  return `arn:aws:iam::${accountId}:${kind}${path ?? "/"}${name}`;
}

function functionArn(place: Place, name: JsonValue | undefined): string {
  return String(name).startsWith("arn:") ? String(name) : arn(place, "lambda", `function:${name}`);
}

function invokeArn({ region }: Place, lambdaArn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambdaArn}/invocations`;
}

/** Lower-case letters and digits, different for each address. */
function madeUp({ stack, address }: Place, length: number, salt = ""): string {
  const digest = createHash("sha256").update(`${stack} ${address} ${salt}`).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(0, length);
}

function uuid({ stack, address }: Place): string {
  const hex = createHash("sha256").update(`${stack} ${address}`).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
