import { jsonAnswer, jsonOf } from "../../../../tools/rehearse/proxy/call";
import { distributedMapType } from "../../../../tools/rehearse/proxy/interventions/distributed-map-type";
import { itemBatcher } from "../../../../tools/rehearse/proxy/interventions/item-batcher";
import { jsonCall, RecordedMoto, restCall, textAnswer } from "./recorded";

const map = {
  ItemReader: { Resource: "arn:aws:states:::s3:getObject", Parameters: { "Key.$": "$.lines.key" } },
  ItemBatcher: { MaxItemsPerBatch: 2, MaxInputBytesPerBatch: 40, BatchInput: { "orderId.$": "$.orderId" } },
  ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" }, States: {} },
};
/** With white space that a rewrite would not keep. */
const definition = JSON.stringify({ States: { Reserve: map } }, undefined, 3);

/** A moto that keeps the definition that it receives. */
function keepingMoto(): RecordedMoto {
  let kept = "";
  return new RecordedMoto((call) => {
    if (call.action === "CreateStateMachine") kept = String(Object(jsonOf(call)).definition);
    return jsonAnswer({ definition: kept });
  });
}

describe.each([
  ["the type of a Distributed Map", distributedMapType],
  ["an ItemBatcher", itemBatcher],
])("%s", (_name, make) => {
  it("is described with the original text", async () => {
    const aws = keepingMoto().behind(make());
    await aws(jsonCall("states", "CreateStateMachine", { definition }));
    expect(jsonOf(await aws(jsonCall("states", "DescribeStateMachine", {})))).toEqual({ definition });
  });

  it("leaves a definition without it unchanged", async () => {
    const moto = keepingMoto();
    const plain = '{ "States": { "End": { "Type": "Succeed" } } }';
    await moto.behind(make())(jsonCall("states", "CreateStateMachine", { definition: plain }));
    expect(moto.inputs("CreateStateMachine")).toEqual([{ definition: plain }]);
  });
});

it("gives moto a Distributed Map of the only type that moto knows", async () => {
  const moto = keepingMoto();
  await moto.behind(distributedMapType())(jsonCall("states", "CreateStateMachine", { definition }));
  const [given] = moto.inputs("CreateStateMachine");
  expect(JSON.parse(Object(given).definition).States.Reserve.ItemProcessor.ProcessorConfig.ExecutionType).toBe(
    "STANDARD",
  );
});

describe("batches", () => {
  const lines = ["a", "b", "c", "d", "e"].map((sku) => ({ sku }));

  it("are read by a special key, and each gets its BatchInput", async () => {
    const moto = keepingMoto();
    await moto.behind(itemBatcher())(jsonCall("states", "CreateStateMachine", { definition }));
    const [given] = moto.inputs("CreateStateMachine");
    expect(JSON.parse(Object(given).definition).States.Reserve).toEqual({
      ...map,
      ItemBatcher: undefined,
      ItemReader: {
        ...map.ItemReader,
        Parameters: { "Key.$": "States.Format('{}#in-batches-2-40', $.lines.key)" },
      },
      ItemSelector: { BatchInput: { "orderId.$": "$.orderId" }, "Items.$": "$$.Map.Item.Value" },
    });
  });

  it.each([
    ["by number", "#in-batches-2-1000", [2, 2, 1]],
    ["by bytes, exactly as many as fit", "#in-batches-9-36", [3, 2]],
    ["by bytes, one fewer", "#in-batches-9-35", [2, 2, 1]],
    ["one by one where none fits", "#in-batches-9-1", [1, 1, 1, 1, 1]],
  ])("are cut %s", async (_how, suffix, sizes) => {
    const moto = new RecordedMoto(() => textAnswer(JSON.stringify(lines)));
    const path = `/payloads/lines/1${encodeURIComponent(suffix)}`;
    const batches = jsonOf(await moto.behind(itemBatcher())(restCall("s3", "GET", path)));
    expect([batches].flat(2)).toEqual(lines);
    expect([batches].flat().map((batch) => [batch].flat().length)).toEqual(sizes);
    expect(moto.asked.map((call) => call.path)).toEqual(["/payloads/lines/1"]);
  });
});
