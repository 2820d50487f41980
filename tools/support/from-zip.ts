import { inflateRawSync } from "node:zlib";

/**
 * The content of one file in a trusted zip archive of at most 4 GiB. Throws if the file is missing. Source, with
 * offsets: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
 */
export function fromZip(archive: Buffer, file: string): Buffer {
  const short = (at: number) => archive.readUInt16LE(at);
  const long = (at: number) => archive.readUInt32LE(at);
  const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end === -1) throw new Error("It is not a zip archive.");
  let entry = long(end + 16);
  for (let left = short(end + 10); left > 0; left--) {
    const name = entry + 46;
    const nameEnd = name + short(entry + 28);
    if (archive.toString("utf8", name, nameEnd) === file) {
      const header = long(entry + 42);
      const data = header + 30 + short(header + 26) + short(header + 28);
      const content = archive.subarray(data, data + long(entry + 20));
      return short(entry + 10) === DEFLATED ? inflateRawSync(content) : content;
    }
    entry = nameEnd + short(entry + 30) + short(entry + 32);
  }
  throw new Error(`The archive has no file ${file}.`);
}

const DEFLATED = 8;
