import type { Resource } from "../deployment";

/** What Step Functions needs of a deployment: the Deployment class has it all, a test's stand-in needs no more. */
export interface MachineSource {
  readonly region: string;
  readonly accountId: string;
  resources(type: string): readonly Resource[];
}
