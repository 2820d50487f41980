import { z } from "zod";
import { type ApiSource, type AwsService, localPerson, type Pace } from "../../aws";
import { type Carrier, startCarrier } from "./carrier";
import { type PaymentProvider, startPaymentProvider } from "./payment-provider";

export interface Simulators {
  readonly payment: PaymentProvider;
  readonly carrier: Carrier;
  /** The values of the functions' variables of these names in the local run. */
  readonly urls: { readonly PAYMENT_API_URL: string; readonly CARRIER_API_URL: string };
  close(): Promise<void>;
}

const functionVariables = z.object({
  environment: z.object({ variables: z.record(z.string(), z.string()) }).optional(),
});
const secretValue = z.object({ SecretString: z.string() });
const secretText = z.object({ apiKey: z.string() });

/** Starts both providers, each with the API key from the secret that the deployed functions read. */
export async function startSimulators(
  source: Pick<ApiSource, "resources">,
  secrets: AwsService,
  pace: Pace,
): Promise<Simulators> {
  const keyIn = async (variable: string): Promise<string> => {
    const input = { SecretId: secretNamedBy(variable, source) };
    const value = await secrets.call("GetSecretValue", input, localPerson);
    return secretText.parse(JSON.parse(secretValue.parse(value).SecretString)).apiKey;
  };
  const payment = await startPaymentProvider(await keyIn("PAYMENT_SECRET_ARN"));
  const carrier = await startCarrier(await keyIn("CARRIER_SECRET_ARN"), pace);
  return {
    payment,
    carrier,
    urls: { PAYMENT_API_URL: payment.url, CARRIER_API_URL: carrier.url },
    close: async () => {
      await Promise.all([payment.close(), carrier.close()]);
    },
  };
}

function secretNamedBy(variable: string, source: Pick<ApiSource, "resources">): string {
  for (const { attributes } of source.resources("aws_lambda_function")) {
    const arn = functionVariables.parse(attributes).environment?.variables[variable];
    if (arn !== undefined) return arn;
  }
  throw new Error(`No function of the deployment has the variable ${variable}, so the provider cannot be simulated.`);
}
