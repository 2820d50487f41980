import { join } from "node:path";
import { type Deployment, readStacks } from "../aws";
import { Cdktf } from "./cdktf";
import { asDeployment, type DeployedStack } from "./deployed";
import type { ProxyHooks } from "./hooks";
import type { Project } from "./project";
import type { AwsProxy } from "./proxy/server";
import { Terraform } from "./terraform";

/** The units of an environment, a stack each, in the order in which they depend on each other. */
export const UNITS = ["data", "fulfilment", "intake"] as const;

/** Where one environment is rehearsed, and what the steps work with. */
export class Stage {
  readonly cdktf: Cdktf;
  readonly terraform: Terraform;
  /** The stacks of the environment, in the order in which they depend on each other. */
  readonly stacks: readonly string[];
  /** What Terraform had recorded of every stack when it was last read. */
  deployed: readonly DeployedStack[] = [];

  constructor(
    readonly environment: string,
    readonly project: Project,
    readonly proxy: AwsProxy,
    readonly hooks: ProxyHooks,
    /** Tells the user how far it is. */
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

  /** The file that takes what the programs print. */
  get log(): string {
    return join(this.project.folder, "rehearsal.log");
  }

  /** All stacks, as cdktf takes them. */
  get allStacks(): string {
    return `orders-${this.environment}-*`;
  }

  /** The AWS region that was synthesized. */
  get region(): string {
    const [stack] = readStacks(this.outdir, this.environment);
    if (stack !== undefined) return stack.region;
    throw new Error(`${this.environment} has no stack in ${this.outdir}.`);
  }

  /** cdktf's output folder. */
  get outdir(): string {
    return join(this.project.folder, "cdktf.out");
  }

  /** What Terraform recorded of every stack, read anew. */
  async readDeployed(): Promise<readonly DeployedStack[]> {
    this.deployed = await Promise.all(this.stacks.map((stack) => this.terraform.recorded(stack)));
    return this.deployed;
  }

  /** What Terraform recorded of a stack and of those before it: it may not know of those after it yet. */
  async recordedUpTo(stack: string): Promise<readonly DeployedStack[]> {
    const upTo = this.stacks.slice(0, this.stacks.indexOf(stack) + 1);
    return Promise.all(upTo.map((it) => this.terraform.recorded(it)));
  }

  /** How many resources Terraform has recorded, read anew. */
  async countResources(): Promise<number> {
    return (await this.readDeployed()).reduce((sum, { resources }) => sum + resources.length, 0);
  }

  /** Whether the environment is one whose data must not be destroyed: its table is protected in AWS itself. */
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
