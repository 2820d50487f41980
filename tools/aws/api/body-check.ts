import Ajv from "ajv";

/** Returns the fault of a request's JSON body, or undefined for a valid one. */
export type BodyCheck = (body: unknown) => string | undefined;

/**
 * Compiles the JSON Schema of a model. API Gateway reads draft 04, so keywords that later drafts changed are converted.
 */
export function compileModel(schema: string, where: string): BodyCheck {
  const ajv = new Ajv({ strict: false, allErrors: true });
  try {
    const validate = ajv.compile(modern(JSON.parse(schema)));
    return (body) => (validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: "body" }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The model ${where} is not a JSON Schema: ${reason}`, { cause });
  }
}

type Schema = { readonly [keyword: string]: unknown };

function modern(value: unknown): Schema {
  const schema = transform(value);
  if (!isSchema(schema)) throw new Error(`expected an object, got ${JSON.stringify(value)}`);
  return schema;
}

/** Drops `$schema`, renames `id`, and makes draft 04's boolean `exclusiveMinimum` and `exclusiveMaximum` numbers. */
function transform(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(transform);
  if (!isSchema(value)) return value;
  const { $schema: _draft, exclusiveMinimum, exclusiveMaximum, ...rest } = value;
  const result: { [keyword: string]: unknown } = {};
  for (const [keyword, part] of Object.entries(rest)) {
    if (keyword === "id" && typeof part === "string") result.$id = part;
    else if (keyword === "minimum" && exclusiveMinimum === true) result.exclusiveMinimum = part;
    else if (keyword === "maximum" && exclusiveMaximum === true) result.exclusiveMaximum = part;
    else result[keyword] = transform(part);
  }
  if (typeof exclusiveMinimum === "number") result.exclusiveMinimum = exclusiveMinimum;
  if (typeof exclusiveMaximum === "number") result.exclusiveMaximum = exclusiveMaximum;
  return result;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
