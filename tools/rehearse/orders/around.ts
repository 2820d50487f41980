import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RemoteService } from "../remote-service";
import type { Stage } from "../stage";
import type { Samples } from "./samples";
import { type Surroundings, startSurroundings } from "./surroundings";

/**
 * The surroundings of what was deployed, from the first order to the last. They are started once: a pipe that ends may
 * have asked for messages, and what it still gets is hidden from the next pipe for as long as the queue says.
 */
export class Around {
  private started: Promise<Surroundings> | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly samples: Samples,
  ) {}

  /** Starts them where they are not started yet. */
  start(): Promise<Surroundings> {
    this.started ??= this.begin();
    return this.started;
  }

  /** Stops them where they are started. */
  async stop(): Promise<void> {
    // What could not be started was told to who started it.
    const surroundings = await this.started?.catch(() => undefined);
    this.started = undefined;
    this.stage.hooks.surroundings = undefined;
    await surroundings?.stop();
  }

  private async begin(): Promise<Surroundings> {
    const { deployment, project, proxy, hooks, say } = this.stage;
    await this.fillSecrets();
    const folder = join(project.folder, "run");
    mkdirSync(folder, { recursive: true });
    const said = new Map(this.samples.orders.map(({ orderId, approval }) => [orderId, approval]));
    const decide = (orderId: string): boolean | undefined => {
      const approval = said.get(orderId);
      return approval === "approved" ? true : approval === "refused" ? false : undefined;
    };
    const surroundings = await startSurroundings({ deployment, send: proxy.call, folder, decide, onError: say });
    hooks.surroundings = surroundings;
    return surroundings;
  }

  /** As the README says: Terraform makes the secrets empty. */
  private async fillSecrets(): Promise<void> {
    const { deployment, proxy } = this.stage;
    const secrets = new RemoteService("secretsmanager", deployment.region, proxy.call);
    for (const { attributes } of deployment.resources("aws_secretsmanager_secret")) {
      const input = { SecretId: String(attributes.arn), SecretString: JSON.stringify({ apiKey: "rehearsed" }) };
      await secrets.call("PutSecretValue", input);
    }
  }
}
