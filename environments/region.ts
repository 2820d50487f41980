import { z } from "zod";

const region = "an AWS region such as eu-west-1";

/** Definitions use `arn:aws:states:::…`, and policies name services such as `sqs.eu-west-1.amazonaws.com`. */
const commercial =
  "a region of AWS's commercial partition, such as eu-west-1: workflows and policies name arn:aws and amazonaws.com, and no other partition (China, GovCloud, isolated, sovereign) has both";

/** Region names in every partition: two to four letters, one or more words, a number. */
const OF_ANY_PARTITION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/**
 * Commercial and Chinese region names have two letters, one word and a number. Others have more letters or words, such
 * as `us-gov-west-1` and `eusc-de-east-1`. Source: `regionRegex` of each partition in
 * https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
const COMMERCIAL = /^(?!cn-)[a-z]{2}-[a-z]+-\d{1,2}$/;

/** An AWS region such as `eu-west-1`, in the only partition that the stacks can be deployed to. */
export const regionSchema = z
  .string({ error: region })
  .regex(OF_ANY_PARTITION, { error: region, abort: true })
  .regex(COMMERCIAL, { error: commercial });
