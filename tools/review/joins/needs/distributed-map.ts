import { type AslObject, isObject } from "../../../../asl/states";
import { bucketArn, executionsOf } from "../arns";
import type { Place } from "../place";
import { Call, type Need, on } from "./call";
import { INTEGRATIONS } from "./integrations";

/**
 * What a Distributed Map needs: it runs its batches as executions of its own machine, reads its items and writes its
 * results. Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function needsOfDistributedMap(place: Place, { ItemReader, ResultWriter }: AslObject): readonly Need[] {
  const { self } = callOf(place, {});
  return [
    ...on(self, "states:StartExecution"),
    ...on(executionsOf(self), "states:DescribeExecution", "states:StopExecution"),
    ...(isObject(ItemReader) ? needsOfReader(place, ItemReader) : []),
    ...(isObject(ResultWriter) && ResultWriter.Resource !== undefined ? needsOfWriter(place, ResultWriter) : []),
  ];
}

function needsOfReader(place: Place, reader: AslObject): readonly Need[] {
  const call = callOf(place, reader);
  return INTEGRATIONS.get(call.name)?.(call) ?? [];
}

function needsOfWriter(place: Place, writer: AslObject): readonly Need[] {
  const call = callOf(place, writer);
  const prefix = (call.text("Prefix") ?? "").replace(/([^/])$/, "$1/");
  const actions = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"];
  return on(bucketArn(place, call.text("Bucket") ?? "*", `${prefix}*`), ...actions);
}

function callOf(place: Place, { Resource, Parameters, Arguments }: AslObject): Call {
  const name = String(Resource).split(":").slice(-2).join(":");
  return new Call(place, name, "", [Parameters, Arguments].find(isObject) ?? {});
}
