import type { JsonObject } from "../../../../tools/support/json";
import { Lab } from "./support/lab";

const inline = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
const ItemProcessor = { ...inline, ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };
const fields = (name: string) =>
  new RegExp(`/States/S: Unrecognized key: "${name}", where a Map may have .*MaxConcurrency`);
const filter =
  /The path "\$\.a\[\?\(@\.b == 1\)\]" has "\[\?\(@\.b == 1\)\]", which the local run does not read\. It reads .*\[0:2\]/;

// AWS has each of these. To overlook one would be to run another definition than the one that is deployed.
test.each<[string, JsonObject, RegExp]>([
  [
    "MaxConcurrencyPath",
    { Type: "Map", ItemProcessor: inline, MaxConcurrencyPath: "$.n" },
    fields("MaxConcurrencyPath"),
  ],
  [
    "ToleratedFailureCountPath",
    { Type: "Map", ItemProcessor, ToleratedFailureCountPath: "$.n" },
    fields("ToleratedFailureCountPath"),
  ],
  [
    "ToleratedFailurePercentagePath",
    { Type: "Map", ItemProcessor, ToleratedFailurePercentagePath: "$.n" },
    fields("ToleratedFailurePercentagePath"),
  ],
  [
    "ResultWriter",
    {
      Type: "Map",
      ItemProcessor,
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "b" } },
    },
    fields("ResultWriter"),
  ],
  ["a filter in a path", { Type: "Pass", InputPath: "$.a[?(@.b == 1)]" }, filter],
  ["a filter in a template", { Type: "Pass", Parameters: { "x.$": "$.a[?(@.b == 1)]" } }, filter],
  ...[".sync", ".sync:2"].map((pattern): [string, JsonObject, RegExp] => [
    pattern,
    { Type: "Task", Resource: `arn:aws:states:::states:startExecution${pattern}`, Parameters: {} },
    new RegExp(`does not wait for "${pattern}"\\. It waits for \\.waitForTaskToken, of aws-sdk:\\* and of .*lambda`),
  ]),
])("%s is refused when the machine is loaded, with the given and the supported values", (_what, state, message) => {
  expect(() => new Lab({ StartAt: "S", States: { S: { ...state, End: true } } })).toThrow(message);
});
