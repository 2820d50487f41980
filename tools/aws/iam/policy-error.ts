/** A policy that the local run cannot enforce as AWS would. The run does not start with one. */
export class PolicyError extends Error {
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = "PolicyError";
  }
}
