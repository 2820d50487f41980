import { MOST_BYTES, markdownReport } from "../../../../tools/review/report/markdown";
import { Room } from "../../../../tools/review/report/room";
import { say } from "../../../../tools/review/text";
import { finding, report } from "./reports";

it("takes what fills the room to the last byte of UTF-8, with the end of the line, and not a byte more", () => {
  expect(new Room(10).takes("12345678")).toBe(true);
  expect(new Room(10).takes("123456789")).toBe(true);
  expect(new Room(10).takes("1234567890")).toBe(false);
  expect(new Room(10).takes("12345678é")).toBe(false);
});

it("leaves a finding out only when the report would be longer than GitHub takes", () => {
  const written = (count: number) =>
    markdownReport(
      report({ findings: Array.from({ length: count }, () => finding({ text: say`é is changed` })) }),
      undefined,
    );
  const isCut = (count: number) => written(count).includes("Left out");
  let [below, above] = [1, 4_000];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (isCut(middle)) above = middle;
    else below = middle;
  }
  expect([isCut(below), isCut(above)]).toEqual([false, true]);
  expect(written(above)).toContain("1 of level attention");
  for (const count of [below, above, 4_000]) {
    expect(Buffer.byteLength(written(count))).toBeLessThanOrEqual(MOST_BYTES);
    // 3,000 bytes are kept for the frame.
    expect(Buffer.byteLength(written(count))).toBeGreaterThan(MOST_BYTES - 3_500);
  }
});
