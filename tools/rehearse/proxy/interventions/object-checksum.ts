import type { Intervention } from "../intervention";

const CHECKSUM = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/;

export const objectChecksum: Intervention = {
  does: "names the algorithm of a checksum that comes with an object",
  because: "moto keeps a checksum only where a second header names its algorithm; the name of the first one tells it",
  concerns: ({ service, method, headers }) =>
    service === "s3" &&
    method === "PUT" &&
    headers["x-amz-sdk-checksum-algorithm"] === undefined &&
    Object.keys(headers).some((name) => CHECKSUM.test(name)),
  answer: (call, pass) => {
    const [algorithm = ""] = Object.keys(call.headers).flatMap((name) => CHECKSUM.exec(name)?.[1] ?? []);
    return pass({ ...call, headers: { ...call.headers, "x-amz-sdk-checksum-algorithm": algorithm.toUpperCase() } });
  },
};
