import type { Intervention } from "../intervention";

const CHECKSUM = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/;

export const objectChecksum: Intervention = {
  does: "names the algorithm of an uploaded object's checksum",
  because: "moto keeps a checksum only if a second header names its algorithm; the first header's name contains it",
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
