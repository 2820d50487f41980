import { z } from "zod";
import { type Answer, type Call, callOf } from "../call";
import { definitionRewrite, objectsIn } from "../definition-rewrite";
import type { Intervention, Pass } from "../intervention";

const batchedMap = z.looseObject({
  ItemReader: z.looseObject({ Parameters: z.looseObject({ "Key.$": z.string() }) }),
  ItemBatcher: z.object({
    MaxItemsPerBatch: z.int().min(1),
    MaxInputBytesPerBatch: z.int().min(1),
    BatchInput: z.record(z.string(), z.unknown()).default({}),
  }),
});

/** Suffix of an object's key that asks for batches: at most this many items and bytes each. */
const IN_BATCHES = /%23in-batches-(\d+)-(\d+)(?=[/?]|$)/;

export function itemBatcher(): Intervention {
  const rewrite = definitionRewrite(
    {
      does: "makes the batches of an ItemBatcher",
      because:
        "moto's interpreter does not know the field and refuses the definition; instead, its map reads the object's lines from the proxy in batches, cut as AWS cuts them, and an ItemSelector gives each batch its BatchInput; callers read the original definition",
    },
    (definition) => {
      const maps = [...objectsIn(definition)].filter((it) => batchedMap.safeParse(it).success);
      for (const map of maps) batchByReader(map);
      return maps.length > 0;
    },
  );
  return {
    ...rewrite,
    concerns: (call) => rewrite.concerns(call) || (call.method === "GET" && IN_BATCHES.test(call.path)),
    answer: (call, pass) => (rewrite.concerns(call) ? rewrite.answer(call, pass) : readInBatches(call, pass)),
  };
}

function batchByReader(map: object): void {
  const { ItemReader, ItemBatcher } = batchedMap.parse(map);
  const { MaxItemsPerBatch, MaxInputBytesPerBatch, BatchInput } = ItemBatcher;
  const key = ItemReader.Parameters["Key.$"];
  const suffix = `#in-batches-${MaxItemsPerBatch}-${MaxInputBytesPerBatch}`;
  const Parameters = { ...ItemReader.Parameters, "Key.$": `States.Format('{}${suffix}', ${key})` };
  Reflect.set(map, "ItemReader", { ...ItemReader, Parameters });
  Reflect.set(map, "ItemSelector", { BatchInput, "Items.$": "$$.Map.Item.Value" });
  Reflect.deleteProperty(map, "ItemBatcher");
}

async function readInBatches(call: Call, pass: Pass): Promise<Answer> {
  const [, mostItems, mostBytes] = IN_BATCHES.exec(call.path) ?? [];
  const answer = await pass(callOf(call.method, call.path.replace(IN_BATCHES, ""), call.headers, call.body));
  if (answer.status !== 200) return answer;
  const items = z.array(z.unknown()).parse(JSON.parse(answer.body.toString("utf8")));
  const body = Buffer.from(JSON.stringify(batches(items, Number(mostItems), Number(mostBytes))));
  return { status: 200, headers: { "content-type": "application/json" }, body };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html; the bytes are counted without BatchInput. */
function batches(items: readonly unknown[], mostItems: number, mostBytes: number): unknown[][] {
  const made: unknown[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const more = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = made.at(-1);
    if (last !== undefined && last.length < mostItems && bytes + more <= mostBytes) {
      last.push(item);
      bytes += more;
    } else {
      made.push([item]);
      bytes = more;
    }
  }
  return made;
}
