import type { Answer, Call } from "./call";

/** Passes a call on to the next intervention, and finally to moto. */
export type Pass = (call: Call) => Promise<Answer>;

/** Something that the proxy does because moto behaves differently from AWS. */
export interface Intervention {
  /** What it does, for the summary: `answers ValidateStateMachineDefinition`. */
  readonly does: string;
  /** Why: what moto does instead, and why this answer is the one that AWS gives. */
  readonly because: string;
  /** Whether it handles the call. */
  concerns(call: Call): boolean;
  /** Answers the call, by itself or through `pass`. */
  answer(call: Call, pass: Pass): Promise<Answer>;
}
