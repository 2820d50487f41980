import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/**
 * A zip archive of one file. Same content, same bytes: the time is fixed (and written as local fields, which no time
 * zone moves), the mode is that of a plain file that Lambda's user may read. What zlib makes of it may differ between
 * processor families, so the archives that are deployed come from one kind of machine.
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
