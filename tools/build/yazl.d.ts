/** The part of yazl 3 that the build uses; the package has no types. */
declare module "yazl" {
  export class ZipFile {
    readonly outputStream: NodeJS.ReadableStream;
    addBuffer(
      content: Buffer,
      path: string,
      options: { mtime: Date; mode: number; compressionLevel: number; forceDosTimestamp: boolean },
    ): void;
    end(): void;
  }
}
