import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** What S3 answers, with status 400, to an object that it does not store. */
export interface Refusal {
  readonly code: "BadDigest" | "InvalidRequest";
  readonly message: string;
}

interface Algorithm {
  /** As S3's messages name it; its header is `x-amz-checksum-` and the name in lower case. */
  readonly name: string;
  readonly bytes: number;
  readonly digest: (data: Buffer) => Buffer;
}

const ALGORITHMS: readonly Algorithm[] = [
  { name: "CRC32", bytes: 4, digest: (data) => bigEndian([crc32(data)]) },
  { name: "CRC32C", bytes: 4, digest: crc32c },
  { name: "CRC64NVME", bytes: 8, digest: crc64nvme },
  { name: "SHA1", bytes: 20, digest: (data) => createHash("sha1").update(data).digest() },
  { name: "SHA256", bytes: 32, digest: (data) => createHash("sha256").update(data).digest() },
];

/**
 * Why S3 would not store `data` with the checksums in `headers`, which are the request's or its trailers. Texts as
 * recorded from AWS in test_put_object_checksum and test_s3_checksum_no_algorithm of LocalStack's tests (test_s3.py). A
 * checksum in the query of a presigned URL is not one of these: S3 ignores it (test_presigned_url_v4_x_amz_in_qs).
 */
export function refusalOf(data: Buffer, headers: Readonly<Record<string, unknown>>): Refusal | undefined {
  const sent = ALGORITHMS.filter((algorithm) => headers[headerOf(algorithm)] !== undefined);
  const [algorithm] = sent;
  if (algorithm === undefined) return undefined;
  if (sent.length > 1) {
    const message = "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.";
    return { code: "InvalidRequest", message };
  }
  const text = String(headers[headerOf(algorithm)]);
  const value = Buffer.from(text, "base64");
  if (value.length !== algorithm.bytes || value.toString("base64") !== text)
    return { code: "InvalidRequest", message: `Value for ${headerOf(algorithm)} header is invalid.` };
  if (algorithm.digest(data).equals(value)) return undefined;
  return { code: "BadDigest", message: `The ${algorithm.name} you specified did not match the calculated checksum.` };
}

function headerOf({ name }: Algorithm): string {
  return `x-amz-checksum-${name.toLowerCase()}`;
}

/** CRC-32C: https://www.rfc-editor.org/rfc/rfc9260#appendix-A. */
function crc32c(data: Buffer): Buffer {
  let crc = -1;
  for (const byte of data) crc = (crc >>> 8) ^ (CRC32C_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return bigEndian([~crc]);
}

/** CRC-64/NVME of the NVM Express command set, in two halves: 64 bits as one BigInt take minutes for 100 MB. */
function crc64nvme(data: Buffer): Buffer {
  let high = -1;
  let low = -1;
  for (const byte of data) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW[index] ?? 0);
    high = (high >>> 8) ^ (CRC64_HIGH[index] ?? 0);
  }
  return bigEndian([~high, ~low]);
}

const CRC32C_TABLE = Int32Array.from(tableOf(0x82f63b78n), (entry) => Number(BigInt.asIntN(32, entry)));
const CRC64 = tableOf(0x9a6c9329ac4bc9b5n);
const CRC64_LOW = Int32Array.from(CRC64, (entry) => Number(BigInt.asIntN(32, entry)));
const CRC64_HIGH = Int32Array.from(CRC64, (entry) => Number(BigInt.asIntN(32, entry >> 32n)));

/** The remainder of each byte for a polynomial whose bits are reflected. */
function tableOf(polynomial: bigint): bigint[] {
  return Array.from({ length: 256 }, (_, byte) => {
    let remainder = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1)
      remainder = (remainder & 1n) === 1n ? (remainder >> 1n) ^ polynomial : remainder >> 1n;
    return remainder;
  });
}

function bigEndian(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, index * 4);
  return bytes;
}
