import type { Unit } from "../rehearse/stage";

/** Replaces a text in a file. */
export interface Edit {
  /** The file, from the root of the project. */
  readonly file: string;
  /** A text before the one to replace, for one that is in the file more than once. */
  readonly after?: string;
  /** The text to replace. Its first occurrence is replaced. An empty text creates the file. */
  readonly from: string;
  readonly to: string;
}

/** A change of this project, as a pull request would make it. */
export interface Change {
  /** The name of its plan. */
  readonly name: string;
  readonly title: string;
  /** What is changed, in one sentence. */
  readonly what: string;
  /** The stack that is planned. */
  readonly unit: Unit;
  readonly edits: readonly Edit[];
  /** Whether the edits are of synthesized stacks, because the project's own rules refuse the change in the source. */
  readonly isRefused?: boolean;
  /** Whether the plan reads every resource from AWS again. Default: false. */
  readonly refreshes?: boolean;
}
