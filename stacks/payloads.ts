/** An uploaded order's key in the payload bucket is this prefix and the upload's id. */
export const UPLOADS_PREFIX = "uploads/";

/** The key of a large order's lines in the payload bucket is this prefix, the order's id and the lines' checksum. */
export const LINES_PREFIX = "lines/";
