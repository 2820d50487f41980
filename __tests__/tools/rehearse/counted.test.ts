import { counted } from "../../../tools/rehearse/counted";

it.each([
  [["update", "create", "update"], "2 update, 1 create"],
  [[], ""],
])("counts each of %j", (names, text) => {
  expect(counted(names)).toBe(text);
});
