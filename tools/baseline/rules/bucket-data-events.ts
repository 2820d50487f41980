import type { Rule } from "../rule";

export const bucketDataEvents: Rule = {
  id: "bucket-data-events",
  scannerIds: ["AWS-0171", "AWS-0172"],
  types: ["aws_s3_bucket"],
  reason: "CloudTrail does not tell which role read or wrote an object",
  fix: "Write an aws_cloudtrail whose event_selector covers the bucket's objects, for reads and writes",
  check(resource, stack) {
    const trails = stack
      .ofType("aws_cloudtrail")
      .filter((trail) => trail.references("event_selector").includes(resource.address));
    const recorded = trails.flatMap(({ values }) => values.all("event_selector.read_write_type"));
    return ["ReadOnly", "WriteOnly"].flatMap((kind) =>
      recorded.includes("All") || recorded.includes(kind) ? [] : [`no trail records its events of ${kind}`],
    );
  },
};
