import type { JsonObject } from "../../../../../tools/support/json";
import { type Lab, payload, type Responder } from "./lab";

const EXPRESS = { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } as const;
export const READER = {
  Resource: "arn:aws:states:::s3:getObject",
  ReaderConfig: { InputType: "JSON" },
  Parameters: { "Bucket.$": "$.bucket", Key: "k" },
} as const;
export const ECHO = { P: { Type: "Pass", End: true } } as const;

/** A machine of one distributed Map, whose processor has these states. */
export function machine(map: JsonObject, states: JsonObject = ECHO, config: JsonObject = EXPRESS): JsonObject {
  const [StartAt = ""] = Object.keys(states);
  const ItemProcessor = { ProcessorConfig: config, StartAt, States: states };
  return {
    StartAt: "M",
    States: {
      M: { Type: "Map", Label: "Each", ItemProcessor, End: true, ...map },
      Caught: { Type: "Pass", End: true },
    },
  };
}

/** A bucket that holds `text`, and functions that answer by `respond`. */
export function holding(text: string, respond: Responder = () => payload({})): Responder {
  return (call) => (call.service === "s3" ? { Body: text } : respond(call));
}

/** The executions of its children, in the order in which they began. */
export function children(lab: Lab) {
  return lab.stepFunctions.executions().filter(({ start }) => start.machine.name === "lab/Each");
}

/** 0, 1, 2 ... */
export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
