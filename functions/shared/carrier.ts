import type { Partner } from "./partner";

/** A booking answered with 422 has an address that the carrier refuses. Any other failure is retried. */
export const carrier: Partner = {
  name: "The carrier",
  urlVariable: "CARRIER_API_URL",
  secretVariable: "CARRIER_SECRET_ARN",
  unavailable: "CarrierUnavailable",
  refusal: (path, status) => (path === "/shipments" && status === 422 ? "AddressRefused" : "CarrierUnavailable"),
};
