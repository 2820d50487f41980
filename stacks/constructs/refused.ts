/** Synthesis found something that must not be deployed. The message names the place and the fix, for the user. */
export class Refused extends Error {
  override readonly name = "Refused";
}
