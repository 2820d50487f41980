/** A policy that the local run cannot hold to as AWS would: it does not start with one. */
export class PolicyError extends Error {
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "PolicyError";
  }
}
