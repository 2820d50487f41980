import { compileTargetInput } from "../../../../../tools/aws/services/events/input-transformer";

const event = { id: "1", detail: { object: { key: 'a"b', size: 5, tags: ["x"] } } };
const transform = (input_template: string) =>
  compileTargetInput({
    input_transformer: {
      input_paths: {
        key: "$.detail.object.key",
        size: "$.detail.object.size",
        tags: "$.detail.object.tags",
        no: "$.no",
      },
      input_template,
    },
  })(event);

describe("what a target of a rule gets", () => {
  it("is the whole event, a constant, or a part of it", () => {
    expect(JSON.parse(compileTargetInput({})(event))).toEqual(event);
    expect(compileTargetInput({ input: '{"a":1}' })(event)).toBe('{"a":1}');
    expect(compileTargetInput({ input_path: "$.detail.object" })(event)).toBe(JSON.stringify(event.detail.object));
  });

  it("is made by a template: JSON outside quotes, bare text within", () => {
    expect(transform('{"key":<key>,"size":<size>,"tags":<tags>}')).toBe('{"key":"a\\"b","size":5,"tags":["x"]}');
    expect(JSON.parse(transform('{"text":"<key> of <size>: <tags>"}'))).toEqual({ text: 'a"b of 5: ["x"]' });
  });

  it("has nothing where the event has nothing", () => {
    expect(transform('{"no":"<no>"}')).toBe('{"no":""}');
    expect(transform('{"no":<no>}')).toBe('{"no":}');
  });

  it("refuses a name that input_paths does not have", () => {
    expect(() => transform('{"other":<other>}')).toThrow("the input template has <other>");
  });
});
