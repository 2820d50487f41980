/** Whether a text is 13 to 19 digits, grouped or not, with a valid check digit (ISO/IEC 7812-1, the Luhn formula). */
export function looksLikeCardNumber(text: string): boolean {
  if (text.length > 64) return false;
  const digits = text.replace(/[ .-]/g, "");
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const weighted = Number(digit) * (place % 2 === 0 ? 1 : 2);
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/**
 * Whether a text contains 13 digits with no letter between them. Such a text is never repeated to anybody: a card
 * number that was cut or mistyped has no valid check digit, but gives the number away just as well.
 */
export function mayHoldCardNumber(text: string): boolean {
  return /(?:\d[^\dA-Za-z]*){13}/.test(text);
}
