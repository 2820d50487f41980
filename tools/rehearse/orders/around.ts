import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { RemoteService } from "../remote-service";
import type { Stage } from "../stage";
import type { Samples } from "./samples";
import { type Surroundings, startSurroundings } from "./surroundings";

/**
 * The surroundings of the deployed stacks, from the first order to the last. They start only once: a pipe that is stopped
 * may still receive messages that it asked for, and the queue then hides them from the next pipe for a while.
 */
export class Around {
  private started: Promise<Surroundings> | undefined;

  constructor(
    private readonly stage: Stage,
    private readonly samples: Samples,
  ) {}

  /** Starts them unless they run already. */
  start(): Promise<Surroundings> {
    this.started ??= this.begin();
    return this.started;
  }

  /** Stops them if they run. */
  async stop(): Promise<void> {
    // The caller of start() has already received the error.
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
    const approvals = new Map(this.samples.orders.map(({ orderId, approval }) => [orderId, approval]));
    const decide = (orderId: string): boolean | undefined => {
      const approval = approvals.get(orderId);
      return approval === "approved" ? true : approval === "refused" ? false : undefined;
    };
    const surroundings = await startSurroundings({ deployment, send: proxy.call, folder, decide, onError: say });
    hooks.surroundings = surroundings;
    return surroundings;
  }

  /** Terraform creates the secrets empty, as the README says. */
  private async fillSecrets(): Promise<void> {
    const { deployment, proxy } = this.stage;
    const secrets = new RemoteService("secretsmanager", deployment.region, proxy.call);
    for (const { attributes } of deployment.resources("aws_secretsmanager_secret")) {
      const input = { SecretId: String(attributes.arn), SecretString: JSON.stringify({ apiKey: "rehearsed" }) };
      await secrets.call("PutSecretValue", input);
    }
  }
}
