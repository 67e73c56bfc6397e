/**
 * The Erlang density `g_n(x) = x^{n-1} e^{-x} / (n-1)!`, the law of the sum of n unit exponentials, relative to which transfers of
 * proportional auctions are balanced. Its two tails are needed divided by it: the tails alone underflow, and `e^x` overflows.
 */

/** `integral over (0, x) of g_n / g_n(x)`, a series of positive terms; grows like e^x / g_n. @example lowerTailRatio(1, x) // e^x - 1 */
export function lowerTailRatio(n: number, x: number): number {
  let term = x / n;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= x / (n + k);
    sum += term;
  }
  return sum;
}

/** `integral over (x, infinity) of g_n / g_n(x)` for x > 0 and n >= 1, at most `n` for x >= n. @example upperTailRatio(1, 5) // 1 */
export function upperTailRatio(n: number, x: number): number {
  // (n - 1)! sum_{k < n} x^{k - n + 1} / k!, from the highest power down.
  let term = 1;
  let sum = 1;
  for (let k = n - 1; k > 0; k--) {
    term *= k / x;
    sum += term;
  }
  return sum;
}

/** `g_n(y) / g_n(x)` for x > 0. */
export function densityRatio(n: number, y: number, x: number): number {
  return (y / x) ** (n - 1) * Math.exp(x - y);
}

/** P(s_1 + ... + s_n > x). @example erlangTail(2, 1) // 2 / e */
export function erlangTail(n: number, x: number): number {
  let term = Math.exp(-x);
  let sum = term;
  for (let k = 1; k < n; k++) {
    term *= x / k;
    sum += term;
  }
  return sum;
}
