import { z } from "zod";
import entries from "./catalogue.json";

const catalogueSchema = z.array(
  z.strictObject({
    id: z.string(),
    scanner: z.enum(["checkov", "trivy", "cdk-nag"]),
    /** Of which resources it speaks. Two entries may share an id where they speak of different ones. */
    types: z.array(z.string()).min(1),
    summary: z.string(),
  }),
);

/** A rule of a public scanner for infrastructure code. */
export type ScannerRule = z.infer<typeof catalogueSchema>[number];

/** Those of the scanners' rules that speak of services which an application like this one is made of. */
export const catalogue: readonly ScannerRule[] = catalogueSchema.parse(entries);
