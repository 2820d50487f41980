/** A request that API Gateway itself answers, with the gateway response of this type. */
export class Refusal extends Error {
  constructor(
    /** A response type: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
    readonly responseType: string,
    message: string,
    /** The fault that a request validator found. */
    readonly validationErrors = "",
  ) {
    super(message);
    this.name = "Refusal";
  }
}
