/** An expression that is not supported, or whose value cannot be determined. */
export class ExpressionError extends Error {}
