import { asDeployment, readDeployed } from "../../../tools/rehearse/deployed";

const shown = (...resources: object[]) => JSON.stringify({ values: { root_module: { resources } } });
const queue = {
  address: "aws_sqs_queue.orders",
  mode: "managed",
  type: "aws_sqs_queue",
  name: "orders",
  values: { name: "orders-dev-fulfilment-orders", arn: "arn:recorded", policy: "", tags: null, fifo: [] },
};

it("reads what is managed, and what was not made to its end", () => {
  const key = { ...queue, address: "aws_kms_key.key", type: "aws_kms_key", name: "key", tainted: true };
  const { resources } = readDeployed("stack", "/folder", shown(queue, key, { ...queue, mode: "data" }));
  expect(resources.map(({ address, tainted }) => [address, tainted])).toEqual([
    ["aws_sqs_queue.orders", false],
    ["aws_kms_key.key", true],
  ]);
});

it("reads a state that holds nothing yet", () => {
  expect(readDeployed("stack", "/folder", '{"format_version":"1.0"}').resources).toEqual([]);
});

describe("the deployment", () => {
  const deploymentOf = (values: object) => {
    const stack = readDeployed("orders-dev-fulfilment", "/folder", shown({ ...queue, values }));
    return asDeployment("dev", "http://127.0.0.1:1", "eu-west-1", [stack]).one("aws_sqs_queue", () => true).attributes;
  };

  it("tells what was recorded, and not what is computed", () => {
    expect(deploymentOf(queue.values).arn).toBe("arn:recorded");
  });

  it("leaves out what is empty, and takes a block of one for an object", () => {
    const attributes = deploymentOf({ ...queue.values, config: [{ target: "dlq", extra: [] }], many: [{}, {}] });
    expect(attributes).toMatchObject({ config: { target: "dlq" }, many: [{}, {}] });
    expect(attributes).not.toHaveProperty("policy");
    expect(attributes).not.toHaveProperty("fifo");
    expect(attributes.config).not.toHaveProperty("extra");
  });

  it("keeps text that looks like a template as it is", () => {
    const template = "$" + "{context.requestId} %" + "{if}";
    expect(deploymentOf({ ...queue.values, template }).template).toBe(template);
  });
});
