import { perform } from "../../../../tools/aws/services/dynamodb/engine";
import { MemoryStore } from "../../../../tools/aws/services/dynamodb/store";
import { WriteTransactions } from "../../../../tools/aws/services/dynamodb/transactions";

const tenMinutes = 10 * 60 * 1000;

async function counter() {
  const store = new MemoryStore("123456789012", "eu-central-1");
  await perform(store, "CreateTable", {
    TableName: "counters",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });
  const clock = { now: 1_000_000 };
  const transactions = new WriteTransactions(
    store,
    () => {},
    () => clock.now,
  );
  const Update = {
    TableName: "counters",
    Key: { id: { S: "c" } },
    UpdateExpression: "ADD tally :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  };
  return {
    clock,
    add: (token: string) => transactions.write({ TransactItems: [{ Update }], ClientRequestToken: token }),
    tally: async () => (await perform(store, "GetItem", { TableName: "counters", Key: { id: { S: "c" } } })).Item,
  };
}

test.each([
  [tenMinutes - 1, "1"],
  [tenMinutes, "1"],
  [tenMinutes + 1, "2"],
])("a token is remembered for ten minutes: after %i ms the tally is %s", async (elapsed, tally) => {
  const counted = await counter();
  counted.add("token");
  counted.clock.now += elapsed;
  counted.add("token");
  expect(await counted.tally()).toMatchObject({ tally: { N: tally } });
});
