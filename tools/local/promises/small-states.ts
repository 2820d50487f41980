import type { PlatformPromise } from "./promise";

const MAX_BYTES = 64 * 1024;

export const smallStates: PlatformPromise = {
  name: "No state's input or output exceeds 64 KiB",
  violations: ({ largestPayload: { bytes, where } }) =>
    bytes > MAX_BYTES ? [`${where} has ${bytes} bytes, ${bytes - MAX_BYTES} too many`] : [],
};
