import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/**
 * Makes a zip archive of one file. The same content gives the same bytes: the time is fixed and written as local fields, so
 * no time zone changes it. The mode is that of a plain file that Lambda's user may read. zlib's output may differ between
 * processor families, so deployed archives must come from one kind of machine.
 */
export function archive(path: string, content: Uint8Array): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(content), path, {
    mtime: new Date(1980, 0, 1),
    mode: 0o100644,
    compressionLevel: 9,
    forceDosTimestamp: true,
  });
  zip.end();
  return buffer(zip.outputStream);
}
