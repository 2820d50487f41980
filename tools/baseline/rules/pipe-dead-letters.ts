import { isSet } from "../model/values";
import type { Rule } from "../rule";

/** A pipe from a queue leaves to the queue what it could not deliver; one from a stream has a setting of its own. */
export const pipeDeadLetters: Rule = {
  id: "pipe-dead-letters",
  scannerIds: [],
  types: ["aws_pipes_pipe"],
  reason: "A message that the target refuses comes again until it expires, and is then gone",
  fix: "Give the source queue a redrive_policy; for a stream, set dead_letter_config in the source's parameters",
  check(pipe, stack) {
    const [address] = pipe.references("source");
    const source = stack.resources.find((resource) => resource.address === address);
    if (source?.type === "aws_sqs_queue") {
      return isSet(source.at("redrive_policy")) ? [] : [`its source ${source.address} has no redrive_policy`];
    }
    const hasDeadLetters = ["dynamodb_stream_parameters", "kinesis_stream_parameters"].some((parameters) =>
      isSet(pipe.at(`source_parameters.${parameters}.dead_letter_config.arn`)),
    );
    return hasDeadLetters ? [] : ["neither its source nor its source_parameters name a dead-letter queue"];
  },
};
