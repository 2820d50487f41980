/** What must not be deployed, found while synthesizing. The message names the place and the mend, for a person. */
export class Refused extends Error {
  override readonly name = "Refused";
}
