/** Something that a state holds. */
export interface InState {
  readonly type: string;
  readonly name: string;
  readonly attributes: object;
  /** Of the resource type in the provider, where it is not the first. */
  readonly schemaVersion?: number;
}

/** A state file, format version 4, in which these resources of the AWS provider and these outputs were applied. */
export function stateFile(resources: readonly InState[], outputs: object = {}): object {
  return {
    version: 4,
    terraform_version: "1.5.0",
    serial: 1,
    lineage: "00000000-0000-0000-0000-000000000000",
    outputs,
    resources: resources.map(({ type, name, attributes, schemaVersion = 0 }) => ({
      mode: "managed",
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: schemaVersion, attributes }],
    })),
    check_results: null,
  };
}
