/** On-demand prices in USD without the free tier, in us-east-1 and eu-west-1. Some other regions cost up to half more. */
export const PRICES_AS_OF = "22 November 2026";

/** Per million. Source: https://aws.amazon.com/step-functions/pricing/ ($0.025 per 1,000 state transitions) */
export const STATE_TRANSITIONS = 25;
/** Per million. Source: https://aws.amazon.com/step-functions/pricing/ */
export const EXPRESS_REQUESTS = 1;
/** Per GB-second, in the first tier. Source: https://aws.amazon.com/step-functions/pricing/ */
export const EXPRESS_GB_SECOND = 0.00001667;
/** The smallest memory that is billed, in MB. Source: https://aws.amazon.com/step-functions/pricing/ */
export const EXPRESS_MEMORY_MB = 64;

/** Per million. Source: https://aws.amazon.com/lambda/pricing/ */
export const FUNCTION_REQUESTS = 0.2;
/** Per GB-second, in the first tier, by architecture. Source: https://aws.amazon.com/lambda/pricing/ */
export const FUNCTION_GB_SECOND = { x86_64: 0.0000166667, arm64: 0.0000133334 } as const;

export const STEP_FUNCTIONS_PRICING = "https://aws.amazon.com/step-functions/pricing/";
export const LAMBDA_PRICING = "https://aws.amazon.com/lambda/pricing/";
