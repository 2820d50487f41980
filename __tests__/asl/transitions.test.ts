import { transitionsOf } from "../../asl/transitions";

test("the ways out of a state come with what names them, in the order in which AWS tries them", () => {
  const [first, second] = [
    { Variable: "$.a", IsPresent: true, Next: "A" },
    { Variable: "$.b", IsPresent: true, Next: "B" },
  ];
  expect(transitionsOf({ Type: "Choice", Default: "C", Choices: [first, second] })).toEqual([
    { to: "A", by: "Choice", of: first },
    { to: "B", by: "Choice", of: second },
    { to: "C", by: "Default", of: expect.objectContaining({ Type: "Choice" }) },
  ]);
  const [timeout, any] = [
    { ErrorEquals: ["States.Timeout"], Next: "Late" },
    { ErrorEquals: ["States.ALL"], Next: "Bad" },
  ];
  expect(transitionsOf({ Type: "Task", Next: "Good", Catch: [timeout, any] }).map(({ to, by }) => [to, by])).toEqual([
    ["Good", "Next"],
    ["Late", "Catch"],
    ["Bad", "Catch"],
  ]);
});

test("a state that ends, and what is no state, lead nowhere", () => {
  expect(transitionsOf({ Type: "Pass", End: true })).toEqual([]);
  expect(transitionsOf("Pass")).toEqual([]);
  expect(transitionsOf({ Type: "Choice", Choices: "none", Catch: [null] })).toEqual([]);
});
