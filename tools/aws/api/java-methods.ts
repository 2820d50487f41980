/** A value whose methods templates can call. */
type Receiver = string | readonly unknown[] | { readonly [key: string]: unknown };
type Method<T> = (self: T, ...args: unknown[]) => unknown;

/**
 * Calls a method with Java's meaning. Mapping templates run on Apache Velocity, so their strings, lists and maps have
 * the methods of java.lang.String, java.util.List and java.util.Map, not those of JavaScript.
 */
export function callJavaMethod(self: Receiver, name: string, args: readonly unknown[]): unknown {
  if (typeof self === "string") return invoke("java.lang.String", stringMethods, self, name, args);
  if (Array.isArray(self)) return invoke("java.util.List", listMethods, self, name, args);
  return invoke("java.util.Map", mapMethods, { ...self }, name, args);
}

function invoke<T>(
  type: string,
  methods: { readonly [name: string]: Method<T> },
  self: T,
  name: string,
  args: readonly unknown[],
): unknown {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) throw new Error(`The local API does not know the method ${name} of ${type}, which a template calls.`);
  return method(self, ...args);
}

const stringMethods: { readonly [name: string]: Method<string> } = {
  length: (self) => self.length,
  isEmpty: (self) => self.length === 0,
  toString: (self: string) => self,
  trim: (self) => self.trim(),
  toLowerCase: (self) => self.toLowerCase(),
  toUpperCase: (self) => self.toUpperCase(),
  equals: (self, other) => self === other,
  equalsIgnoreCase: (self, other) => self.toLowerCase() === String(other).toLowerCase(),
  contains: (self, part) => self.includes(String(part)),
  startsWith: (self, part) => self.startsWith(String(part)),
  endsWith: (self, part) => self.endsWith(String(part)),
  indexOf: (self, part, from = 0) => self.indexOf(String(part), Number(from)),
  lastIndexOf: (self, part) => self.lastIndexOf(String(part)),
  concat: (self, other) => self + String(other),
  charAt: (self, at) => self.charAt(Number(at)),
  substring: (self, from, to = self.length) => substring(self, Number(from), Number(to)),
  matches: (self, pattern) => new RegExp(`^(?:${String(pattern)})$`, "su").test(self),
  replace: (self, from, to) => self.replaceAll(String(from), () => String(to)),
  replaceAll: (self, pattern, to) => self.replace(javaRegExp(pattern, "g"), javaReplacement(to)),
  replaceFirst: (self, pattern, to) => self.replace(javaRegExp(pattern, ""), javaReplacement(to)),
  split: (self, pattern) => self.split(javaRegExp(pattern, "")),
  hashCode: (self) => Array.from(self).reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, 0),
};

const listMethods: { readonly [name: string]: Method<readonly unknown[]> } = {
  size: (self) => self.length,
  isEmpty: (self) => self.length === 0,
  get: (self, at) => self[Number(at)],
  contains: (self, value) => self.includes(value),
  indexOf: (self, value) => self.indexOf(value),
  subList: (self, from, to) => self.slice(Number(from), Number(to)),
  toString: (self: unknown) => JSON.stringify(self),
};

const mapMethods: { readonly [name: string]: Method<{ readonly [key: string]: unknown }> } = {
  size: (self) => Object.keys(self).length,
  isEmpty: (self) => Object.keys(self).length === 0,
  get: (self, key) => (Object.hasOwn(self, String(key)) ? self[String(key)] : undefined),
  containsKey: (self, key) => Object.hasOwn(self, String(key)),
  keySet: (self) => Object.keys(self),
  values: (self) => Object.values(self),
  entrySet: (self) => Object.entries(self).map(([key, value]) => ({ key, value })),
  toString: (self: unknown) => JSON.stringify(self),
};

function substring(self: string, from: number, to: number): string {
  if (from < 0 || to > self.length || from > to) {
    throw new Error(`StringIndexOutOfBoundsException: begin ${from}, end ${to}, length ${self.length}`);
  }
  return self.slice(from, to);
}

function javaRegExp(pattern: unknown, flags: string): RegExp {
  return new RegExp(String(pattern), flags);
}

/** In a Java replacement, `\` escapes the next character and `$1` is a group; `$&` and the like have no meaning. */
function javaReplacement(to: unknown): (match: string, ...groups: unknown[]) => string {
  const text = String(to);
  if (!/[\\$]/.test(text)) return () => text;
  return (_match, ...groups) =>
    text.replace(/\\(.)|\$(\d)/gs, (_all, plain: string | undefined, group: string | undefined) => {
      if (group === undefined) return plain ?? "";
      return String((group === "0" ? _match : groups[Number(group) - 1]) ?? "");
    });
}
