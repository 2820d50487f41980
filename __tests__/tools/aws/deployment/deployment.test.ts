import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployment, loadDeployment } from "../../../../tools/aws/deployment";
import { type StackFile, writeSynthesized } from "./fixture";

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "deployment-"));
});
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

const awsUrl = "http://127.0.0.1:4566";

function load(stacks: { readonly [id: string]: StackFile }): Deployment {
  writeSynthesized(outdir, stacks);
  return loadDeployment(outdir, "dev", { awsUrl });
}

describe("what is read", () => {
  test("only the stacks of the environment count, however similar the others' names are", () => {
    const queue = (name: string) => ({ resource: { aws_sqs_queue: { q: { name } } } });
    const deployment = load({
      "orders-dev-data": queue("a"),
      "orders-devel-data": queue("b"),
      "orders-prod-data": queue("c"),
    });
    expect(deployment.resources("aws_sqs_queue").map(({ attributes }) => attributes.name)).toEqual(["a"]);
    expect(deployment.region).toBe("eu-central-1");
    expect(deployment.accountId).toBe("123456789012");
    expect(deployment.stackDir("orders-dev-data")).toBe(join(outdir, "stacks/orders-dev-data"));
  });

  test("for an environment without stacks, the error lists the existing stacks", () => {
    writeSynthesized(outdir, { "orders-dev-data": {} });
    expect(() => loadDeployment(outdir, "prod", { awsUrl })).toThrow(
      /no stack of the environment prod.*orders-dev-data.*npm run synth/,
    );
  });

  test("for an empty folder, the error names the command that synthesizes", () => {
    expect(() => loadDeployment(outdir, "dev", { awsUrl })).toThrow(/manifest\.json is missing.*npm run synth/);
  });

  test("a stack without a region is named", () => {
    writeSynthesized(outdir, { "orders-dev-data": {} });
    writeFileSync(join(outdir, "stacks/orders-dev-data/cdk.tf.json"), '{"provider":{}}');
    expect(() => loadDeployment(outdir, "dev", { awsUrl })).toThrow(
      /the AWS provider of orders-dev-data has no region/,
    );
  });

  test("for a malformed stack file, the error has its path and problem", () => {
    writeSynthesized(outdir, { "orders-dev-data": {} });
    writeFileSync(join(outdir, "stacks/orders-dev-data/cdk.tf.json"), '{"provider":{"aws":{}}}');
    expect(() => loadDeployment(outdir, "dev", { awsUrl })).toThrow(/orders-dev-data\/cdk\.tf\.json is not what cdktf/);
  });

  test("stacks in two regions are refused", () => {
    expect(() => load({ "orders-dev-data": {}, "orders-dev-intake": { region: "us-east-1" } })).toThrow(
      "must share one region, but have: eu-central-1, us-east-1",
    );
  });
});

describe("references", () => {
  test("an ARN inside a longer text, an escape and data sources are filled in", () => {
    const deployment = load({
      "orders-dev-data": {
        data: { aws_caller_identity: { me: {} }, aws_region: { here: {} }, aws_partition: { p: {} } },
        resource: {
          aws_s3_bucket: { b: { bucket: "pay-${data.aws_caller_identity.me.account_id}" } },
          aws_iam_policy: {
            p: {
              name: "p",
              policy:
                '{"R":"${aws_s3_bucket.b.arn}/*","A":"arn:${data.aws_partition.p.partition}:x:${data.aws_region.here.name}","L":"$${kept}"}',
            },
          },
        },
      },
    });
    expect(deployment.one("aws_iam_policy", "p").attributes.policy).toBe(
      '{"R":"arn:aws:s3:::pay-123456789012/*","A":"arn:aws:x:eu-central-1","L":"${kept}"}',
    );
  });

  test("an output of another stack is found through its remote state", () => {
    const deployment = load({
      "orders-dev-data": {
        resource: { aws_dynamodb_table: { orders: { name: "orders-dev-data-orders" } } },
        output: { "cross-stack-output-arn": { value: "${aws_dynamodb_table.orders.arn}" } },
      },
      "orders-dev-intake": {
        data: { terraform_remote_state: { "cross-stack-reference-input-orders-dev-data": { backend: "local" } } },
        resource: {
          aws_iam_policy: {
            p: {
              name: "p",
              policy:
                "${data.terraform_remote_state.cross-stack-reference-input-orders-dev-data.outputs.cross-stack-output-arn}/index/*",
            },
          },
        },
      },
    });
    expect(deployment.one("aws_iam_policy", "p").attributes.policy).toBe(
      "arn:aws:dynamodb:eu-central-1:123456789012:table/orders-dev-data-orders/index/*",
    );
  });

  test("members of lists and of blocks are reached by .0, [0] and quoted names, and keep their type", () => {
    const deployment = load({
      "orders-dev-data": {
        resource: {
          aws_lambda_function: {
            f: {
              function_name: "f",
              layers: ["one", "two"],
              environment: { variables: { A: "a" } },
              timeout: 7,
            },
          },
          aws_sqs_queue: {
            q: {
              name: "q",
              first: "${aws_lambda_function.f.layers.0}",
              second: "${aws_lambda_function.f.layers[1]}",
              named: '${aws_lambda_function.f.environment[0].variables["A"]}',
              number: "${aws_lambda_function.f.timeout}",
              text: "${aws_lambda_function.f.timeout}s",
              list: "${aws_lambda_function.f.layers}",
            },
          },
        },
      },
    });
    expect(deployment.one("aws_sqs_queue", "q").attributes).toMatchObject({
      first: "one",
      second: "two",
      named: "a",
      number: 7,
      text: "7s",
      list: ["one", "two"],
    });
  });

  test("functions of Terraform that configurations use are called", () => {
    const deployment = load({
      "orders-dev-data": {
        resource: {
          aws_sqs_queue: {
            q: { name: "q" },
            r: {
              name: '${join("-", ["a", "${aws_sqs_queue.q.name}"])}',
              redrive_policy: '${jsonencode({"arn" = aws_sqs_queue.q.arn, max = 3})}',
              hash: '${sha1("a")}',
            },
          },
        },
      },
    });
    expect(deployment.one("aws_sqs_queue", "a-q").attributes).toMatchObject({
      redrive_policy: '{"arn":"arn:aws:sqs:eu-central-1:123456789012:q","max":3}',
      hash: "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
    });
  });
});

describe("what cannot be resolved", () => {
  const policy = (text: string): StackFile => ({ resource: { aws_iam_policy: { p: { name: "p", policy: text } } } });

  test.each([
    ["${aws_sqs_queue.gone.arn}", "the stack has no aws_sqs_queue.gone"],
    ["${aws_iam_policy.q.nothing}", "there is no nothing (known: id, name, arn)"],
    ["${data.aws_ami.x.id}", "the local run does not know the data source aws_ami"],
    ["${var.secret}", "var.secret is not supported"],
    ['${filebase64("x")}', "the function filebase64 is not supported"],
    ["${1 + 1}", "`}` was expected at `+ 1}`"],
    ["%{ if true }", "template directives are not supported"],
    [
      "${data.terraform_remote_state.cross-stack-reference-input-orders-prod-data.outputs.x}",
      "belongs to no stack of orders-dev-data",
    ],
  ])("%s names stack, address and expression", (text, problem) => {
    const { resource = {} } = policy(text);
    const deployment = load({
      "orders-dev-data": { resource: { aws_iam_policy: { ...resource.aws_iam_policy, q: { name: "q" } } } },
    });
    const resolve = () => deployment.resources("aws_iam_policy");
    expect(resolve).toThrow(`Stack orders-dev-data, aws_iam_policy.p: cannot resolve ${text}: `);
    expect(resolve).toThrow(problem);
  });

  test("circular references are reported as a chain", () => {
    const deployment = load({
      "orders-dev-data": {
        resource: { aws_sqs_queue: { a: { name: "${aws_sqs_queue.b.name}" }, b: { name: "${aws_sqs_queue.a.name}" } } },
      },
    });
    expect(() => deployment.resources("aws_sqs_queue")).toThrow(
      "circular: orders-dev-data aws_sqs_queue.a -> orders-dev-data aws_sqs_queue.b -> orders-dev-data aws_sqs_queue.a",
    );
  });

  test("does not keep other resources from being resolved", () => {
    const { resource = {} } = policy("${var.secret}");
    const deployment = load({ "orders-dev-data": { resource: { ...resource, aws_sqs_queue: { q: { name: "q" } } } } });
    expect(deployment.resources("aws_sqs_queue")).toHaveLength(1);
  });
});

describe("what AWS would fill in", () => {
  const resource = {
    aws_sqs_queue: { q: { name: "work" } },
    aws_sns_topic: { t: { name: "told" } },
    aws_lambda_function: { f: { function_name: "f" } },
    aws_sfn_state_machine: { m: { name: "m" } },
    aws_sfn_alias: {
      live: {
        name: "live",
        routing_configuration: [{ state_machine_version_arn: "${aws_sfn_state_machine.m.state_machine_version_arn}" }],
        lifecycle: { precondition: [{ condition: "${contains(data.what_terraform.checks.all, 7)}" }] },
      },
    },
    aws_iam_role: { r: { name: "r" } },
    aws_cloudwatch_event_bus: { b: { name: "b" } },
    aws_cloudwatch_log_group: { l: { name: "/aws/l" } },
    aws_s3_bucket: { s: { bucket: "s" } },
    aws_pipes_pipe: { p: { name: "p" } },
    aws_api_gateway_rest_api: { api: { name: "api" } },
    aws_api_gateway_resource: {
      order: { parent_id: "${aws_api_gateway_resource.orders.id}", path_part: "{orderId}" },
      orders: { parent_id: "${aws_api_gateway_rest_api.api.root_resource_id}", path_part: "orders" },
    },
  };
  const here = "eu-central-1:123456789012";

  test.each([
    ["aws_sqs_queue", "url", `${awsUrl}/123456789012/work`],
    ["aws_sqs_queue", "id", `${awsUrl}/123456789012/work`],
    ["aws_sqs_queue", "arn", `arn:aws:sqs:${here}:work`],
    ["aws_sns_topic", "arn", `arn:aws:sns:${here}:told`],
    ["aws_lambda_function", "arn", `arn:aws:lambda:${here}:function:f`],
    [
      "aws_lambda_function",
      "invoke_arn",
      `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:${here}:function:f/invocations`,
    ],
    ["aws_sfn_state_machine", "id", `arn:aws:states:${here}:stateMachine:m`],
    ["aws_sfn_alias", "arn", `arn:aws:states:${here}:stateMachine:m:live`],
    ["aws_iam_role", "arn", "arn:aws:iam::123456789012:role/r"],
    ["aws_cloudwatch_event_bus", "arn", `arn:aws:events:${here}:event-bus/b`],
    ["aws_cloudwatch_log_group", "arn", `arn:aws:logs:${here}:log-group:/aws/l`],
    ["aws_s3_bucket", "arn", "arn:aws:s3:::s"],
    ["aws_pipes_pipe", "arn", `arn:aws:pipes:${here}:pipe/p`],
  ])("%s has %s %s", (type, attribute, value) => {
    const [found] = load({ "orders-dev-data": { resource } }).resources(type);
    expect(found?.attributes[attribute]).toBe(value);
  });

  test("an API resource has its whole path, in any order of the file", () => {
    const paths = load({ "orders-dev-data": { resource } })
      .resources("aws_api_gateway_resource")
      .map(({ attributes }) => attributes.path);
    expect(paths).toEqual(["/orders/{orderId}", "/orders"]);
  });

  test("is the same each time, and differs between resources", () => {
    const secrets = { aws_secretsmanager_secret: { a: { name: "s" }, b: { name: "s" } } };
    const arns = () =>
      load({ "orders-dev-data": { resource: secrets } })
        .resources("aws_secretsmanager_secret")
        .map(({ attributes }) => attributes.arn);
    expect(arns()).toEqual(arns());
    expect(new Set(arns()).size).toBe(2);
    expect(arns()[0]).toMatch(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-[a-z0-9]{6}$/);
  });

  test("byArn finds what the ARN names, not what mentions it", () => {
    const deployment = load({
      "orders-dev-data": {
        resource: { ...resource, aws_sns_topic_policy: { p: { arn: "${aws_sns_topic.t.arn}", policy: "{}" } } },
      },
    });
    expect(deployment.byArn(`arn:aws:sns:${here}:told`)?.address).toBe("aws_sns_topic.t");
    expect(deployment.byArn(`arn:aws:sns:${here}:other`)).toBeUndefined();
  });
});

describe("one", () => {
  const stacks = {
    "orders-dev-data": {
      resource: { aws_sqs_queue: { a: { name: "x-work" }, b: { name: "x-dlq" }, c: { name: "y-dlq" } } },
    },
  };

  test("finds by the end of the name in AWS or by a predicate", () => {
    const deployment = load(stacks);
    expect(deployment.one("aws_sqs_queue", "-work").address).toBe("aws_sqs_queue.a");
    expect(deployment.one("aws_sqs_queue", ({ name }) => name === "c").address).toBe("aws_sqs_queue.c");
  });

  test.each([
    ["-gone", "there are 0"],
    ["-dlq", "there are 2"],
  ])("%s: %s, and the names that there are", (suffix, count) => {
    expect(() => load(stacks).one("aws_sqs_queue", suffix)).toThrow(`${count}. There are: x-work, x-dlq, y-dlq.`);
  });
});
