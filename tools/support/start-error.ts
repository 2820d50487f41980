/** Why the local run cannot start or go on, in one line that tells the mend. Shown as it is, without a stack trace. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
  }
}
