/** An unknown environment or invalid settings. The message is written for the user. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}
