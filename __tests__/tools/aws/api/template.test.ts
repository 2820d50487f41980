import { parseTemplate } from "../../../../tools/aws/api/template";
import { templateUtil } from "../../../../tools/aws/api/template-util";

const render = (source: string, values: { [name: string]: unknown } = {}) =>
  parseTemplate(source, "the test")({ util: templateUtil, ...values });

describe("strings have the methods of java.lang.String", () => {
  it.each([
    ["$s.length()", "12"],
    ["$s.substring(4)", "has 'x'."],
    ["$s.substring(0, 3)", "It "],
    ["$s.contains('has')", "true"],
    ["$s.indexOf('h')", "4"],
    ["$s.equals('x')", "false"],
    ["$s.isEmpty()", "false"],
    ["$s.toUpperCase().trim()", "IT  HAS 'X'."],
    ["$s.replaceAll('[a-z]+', '<$0>')", "I<t>  <has> '<x>'."],
    ["$s.replaceAll('(h)(as)', '$2$1')", "It  ash 'x'."],
    ["$s.replace('.', '!')", "It  has 'x'!"],
    ["$s.matches('It.*')", "true"],
    ["$s.matches('It')", "false"],
  ])("%s is %s", (source, expected) => {
    expect(render(source, { s: "It  has 'x'." })).toBe(expected);
  });

  it("counts UTF-16 units, as Java does", () => {
    expect(render("$s.length()", { s: "a😀" })).toBe("3");
  });

  it("names a method that Java's strings do not have", () => {
    expect(() => render("$s.padStart(3)", { s: "x" })).toThrow("padStart of java.lang.String");
  });
});

describe("lists and maps have the methods of java.util", () => {
  it.each([
    ["$list.size()", "2"],
    ["$list.get(1)", "b"],
    ["#foreach($it in $list)$it#if($foreach.hasNext),#end#end", "a,b"],
    ["$map.size()", "1"],
    ["$map.get('k')", "v"],
    ["$map.containsKey('none')", "false"],
    ["#foreach($e in $map.entrySet())$e.key=$e.value#end", "k=v"],
  ])("%s is %s", (source, expected) => {
    expect(render(source, { list: ["a", "b"], map: { k: "v" } })).toBe(expected);
  });
});

describe("$util", () => {
  it("escapes what JSON needs escaped, and also the quote, the slash and what is beyond ASCII", () => {
    expect(render("$util.escapeJavaScript($s)", { s: `"'\\/\n\u0001é😀` })).toBe(
      `\\"\\'\\\\\\/\\n\\u0001\\u00E9\\uD83D\\uDE00`,
    );
  });

  it.each([
    ["$util.base64Encode('aé')", "YcOp"],
    ["$util.base64Decode('YcOp')", "aé"],
    ["$util.urlEncode('a b&é~')", "a+b%26%C3%A9%7E"],
    ["$util.urlDecode('a+b%26')", "a b&"],
    ["$util.parseJson('{\"a\":[1,2]}').a.size()", "2"],
  ])("%s is %s", (source, expected) => {
    expect(render(source)).toBe(expected);
  });

  it("names a function that it does not have", () => {
    expect(() => render("$util.uuid()")).toThrow("uuid()");
  });
});
