/**
 * Every error that a function throws on purpose. The key is the error's name: Lambda passes it on as `errorType`, and
 * the workflows' `ErrorEquals` match it. To rename one, change the workflows too.
 *
 * `business` errors are outcomes of an order and page nobody. `technical` ones are retried and compensated, and raise
 * an alarm.
 */
export const functionErrors = {
  PaymentDeclined: { kind: "business", meaning: "The payment provider declined to charge the customer." },
  PaymentRejected: { kind: "technical", meaning: "The payment provider refused the request itself as wrong." },
  PaymentUnavailable: { kind: "technical", meaning: "The payment provider gave no usable answer; it may have acted." },
  AddressRefused: { kind: "business", meaning: "The carrier does not deliver to the address." },
  CarrierUnavailable: { kind: "technical", meaning: "The carrier gave no usable answer; it may have acted." },
  UploadChanged: {
    kind: "business",
    meaning: "The upload was replaced before it was read; the newer one is an order.",
  },
  UploadGone: { kind: "technical", meaning: "An upload that was stored is no longer there." },
  StorageUnavailable: { kind: "technical", meaning: "S3 gave no usable answer, or only part of one." },
  SecretUnavailable: { kind: "technical", meaning: "A secret cannot be read, or does not contain what it should." },
  InvalidInput: { kind: "technical", meaning: "The caller passed input that the function cannot use." },
  InvalidSetting: { kind: "technical", meaning: "An environment variable of the function is missing or wrong." },
} as const satisfies Record<string, { kind: "business" | "technical"; meaning: string }>;

export type FunctionErrorName = keyof typeof functionErrors;

/** An error of the catalogue. Its message may reach logs and dead-letter queues: no personal data, token or secret. */
export class FunctionError extends Error {
  constructor(
    override readonly name: FunctionErrorName,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get isBusinessOutcome(): boolean {
    return functionErrors[this.name].kind === "business";
  }
}
