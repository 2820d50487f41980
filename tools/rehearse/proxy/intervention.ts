import type { Answer, Call } from "./call";

/** Passes a call on, to the next intervention and in the end to moto. */
export type Pass = (call: Call) => Promise<Answer>;

/** One thing that the proxy does because moto does not do it as AWS does. */
export interface Intervention {
  /** What is done, for the summary: `answers ValidateStateMachineDefinition`. */
  readonly does: string;
  /** Why: what moto does instead, and on what ground the answer given here is AWS's. */
  readonly because: string;
  /** Whether the call is one of those it is about. */
  concerns(call: Call): boolean;
  /** Answers the call, by itself or with what `pass` brings. */
  answer(call: Call, pass: Pass): Promise<Answer>;
}
