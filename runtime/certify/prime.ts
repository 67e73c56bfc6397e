/** Arithmetic modulo a prime below 2^26, so that a product of residues is exact in a double. */

/** Largest primes below 2^26; a basis that is singular modulo one of them is tried modulo the next. */
export const primes: readonly number[] = [67108859, 67108837, 67108819];

/** `a b mod p` for residues `0 <= a, b < p < 2^26`; `inverse` is `1 / p`. */
export function multiply(a: number, b: number, p: number, inverse: number): number {
  const product = a * b;
  const rest = product - Math.floor(product * inverse) * p;
  return rest < 0 ? rest + p : rest >= p ? rest - p : rest;
}

/** The residue in `0 .. p - 1` of an integer of magnitude at most 2^53. */
export function residue(value: number, p: number): number {
  const rest = value % p;
  return rest < 0 ? rest + p : Math.abs(rest);
}

/** Multiplicative inverse of a nonzero residue, by the extended Euclidean algorithm. */
export function invert(a: number, p: number): number {
  let [r0, r1] = [p, a];
  let [t0, t1] = [0, 1];
  while (r1 !== 0) {
    const q = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  return t0 < 0 ? t0 + p : t0;
}
