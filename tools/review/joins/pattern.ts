/**
 * Patterns of IAM: `*` is any text, `?` any one character. An ARN with a part that is known only at run
 * time is a pattern as well, with `*` in that place.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** Whether some text fits both patterns. */
export function overlaps(one: string, other: string): boolean {
  if (!isWild(one)) return covers(other, one);
  if (!isWild(other)) return covers(one, other);
  if (!haveLikeEdges(one, other)) return false;
  return meet(one, other);
}

/** Whether every text that fits `narrow` fits `wide`. False where this is not certain. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === "*" || wide === narrow) return true;
  const literal = wide.search(/[*?]/);
  if (literal < 0 || !narrow.startsWith(wide.slice(0, literal))) return false;
  // Matching from the left, the latest `*` of `wide` takes as much of `narrow` as is needed.
  let [at, star, resumed] = [0, -1, 0];
  for (let index = 0; index < narrow.length; ) {
    const wanted = wide[at];
    const given = narrow[index];
    if (wanted === "*") {
      star = at++;
      resumed = index;
    } else if (wanted === given || (wanted === "?" && given !== "*")) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resumed;
    } else {
      return false;
    }
  }
  return /^\**$/.test(wide.slice(at));
}

function isWild(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Most pairs differ before the first wildcard or after the last one, which is quick to see. */
function haveLikeEdges(one: string, other: string): boolean {
  const head = Math.min(one.search(/[*?]|$/), other.search(/[*?]|$/));
  const tail = Math.min(literalTail(one), literalTail(other));
  return (
    one.slice(0, head) === other.slice(0, head) && one.slice(one.length - tail) === other.slice(other.length - tail)
  );
}

function literalTail(pattern: string): number {
  return pattern.length - 1 - Math.max(pattern.lastIndexOf("*"), pattern.lastIndexOf("?"));
}

/** By dynamic programming: `row[n]` says whether what is read of `one` can meet the first `n` characters of `other`. */
function meet(one: string, other: string): boolean {
  let row = [true];
  for (let n = 1; n <= other.length; n++) row.push(other[n - 1] === "*" && row[n - 1] === true);
  for (const mine of one) {
    const next = [mine === "*" && row[0] === true];
    for (let n = 1; n <= other.length; n++) {
      const its = other[n - 1];
      const both = row[n - 1] === true && (mine === its || mine === "?" || its === "?");
      const byStar = mine === "*" || its === "*";
      next.push(both || (byStar && (row[n] === true || next[n - 1] === true || row[n - 1] === true)));
    }
    row = next;
  }
  return row[other.length] === true;
}
