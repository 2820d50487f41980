import { type AslObject, isObject } from "../../../asl/states";
import { Call, type Surroundings } from "./call";
import { getObject } from "./integrations/s3";
import { executionsOf } from "./integrations/states";
import type { Need } from "./need";
import { objectsIn } from "./resource";

interface ServiceNeeds {
  readonly service: string;
  readonly needs: readonly Need[];
}

/**
 * The needs of a Distributed Map. Its batches are executions of the workflow itself, which reads the items and writes the
 * results. Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function needsOfDistributedMap(around: Surroundings, { ItemReader, ResultWriter }: AslObject): ServiceNeeds[] {
  const call = new Call(around, "a Distributed Map", {});
  return [
    {
      service: "states",
      needs: [
        { actions: ["StartExecution"], on: around.self },
        { actions: ["DescribeExecution", "StopExecution"], on: executionsOf(call, around.self) },
      ],
    },
    ...(isObject(ItemReader) ? [{ service: "s3", needs: needsOfReader(around, ItemReader) }] : []),
    ...(isObject(ResultWriter) ? [{ service: "s3", needs: needsOfWriter(around, ResultWriter) }] : []),
  ];
}

function needsOfReader(around: Surroundings, reader: AslObject): readonly Need[] {
  const { Resource, ReaderConfig } = reader;
  const call = Call.of(around, reader);
  const { InputType, ManifestType, Transformation = "NONE" } = isObject(ReaderConfig) ? ReaderConfig : {};
  if (String(Resource).endsWith(":s3:getObject")) {
    const isManifest = InputType === "MANIFEST" || ManifestType !== undefined;
    return isManifest ? [...getObject(call), ...needsOfManifest(call)] : getObject(call);
  }
  if (!String(Resource).endsWith(":s3:listObjectsV2") || Transformation !== "NONE") {
    throw call.refusal(
      "It is not known which rights this ItemReader needs",
      "Read s3:getObject or s3:listObjectsV2 without a Transformation, or add the case to stacks/constructs/rights/distributed-map.ts",
    );
  }
  const prefix = call.text("Prefix");
  return call.resources("Bucket").map((on) => ({
    actions: ["ListBucket"],
    on,
    ...(prefix === undefined ? {} : { conditions: { StringEquals: { "s3:prefix": prefix } } }),
  }));
}

/** A manifest lists the objects with the items, which are read as well. */
function needsOfManifest(call: Call): Need[] {
  const listed = call.declared("The manifest of this ItemReader lists other objects, which could be any", "Declare");
  return listed.map((on) => ({ actions: ["GetObject"], on, access: "read" }));
}

/** Step Functions writes results in parts, whatever their size. */
function needsOfWriter(around: Surroundings, writer: AslObject): Need[] {
  // With a WriterConfig alone, nothing is written.
  if (writer.Resource === undefined) return [];
  const call = Call.of(around, writer);
  const prefix = call.textOfArn("Prefix") ?? "";
  const isOpen = call.isMadeAtRunTime("Bucket") || call.isMadeAtRunTime("Prefix");
  const written = isOpen
    ? call.reachable(call.isMadeAtRunTime("Bucket") ? "Bucket" : "Prefix")
    : call.resources("Bucket").map((bucket) => objectsIn(bucket, `${prefix.replace(/([^/])$/, "$1/")}*`));
  return written.map((on) => ({
    actions: ["PutObject", "GetObject", "ListMultipartUploadParts", "AbortMultipartUpload"],
    on,
    access: "readAndWrite",
  }));
}
