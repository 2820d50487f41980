import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Answer, type Call, jsonOf, withJson } from "../call";
import type { Intervention } from "../intervention";

const policy = z.looseObject({ Statement: z.array(z.looseObject({ Principal: z.unknown(), Effect: z.string() })) });

type Policy = z.infer<typeof policy>;

/** Remembers each bucket's original policy, of which moto gets only a part. */
export function bucketPolicy(): Intervention {
  const whole = new Map<string, { readonly came: Policy; readonly given: Policy }>();
  return {
    does: "hides from moto the statements of a bucket's policy that deny everybody under a condition",
    because:
      "moto ignores conditions, so the denial of plain HTTP would deny every object, and moto fails on that statement when it looks for S3's permission to write access logs; callers read the original policy",
    concerns: ({ service, method, path }) =>
      service === "s3" && ["GET", "PUT", "DELETE"].includes(method) && /^\/[^/?]+\/?\?policy(=|&|$)/.test(path),
    answer: async (call, pass) => {
      const bucket = new URL(call.path, "http://localhost").pathname;
      if (call.method === "PUT") return put(call, pass, bucket, whole);
      const answer = await pass(call);
      const known = whole.get(bucket);
      if (call.method === "DELETE") whole.delete(bucket);
      const isTheirs = call.method === "GET" && answer.status === 200 && known !== undefined;
      return isTheirs && isDeepStrictEqual(jsonOf(answer), known.given) ? withJson(answer, known.came) : answer;
    },
  };
}

async function put(
  call: Call,
  pass: (call: Call) => Promise<Answer>,
  bucket: string,
  whole: Map<string, { readonly came: Policy; readonly given: Policy }>,
): Promise<Answer> {
  const came = policy.parse(jsonOf(call));
  const given = { ...came, Statement: came.Statement.filter((it) => !deniesAllUnderCondition(it)) };
  const answer = await pass(withJson(call, given));
  if (answer.status < 300) whole.set(bucket, { came, given });
  return answer;
}

function deniesAllUnderCondition(statement: Policy["Statement"][number]): boolean {
  return statement.Effect === "Deny" && statement.Principal === "*" && "Condition" in statement;
}
