/** The bytes are not JSON; `message` completes "The upload is not JSON: ...". */
export class BrokenJson extends Error {
  override readonly name = "BrokenJson";
}

/** A string or number is longer than any that an order may contain, so the rest of it is not read. */
export class TokenTooLong extends Error {
  override readonly name = "TokenTooLong";
}
