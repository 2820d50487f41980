/** What a pipeline cannot do, in words for whoever reads its log: what failed, what came, what was expected, the mend. */
export class PipelineError extends Error {
  override readonly name = "PipelineError";
}
