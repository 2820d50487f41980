/** An expression that the local run does not support, or whose value it cannot determine. */
export class ExpressionError extends Error {}
