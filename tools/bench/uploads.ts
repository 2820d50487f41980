/** The largest upload that the platform reads, in bytes. */
export const UPLOAD_LIMIT = 104_857_600;

const LINES = 100_000;

const head =
  '"orderId":"bench","customerId":"C-BENCH","currency":"EUR","payment":{"token":"tok_ok"},' +
  '"shipTo":{"name":"Bench","line1":"Kade 14","city":"Rotterdam","postalCode":"3011 AB","country":"NL"}';

/** Uploads of exactly the given number of bytes, by content: an order, a wrong order, and malicious ones. */
export const uploads: Readonly<Record<string, (bytes: number) => Buffer>> = {
  "100,000 lines, indented": (bytes) => order(bytes, LINES),
  "the line at 99,999 is wrong": (bytes) => order(bytes, LINES, LINES - 2),
  "no line is right": (bytes) => around(bytes, `{${head},"items":[`, "{},", "{}]}"),
  brackets: (bytes) => around(bytes, "", "[", ""),
  "objects in objects": (bytes) => around(bytes, "", '{"a":', ""),
  numbers: (bytes) => around(bytes, '{"a":[', "0,", "0]}"),
  escapes: (bytes) => around(bytes, '{"a":[', '"\\u00e9\\ud83d\\ude00",', '""]}'),
  "one long text": (bytes) => around(bytes, '{"a":"', "\\ud800", '"}'),
  "distinct unknown fields": (bytes) =>
    order(bytes, 1, -1, Array.from({ length: 500_000 }, (_, i) => `"f${i}":1,`).join("")),
};

/** An order of `count` lines, each padded with spaces. The line at `wrong` has an invalid quantity. */
function order(bytes: number, count: number, wrong = -1, more = ""): Buffer {
  const start = `{${more}${head},"items":[`;
  const lines = Array.from({ length: count }, (_, i) => {
    const sku = `SKU-${String(i).padStart(60, "0")}`;
    return `{"sku":"${sku}","quantity":${i === wrong ? 0 : 10_000},"unitPrice":1000000}`;
  });
  const written = start.length + lines.reduce((sum, line) => sum + line.length + 1, -1) + 2;
  const share = " ".repeat(Math.floor((bytes - written) / count));
  const text = Buffer.from(`${start}${lines.map((line) => share + line).join(",")}]}`);
  return Buffer.concat([text, Buffer.alloc(bytes - text.length, " ")]);
}

/** The text `again`, repeated between `start` and `end`. */
function around(bytes: number, start: string, again: string, end: string): Buffer {
  const times = Math.floor((bytes - start.length - end.length) / again.length);
  const middle = Buffer.alloc(times * again.length, again);
  const text = Buffer.concat([Buffer.from(start), middle, Buffer.from(end)]);
  return Buffer.concat([text, Buffer.alloc(bytes - text.length, " ")]);
}
