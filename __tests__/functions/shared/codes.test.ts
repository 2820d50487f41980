import { countries } from "../../../functions/shared/country";
import { currencies } from "../../../functions/shared/currency";

describe("the list of currencies", () => {
  it("names only currencies that Node.js knows too, except the digital bolívar, which Node.js leaves out", () => {
    const known = new Set([...Intl.supportedValuesOf("currency"), "VED"]);
    expect([...currencies].filter((code) => !known.has(code))).toEqual([]);
  });

  it("has no code of a fund, a metal, a test or a withdrawn currency", () => {
    expect(["XAU", "XTS", "XXX", "CHE", "HRK", "BGN", "ANG"].filter((code) => currencies.has(code))).toEqual([]);
  });
});

describe("the list of countries", () => {
  it("has the 249 codes of ISO 3166-1, each of them known to Node.js", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(countries.size).toBe(249);
    expect([...countries].filter((code) => !/^[A-Z]{2}$/.test(code) || !names.of(code))).toEqual([]);
  });
});
