import { readApi } from "../../../../tools/aws/api/read-definition";
import type { JsonObject } from "../../../../tools/support/json";
import { sourceOf, thingsApi } from "./api-fixture";

const changed = (type: string, changes: JsonObject) => {
  const [first = {}, ...rest] = thingsApi[type] ?? [];
  return sourceOf({ ...thingsApi, [type]: [{ ...first, ...changes }, ...rest] });
};

describe("an API that the local run cannot serve is refused by name", () => {
  it.each([
    ["an open method", changed("method", { authorization: "NONE" }), /aws_api_gateway_method\.it0.*authorization/s],
    ["a Lambda integration", changed("integration", { type: "AWS_PROXY" }), /aws_api_gateway_integration\.it0.*type/s],
    [
      "a uri that is no action",
      changed("integration", { uri: "arn:aws:apigateway:x:sqs:path/q" }),
      /POST \/things .*sqs:path/,
    ],
    ["a model that is not there", sourceOf({ ...thingsApi, model: [] }), /POST \/things names the model Thing/],
    ["a method without integration", sourceOf({ ...thingsApi, integration: [] }), /POST \/things has no integration/],
    ["no API", sourceOf({}), /one REST API; the deployment has 0/],
    ["no stage", sourceOf({ ...thingsApi, stage: [] }), /no stage/],
    [
      "a response header that is not static",
      changed("integration_response", { response_parameters: { "method.response.header.X": "context.requestId" } }),
      /static value.*method\.response\.header\.X = context\.requestId/,
    ],
  ])("%s", (_name, source, message) => {
    expect(() => readApi(source)).toThrow(message);
  });

  it("names the template that does not parse", () => {
    const [first = {}] = thingsApi.integration ?? [];
    const broken = { ...first, request_templates: { "application/json": "#if($x" } };
    expect(() => readApi(sourceOf({ ...thingsApi, integration: [broken] }))).toThrow(
      /template of the request of POST \/things \(application\/json\) does not parse/,
    );
  });
});
