import { isObject, type JsonObject, type JsonValue } from "../../../support/json";

/** SNS's names of an entry's key and value, by the map's name. */
const entryNames = new Map([
  ["MessageAttributes", { key: "Name", value: "Value" }],
  ["Attributes", { key: "key", value: "value" }],
]);

/** The body of a request in the query protocol: https://docs.aws.amazon.com/sns/latest/api/CommonParameters.html */
export function formOf(action: string, input: JsonObject): string {
  const form = new URLSearchParams({ Action: action, Version: "2010-03-31" });
  for (const [name, value] of Object.entries(input)) addField(form, name, value);
  return form.toString();
}

function addField(form: URLSearchParams, name: string, value: JsonValue): void {
  const entry = entryNames.get(name);
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) addField(form, `${name}.member.${index + 1}`, member);
  } else if (isObject(value) && entry) {
    for (const [index, [key, field]] of Object.entries(value).entries()) {
      form.set(`${name}.entry.${index + 1}.${entry.key}`, key);
      addField(form, `${name}.entry.${index + 1}.${entry.value}`, field);
    }
  } else if (isObject(value)) {
    for (const [key, field] of Object.entries(value)) addField(form, `${name}.${key}`, field);
  } else if (value !== null) {
    form.set(name, String(value));
  }
}
