import { integerSetting, textSetting, urlSetting } from "../../../functions/shared/settings";

const name = "A_SETTING_OF_THIS_TEST";
const set = (value: string) => {
  process.env[name] = value;
};
afterEach(() => {
  delete process.env[name];
});

describe("textSetting", () => {
  it("is the variable's value", () => {
    set("value");
    expect(textSetting(name)).toBe("value");
  });

  it("throws InvalidSetting with the variable's name when it is missing or empty", () => {
    const refusal = expect.objectContaining({ name: "InvalidSetting", message: expect.stringContaining(name) });
    expect(() => textSetting(name)).toThrow(refusal);
    set("");
    expect(() => textSetting(name)).toThrow(refusal);
  });
});

describe("integerSetting", () => {
  it.each(["1", "30"])("takes %s of 1 to 30", (text) => {
    set(text);
    expect(integerSetting(name, 1, 30)).toBe(Number(text));
  });

  it.each(["0", "31", "1.5", "-1", "1e1", " 7", "seven"])("refuses %j of 1 to 30, and says so", (text) => {
    set(text);
    expect(() => integerSetting(name, 1, 30)).toThrow(`${name} is "${text}": expected an integer from 1 to 30.`);
  });
});

describe("urlSetting", () => {
  it.each([
    ["https://api.example", "https://api.example"],
    ["https://api.example/v1/", "https://api.example/v1"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["http://localhost:4000/", "http://localhost:4000"],
  ])("takes %s as %s", (text, url) => {
    set(text);
    expect(urlSetting(name)).toBe(url);
  });

  it.each(["http://api.example", "http://127.0.0.1.evil.example", "ftp://api.example", "api.example"])(
    "refuses %s: a key would travel in clear text",
    (text) => {
      set(text);
      expect(() => urlSetting(name)).toThrow(/expected an https URL/);
    },
  );
});
