import type { Partner } from "./partner";

/** 422 refuses the address of a booking. Whatever else goes wrong says nothing about the order: it is tried again. */
export const carrier: Partner = {
  name: "The carrier",
  urlVariable: "CARRIER_API_URL",
  secretVariable: "CARRIER_SECRET_ARN",
  unavailable: "CarrierUnavailable",
  refusal: (path, status) => (path === "/shipments" && status === 422 ? "AddressRefused" : "CarrierUnavailable"),
};
