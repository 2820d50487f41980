/** 13 to 19 digits, grouped or not, whose check digit is right (ISO/IEC 7812-1, the Luhn formula). */
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
 * Whether a text holds 13 digits with no letter between them, among others or not. Such a text is not repeated to
 * anybody: what is cut or mistyped of a card number has no right check digit, and is as good as the number.
 */
export function mayHoldCardNumber(text: string): boolean {
  return /(?:\d[^\dA-Za-z]*){13}/.test(text);
}
