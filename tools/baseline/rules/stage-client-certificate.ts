import { expectSet } from "../expect";
import type { Rule } from "../rule";

export const stageClientCertificate: Rule = {
  id: "stage-client-certificate",
  scannerIds: ["CKV2_AWS_51"],
  types: ["aws_api_gateway_stage"],
  reason: "A backend on the internet cannot tell that the API calls it",
  fix: "Set client_certificate_id, where an integration calls a host of your own",
  check: (resource) => expectSet(resource, "client_certificate_id"),
};
