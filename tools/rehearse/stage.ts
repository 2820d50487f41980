import { join } from "node:path";
import { type Deployment, readStacks } from "../aws";
import { Cdktf } from "./cdktf";
import { asDeployment, type DeployedStack } from "./deployed";
import type { ProxyHooks } from "./hooks";
import type { Project } from "./project";
import type { AwsProxy } from "./proxy/server";
import { Terraform } from "./terraform";

/** The units of an environment, one stack each, in dependency order. */
export const UNITS = ["data", "fulfilment", "intake"] as const;
export type Unit = (typeof UNITS)[number];

/** The rehearsal of one environment: what its steps share. */
export class Stage {
  readonly cdktf: Cdktf;
  readonly terraform: Terraform;
  /** The stacks of the environment, in dependency order. */
  readonly stacks: readonly string[];
  /** Every stack's recorded state, as last read. */
  deployed: readonly DeployedStack[] = [];

  constructor(
    readonly environment: string,
    readonly project: Project,
    readonly proxy: AwsProxy,
    readonly hooks: ProxyHooks,
    /** Reports progress to the user. */
    readonly say: (line: string) => void,
    readonly random: () => number,
    readonly signal: AbortSignal,
  ) {
    const log = this.log;
    this.cdktf = new Cdktf({ project, log, signal });
    this.terraform = new Terraform({ project, log, signal });
    this.stacks = UNITS.map((unit) => this.stackOf(unit));
  }

  /** The stack of a unit. */
  stackOf(unit: string): string {
    return `orders-${this.environment}-${unit}`;
  }

  /** The log of the programs that run. */
  get log(): string {
    return join(this.project.folder, "rehearsal.log");
  }

  /** All stacks, as a pattern for cdktf. */
  get allStacks(): string {
    return `orders-${this.environment}-*`;
  }

  /** The AWS region of the synthesized stacks. */
  get region(): string {
    const [stack] = readStacks(this.outdir, this.environment);
    if (stack !== undefined) return stack.region;
    throw new Error(`${this.environment} has no stack in ${this.outdir}.`);
  }

  /** cdktf's output folder. */
  get outdir(): string {
    return join(this.project.folder, "cdktf.out");
  }

  /** Reads every stack's recorded state again. */
  async readDeployed(): Promise<readonly DeployedStack[]> {
    this.deployed = await Promise.all(this.stacks.map((stack) => this.terraform.recorded(stack)));
    return this.deployed;
  }

  /** The recorded state of a stack and of those before it. Those after it may have none yet. */
  async recordedUpTo(stack: string): Promise<readonly DeployedStack[]> {
    const upTo = this.stacks.slice(0, this.stacks.indexOf(stack) + 1);
    return Promise.all(upTo.map((it) => this.terraform.recorded(it)));
  }

  /** Reads the recorded states again and counts their resources. */
  async countResources(): Promise<number> {
    return (await this.readDeployed()).reduce((sum, { resources }) => sum + resources.length, 0);
  }

  /** Whether the environment's data must not be destroyed: AWS itself protects its table from deletion. */
  get isProtected(): boolean {
    const tables = this.deployed.flatMap(({ resources }) =>
      resources.filter(({ type }) => type === "aws_dynamodb_table"),
    );
    return tables.some(({ attributes }) => attributes.deletion_protection_enabled === true);
  }

  get deployment(): Deployment {
    return asDeployment(this.environment, this.proxy.url, this.region, this.deployed);
  }
}
