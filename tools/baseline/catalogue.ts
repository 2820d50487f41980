import { z } from "zod";
import entries from "./catalogue.json";

const catalogueSchema = z.array(
  z.strictObject({
    id: z.string(),
    scanner: z.enum(["checkov", "trivy", "cdk-nag"]),
    /** Types that it judges. Two entries may share an id if they judge different types. */
    types: z.array(z.string()).min(1),
    summary: z.string(),
  }),
);

/** A rule of a public scanner for infrastructure code. */
export type ScannerRule = z.infer<typeof catalogueSchema>[number];

/** The scanners' rules about the services that an application like this one uses. */
export const catalogue: readonly ScannerRule[] = catalogueSchema.parse(entries);
