import type { Partner } from "./partner";

/** 402 declines a charge, and only a charge; any other refusal means that our request is wrong. */
export const paymentProvider: Partner = {
  name: "The payment provider",
  urlVariable: "PAYMENT_API_URL",
  secretVariable: "PAYMENT_SECRET_ARN",
  unavailable: "PaymentUnavailable",
  refusal: (path, status) => (path === "/charges" && status === 402 ? "PaymentDeclined" : "PaymentRejected"),
};
