import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { App } from "cdktf";
import { EnvironmentError } from "./environments/environment-error";
import { loadEnvironments } from "./environments/load";
import { isSet, SELECTORS } from "./environments/variables";
import { BootstrapStack } from "./stacks/bootstrap";
import { Refused } from "./stacks/constructs/refused";
import { DataStack } from "./stacks/data";
import { FulfilmentStack } from "./stacks/fulfilment";
import { IntakeStack } from "./stacks/intake";
import { lockProviders } from "./stacks/provider-lock";

/**
 * Synthesizes the stacks of the environments that ORDERS_ENV lists (all, without it) into CDKTF_OUTDIR or cdktf.out. With
 * ORDERS_BOOTSTRAP=true, synthesizes only what must exist before pipelines can deploy them.
 */
function main(): void {
  const environments = loadEnvironments(process.env.ORDERS_ENV, process.env);
  const onlyBootstrap = isSet(SELECTORS.bootstrap, process.env);
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  mkdirSync(dirname(outdir), { recursive: true });
  const app = new App({ outdir });
  for (const environment of environments) {
    if (onlyBootstrap) {
      new BootstrapStack(app, environment);
      continue;
    }
    const data = new DataStack(app, environment);
    const fulfilment = new FulfilmentStack(app, environment, data);
    new IntakeStack(app, environment, data, fulfilment);
  }
  app.synth();
  lockProviders(app);
}

try {
  main();
} catch (error) {
  // An error that the user can fix is one line. Anything else is a bug in this project and keeps its stack trace.
  if (!(error instanceof EnvironmentError || error instanceof Refused)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
