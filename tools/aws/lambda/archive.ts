import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { inflateRawSync } from "node:zlib";

/** Unpacks a function's archive into `folder`, as Lambda does with a deployment package. */
export function unpackArchive(file: string, folder: string): void {
  for (const { name, content } of entriesOf(readArchive(file), file)) {
    const target = normalize(join(folder, name));
    if (!target.startsWith(normalize(folder) + sep))
      throw new Error(`${file}: the entry ${name} leads out of the archive.`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

function readArchive(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Error(`The function archive ${file} cannot be read. Build the functions: npm run build`, { cause });
  }
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, without the features that small packages do not use (Zip64, encryption). */
const END_OF_DIRECTORY = 0x06054b50;
const END_OF_DIRECTORY_BYTES = 22;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

function* entriesOf(zip: Buffer, file: string): Generator<{ name: string; content: Buffer }> {
  let end = zip.length - END_OF_DIRECTORY_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) throw new Error(`${file} is not a zip archive.`);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString("utf8", at + DIRECTORY_ENTRY_BYTES, at + DIRECTORY_ENTRY_BYTES + nameLength);
    if (!name.endsWith("/")) yield { name, content: contentOf(zip, at, `${file}, ${name}`) };
    at += DIRECTORY_ENTRY_BYTES + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function contentOf(zip: Buffer, entry: number, where: string): Buffer {
  const method = zip.readUInt16LE(entry + 10);
  const size = zip.readUInt32LE(entry + 20);
  const header = zip.readUInt32LE(entry + 42);
  // The local header repeats the name, but its extra field may differ in length from the directory's.
  const start = header + LOCAL_HEADER_BYTES + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + size);
  if (method === STORED) return packed;
  if (method === DEFLATED) return inflateRawSync(packed);
  throw new Error(`${where}: compression method ${method} is not known; expected stored (0) or deflated (8).`);
}
