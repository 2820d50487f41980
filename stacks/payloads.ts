/** Keys of uploaded orders in the payload bucket: this, then the upload's id. */
export const UPLOADS_PREFIX = "uploads/";

/** Keys of the lines of large orders in the payload bucket: this, then the order's id and the lines' checksum. */
export const LINES_PREFIX = "lines/";
