import type { JsonObject } from "../../support/json";
import { type AwsService, type LocalAws, notServed } from "../aws";
import type { Pace } from "../pace";
import type { Action, ActionContext } from "./actions/action";
import { describeStateMachineAlias, listStateMachineAliases, listStateMachineVersions } from "./actions/aliases";
import { describeExecution, getExecutionHistory, listExecutions, stopExecution } from "./actions/executions";
import { describeStateMachine, describeStateMachineForExecution, listStateMachines } from "./actions/machines";
import { describeMapRun, listMapRuns, updateMapRun } from "./actions/map-runs";
import { redriveExecution } from "./actions/redrive-execution";
import { startExecution, startSyncExecution } from "./actions/start-execution";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from "./actions/task-tokens";
import { testState } from "./actions/test-state";
import { validateStateMachineDefinition } from "./actions/validate";
import { loadAliases, untrueHere } from "./alias";
import type { ChildWorkflow, RunningChild } from "./asl/child-workflow";
import type { Surroundings } from "./asl/run";
import { TaskTokens } from "./asl/task-tokens";
import { authorizeChild, startOfChild } from "./child";
import type { MachineSource } from "./deployment";
import { Execution } from "./execution";
import { resourceFinder } from "./integrations";
import { loadMachines, type Machine } from "./machine";
import { ExecutionStore } from "./store";

const ACTIONS: Readonly<Record<string, Action>> = {
  DescribeExecution: describeExecution,
  DescribeMapRun: describeMapRun,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineAlias: describeStateMachineAlias,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  GetExecutionHistory: getExecutionHistory,
  ListExecutions: listExecutions,
  ListMapRuns: listMapRuns,
  ListStateMachineAliases: listStateMachineAliases,
  ListStateMachineVersions: listStateMachineVersions,
  ListStateMachines: listStateMachines,
  RedriveExecution: redriveExecution,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  SendTaskSuccess: sendTaskSuccess,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  TestState: testState,
  UpdateMapRun: updateMapRun,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
};

export interface StepFunctionsOptions {
  readonly deployment: MachineSource;
  /** The services that the states call, with the role of their machine. */
  readonly aws: LocalAws;
  readonly pace: Pace;
  /** The tokens that tasks wait for; by default its own. */
  readonly tokens?: TaskTokens;
  /** In [0, 1), for the jitter of retries; Math.random by default. */
  readonly random?: () => number;
}

/** Step Functions on this machine: the state machines of the deployment and their executions. */
export class StepFunctions implements AwsService {
  readonly service = "states";
  /** How the deployment behaves differently here from AWS, one sentence each. */
  readonly notices: readonly string[];
  private readonly store = new ExecutionStore();
  private readonly machines: ReadonlyMap<string, Machine>;
  private largest = { bytes: 0, where: "" };
  private standardTasks = 0;
  private closed = false;
  private readonly around: Readonly<Record<Machine["type"], Surroundings>>;
  private readonly context: ActionContext;

  /** Compiles every state machine of the deployment. Throws for the first that cannot run as on AWS. */
  constructor(options: StepFunctionsOptions) {
    const find = resourceFinder(options.aws);
    const machines = loadMachines(options.deployment, find);
    this.machines = new Map(machines.map((machine) => [machine.arn, machine]));
    const aliases = loadAliases(options.deployment, machines);
    this.notices = aliases.flatMap((alias) => untrueHere(alias) ?? []);
    const tokens = options.tokens ?? new TaskTokens();
    this.context = {
      machines: this.machines,
      aliases: new Map(aliases.map((alias) => [alias.arn, alias])),
      tokens,
      find,
      around: () => this.around.EXPRESS,
      store: this.store,
      begin: (start) => {
        const execution = new Execution(start, this.around[start.machine.type]);
        this.store.add(execution);
        if (this.closed) abort(execution);
        void execution.done.then(() => this.weigh(execution));
        return execution;
      },
      redrive: (execution, clientToken) => {
        execution.redrive(clientToken);
        this.store.follow(execution);
        void execution.done.then(() => this.weigh(execution));
      },
    };
    const common = {
      pace: options.pace,
      region: options.deployment.region,
      tokens,
      random: options.random ?? Math.random,
      beginChild: (child: ChildWorkflow) => {
        authorizeChild(child, options.aws);
        return this.runningChild(this.context.begin(startOfChild(child)));
      },
    };
    this.around = {
      EXPRESS: { ...common, taskBegan: () => {}, taskEnded: () => {} },
      STANDARD: {
        ...common,
        taskBegan: () => {
          this.standardTasks += 1;
        },
        taskEnded: () => {
          this.standardTasks -= 1;
        },
      },
    };
  }

  async call(action: string, input: JsonObject): Promise<JsonObject> {
    const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!perform) throw notServed(this.service, action);
    return perform(input, this.context);
  }

  private runningChild(execution: Execution): RunningChild {
    return {
      done: execution.done,
      stop: () => execution.abort(undefined, undefined),
      ...(execution.start.machine.type === "STANDARD" && {
        redrive: () => {
          this.context.redrive(execution, undefined);
          return this.runningChild(execution);
        },
      }),
    };
  }

  /** The number of Standard executions' tasks in flight. Waits do not count, nor do waits for a token. */
  get busy(): number {
    return this.standardTasks;
  }

  /** Executions that have not ended. */
  get running(): number {
    return this.store.stillRunning().length;
  }

  /** The largest input or output of any state so far, and its place: `<machine>/<state>`. */
  get largestPayload(): { readonly bytes: number; readonly where: string } {
    for (const execution of this.store.stillRunning()) this.weigh(execution);
    return this.largest;
  }

  /** State transitions of an execution, which AWS bills for Standard executions. */
  transitionsOf(executionArn: string): number | undefined {
    return this.store.find(executionArn)?.run.transitions;
  }

  /** The history of any remembered execution. Includes the latest Express ones, which AWS would not show. */
  historyOf(executionArn: string): JsonObject[] | undefined {
    return this.store.find(executionArn)?.events();
  }

  /** Every remembered execution, oldest first: all Standard ones and the latest Express ones. */
  executions(): Execution[] {
    return [...this.store.all()];
  }

  /** Stops everything that runs or starts later, so that no timer outlives the run. */
  close(): void {
    this.closed = true;
    for (const execution of this.store.stillRunning()) abort(execution);
  }

  private weigh({ run, start }: Execution): void {
    const { bytes, state } = run.largestPayload;
    if (bytes > this.largest.bytes) this.largest = { bytes, where: `${start.machine.name}/${state}` };
  }
}

function abort(execution: Execution): void {
  execution.abort("LocalRunEnded", "The local run was ended.");
}
