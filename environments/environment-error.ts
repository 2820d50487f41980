/** An environment that does not exist, or settings that are not what they must be. The message is for a person. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}
