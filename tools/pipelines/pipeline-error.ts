/** A failure of a pipeline, for the readers of its log: what failed, what was received and expected, and the fix. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
}
