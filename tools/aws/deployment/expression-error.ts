/** An expression that the local run does not understand, or whose value it does not know. */
export class ExpressionError extends Error {}
