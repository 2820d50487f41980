import { type App, Testing } from "cdktf";
import { dev } from "../../environments/dev";
import { parseSettings } from "../../environments/load";
import type { Settings } from "../../environments/schema";
import { DataStack } from "../../stacks/data";
import { FulfilmentStack } from "../../stacks/fulfilment";
import { IntakeStack } from "../../stacks/intake";
import type { PlatformStack } from "../../stacks/platform-stack";

interface Stacks {
  readonly data: PlatformStack;
  readonly fulfilment: PlatformStack;
  readonly intake: PlatformStack;
}

/** The stacks of dev with some settings changed. */
function stacksWith(changes: Partial<Settings>): Stacks {
  const app: App = Testing.app();
  const environment = parseSettings("dev", { ...dev, ...changes });
  const data = new DataStack(app, environment);
  const fulfilment = new FulfilmentStack(app, environment, data);
  return { data, fulfilment, intake: new IntakeStack(app, environment, data, fulfilment) };
}

/** Resources of one type in a stack. */
function resources(stack: PlatformStack, type: string): Record<string, unknown>[] {
  return Object.values(Object(stack.toTerraform()).resource[type] ?? {});
}

const providerOf = (stack: PlatformStack) => Object(stack.toTerraform()).provider.aws[0];

describe("a setting", () => {
  it("accountId guards against every other account, in each stack", () => {
    for (const stack of Object.values(stacksWith({ accountId: "210987654321" }))) {
      expect(providerOf(stack).allowed_account_ids).toEqual(["210987654321"]);
    }
    expect(providerOf(stacksWith({}).data)).not.toHaveProperty("allowed_account_ids");
  });

  it("alarmEmails subscribes each of them to the alarms", () => {
    const { fulfilment } = stacksWith({ alarmEmails: ["a@example.com", "b@example.com"] });
    expect(resources(fulfilment, "aws_sns_topic_subscription")).toEqual([
      expect.objectContaining({ protocol: "email", endpoint: "a@example.com" }),
      expect.objectContaining({ protocol: "email", endpoint: "b@example.com" }),
    ]);
    expect(resources(stacksWith({}).fulfilment, "aws_sns_topic_subscription")).toEqual([]);
  });

  it("manageApiGatewayAccount decides whether the account's logging role is set", () => {
    const accounts = (manageApiGatewayAccount: boolean) =>
      resources(stacksWith({ manageApiGatewayAccount }).intake, "aws_api_gateway_account");
    expect([accounts(true).length, accounts(false).length]).toEqual([1, 0]);
  });

  it("includeExecutionData decides for workflows and the pipe", () => {
    const logged = (includeExecutionData: boolean) => {
      const { fulfilment } = stacksWith({ includeExecutionData });
      const [pipe] = resources(fulfilment, "aws_pipes_pipe");
      const machines = resources(fulfilment, "aws_sfn_state_machine");
      return [
        Object(pipe?.log_configuration).include_execution_data,
        ...machines.map((machine) => Object(machine.logging_configuration).include_execution_data),
      ];
    };
    expect(logged(true)).toEqual([["ALL"], true, true, true, true]);
    expect(logged(false)).toEqual([undefined, false, false, false, false]);
  });

  it("deletionProtection keeps table, buckets, key and secrets from a mistaken destroy", () => {
    const kept = (deletionProtection: boolean) => {
      const { data, fulfilment } = stacksWith({ deletionProtection });
      return {
        table: resources(data, "aws_dynamodb_table").map((table) => table.deletion_protection_enabled),
        buckets: resources(data, "aws_s3_bucket").map((bucket) => bucket.lifecycle),
        key: resources(data, "aws_kms_key").map((key) => key.lifecycle),
        secrets: resources(fulfilment, "aws_secretsmanager_secret").map((secret) => secret.recovery_window_in_days),
      };
    };
    const stays = { prevent_destroy: true };
    expect(kept(true)).toEqual({ table: [true], buckets: [stays, stays], key: [stays], secrets: [30, 30] });
    expect(kept(false)).toEqual({
      table: [false],
      buckets: [undefined, undefined],
      key: [undefined],
      secrets: [0, 0],
    });
  });
});
