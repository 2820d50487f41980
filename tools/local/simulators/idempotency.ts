import { type ProviderAnswer, type ProviderCall, refuse } from "./json-server";

/**
 * Remembers the answer to each idempotency key: the same key and body give the same answer, and nothing is done twice.
 * Answers of 500 and above are not remembered, because nothing was done. All calls of a provider share one space of
 * keys, so a key is taken even if another kind of call used it.
 */
export class IdempotentAnswers {
  private readonly answers = new Map<string, { readonly asked: string; readonly answer: ProviderAnswer }>();

  answer({ body, idempotencyKey }: ProviderCall, act: () => ProviderAnswer): ProviderAnswer {
    if (idempotencyKey === undefined)
      return refuse(400, "NO_IDEMPOTENCY_KEY", "The header Idempotency-Key is missing.");
    const asked = JSON.stringify(body);
    const known = this.answers.get(idempotencyKey);
    if (known && known.asked === asked) return known.answer;
    if (known)
      return refuse(409, "IDEMPOTENCY_KEY_REUSED", `The key ${idempotencyKey} was used before with a different body.`);
    const answer = act();
    if (answer.status < 500) this.answers.set(idempotencyKey, { asked, answer });
    return answer;
  }
}
