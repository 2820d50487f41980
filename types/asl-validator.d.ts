declare module "asl-validator" {
  /** What is wrong with a definition. */
  interface Finding {
    readonly "Error code": string;
    readonly Message: string;
    /** Where the schema was not met, as a JSON Pointer. */
    readonly schemaError?: { readonly instancePath: string; readonly schemaPath: string };
  }

  /** Checks a parsed definition, into whose states it writes their query language. */
  function validate(
    definition: unknown,
    options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly Finding[] };

  export = validate;
}
