import { Turns } from "../../../tools/rehearse/proxy/turns";

const deal = (turns: number, ...weights: number[]) => {
  const among = weights.map((weight, index) => ({ of: String(index + 1), weight }));
  const dealer = new Turns();
  return Array.from({ length: turns }, () => dealer.next("alias", among)).join("");
};

it.each([
  [[100], "1111"],
  [[0, 100], "2222"],
  [[75, 25], "11211121"],
  [[50, 50], "12121212"],
])("deals by the weights %p", (weights, dealt) => {
  expect(deal(dealt.length, ...weights)).toBe(dealt);
});

it("starts a new deal with other weights, whatever was dealt before", () => {
  const dealer = new Turns();
  const turn = (weight: number) =>
    dealer.next("alias", [
      { of: "1", weight },
      { of: "2", weight: 100 - weight },
    ]);
  expect(Array.from({ length: 8 }, () => turn(100)).join("")).toBe("11111111");
  expect(Array.from({ length: 4 }, () => turn(50)).join("")).toBe("1212");
});

it("refuses an alias without a version", () => {
  expect(() => new Turns().next("alias", [])).toThrow("alias routes to no version");
});
