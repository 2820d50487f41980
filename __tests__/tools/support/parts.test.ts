import { FUNCTIONS, WORKFLOWS } from "../../../tools/support/parts";

test("every folder of a function is a part, and the folder that they share is not", () => {
  expect(FUNCTIONS).toContain("ship-order");
  expect(FUNCTIONS).not.toContain("shared");
});

test("every definition is a part, named without its ending", () => {
  expect(WORKFLOWS).toContain("order-intake");
  expect(WORKFLOWS.filter((name) => name.includes("."))).toEqual([]);
});
