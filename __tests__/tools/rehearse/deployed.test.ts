import { asDeployment, readDeployed } from "../../../tools/rehearse/deployed";

interface Instance {
  readonly attributes: object;
  readonly deposed?: string;
}

const recorded = (...resources: object[]) => JSON.stringify({ version: 4, resources });
const resource = (type: string, ...instances: Instance[]) => ({ mode: "managed", type, name: "orders", instances });
const attributes = { name: "orders-dev-fulfilment-orders", arn: "arn:recorded", policy: "", tags: null, fifo: [] };

it("reads managed resources, not data sources", () => {
  const managed = resource("aws_sqs_queue", { attributes });
  const { resources } = readDeployed("stack", "/folder", recorded(managed, { ...managed, mode: "data" }));
  expect(resources).toEqual([{ address: "aws_sqs_queue.orders", type: "aws_sqs_queue", name: "orders", attributes }]);
});

it("leaves out resources that were replaced but not destroyed yet", () => {
  const state = recorded(resource("aws_sqs_queue", { attributes, deposed: "1b25879a" }, { attributes }));
  expect(readDeployed("stack", "/folder", state).resources).toHaveLength(1);
});

it("reads an empty state", () => {
  expect(readDeployed("stack", "/folder", "\n").resources).toEqual([]);
});

it("refuses a state of an unknown version", () => {
  expect(() => readDeployed("stack", "/folder", '{"version":5,"resources":[]}')).toThrow("version");
});

describe("the deployment", () => {
  const deploymentOf = (values: object) => {
    const state = recorded(resource("aws_sqs_queue", { attributes: { ...attributes, ...values } }));
    const stack = readDeployed("orders-dev-fulfilment", "/folder", state);
    return asDeployment("dev", "http://127.0.0.1:1", "eu-west-1", [stack]).one("aws_sqs_queue", () => true).attributes;
  };

  it("has the recorded values, not computed ones", () => {
    expect(deploymentOf({}).arn).toBe("arn:recorded");
  });

  it("leaves out empty values, and reads a single block as an object", () => {
    const attributes = deploymentOf({ config: [{ target: "dlq", extra: [] }], many: [{}, {}] });
    expect(attributes).toMatchObject({ config: { target: "dlq" }, many: [{}, {}] });
    expect(attributes).not.toHaveProperty("policy");
    expect(attributes).not.toHaveProperty("fifo");
    expect(attributes.config).not.toHaveProperty("extra");
  });

  it("keeps text that looks like a template as it is", () => {
    const template = "$" + "{context.requestId} %" + "{if}";
    expect(deploymentOf({ template }).template).toBe(template);
  });
});
