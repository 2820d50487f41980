import type { Resource } from "../deployment";

/** The part of a deployment that Step Functions needs: all that a test double must provide. */
export interface MachineSource {
  readonly region: string;
  readonly accountId: string;
  resources(type: string): readonly Resource[];
}
