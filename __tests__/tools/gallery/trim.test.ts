import { trimPlan } from "../../../tools/gallery/trim";

const resource = (address: string, actions: string[]) => ({
  address,
  type: address.split(".")[0],
  change: { actions, before: {}, after: {} },
});

it("A trimmed plan keeps what changes and what a review joins with it or reads", () => {
  const changes = [
    resource("aws_sqs_queue.same", ["no-op"]),
    resource("aws_cloudwatch_metric_alarm.same", ["no-op"]),
    resource("aws_cloudwatch_metric_alarm.changed", ["update"]),
    resource("aws_partition.read", ["read"]),
  ];
  const read = { mode: "data", address: "data.terraform_remote_state.other" };
  const resources = changes.map(({ address }) => ({ address, expressions: {} }));
  const plan = {
    format_version: "1.2",
    timestamp: "2026-11-28T10:00:00Z",
    planned_values: {},
    prior_state: {
      format_version: "1.0",
      values: { outputs: {}, root_module: { resources: [read, { mode: "managed" }] } },
    },
    resource_changes: changes,
    resource_drift: [changes[1]],
    configuration: { provider_config: {}, root_module: { resources, variables: {} } },
  };
  expect(trimPlan(plan)).toEqual({
    format_version: "1.2",
    resource_changes: [changes[0], changes[2]],
    resource_drift: [changes[1]],
    prior_state: { format_version: "1.0", values: { root_module: { resources: [read] } } },
    configuration: { root_module: { resources: [resources[0], resources[2]] } },
  });
});
