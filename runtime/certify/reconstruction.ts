/**
 * Rational reconstruction of a vector with one common denominator (Wang 1981): given `x_i mod M`, find `N_i / D` with
 * `N_i = D x_i (mod M)` and all |N_i| below a bound. The denominator grows as components demand it.
 */

export interface CommonFraction {
  readonly numerators: readonly bigint[];
  /** Positive. */
  readonly denominator: bigint;
}

/**
 * The fractions, or undefined when some component has no representation with numerator and denominator below
 * sqrt(M / 2): then M is too small. A result is a candidate; the congruence holds, its being the solution is proved elsewhere.
 *
 * @example reconstruct((i) => [34n, 68n][i] ?? 0n, 2, 101n) // 1/3 = 34, 2/3 = 68 (mod 101): numerators [1n, 2n], denominator 3n
 */
export function reconstruct(component: (i: number) => bigint, length: number, modulus: bigint): CommonFraction | undefined {
  const bound = squareRoot(modulus / 2n);
  let denominator = 1n;
  /** Denominator in force when a numerator was found; it is brought to the final one at the end. */
  const found: { readonly numerator: bigint; readonly denominator: bigint }[] = [];
  for (let i = 0; i < length; i++) {
    let numerator = symmetric(component(i) * denominator, modulus);
    if (magnitude(numerator) > bound) {
      const fraction = reconstructOne(numerator, modulus, bound);
      if (fraction === undefined || fraction.denominator * denominator > bound) return undefined;
      numerator = fraction.numerator;
      denominator *= fraction.denominator;
    }
    found.push({ numerator, denominator });
  }
  const numerators = found.map((entry) => (entry.denominator === denominator ? entry.numerator : entry.numerator * (denominator / entry.denominator)));
  return { numerators, denominator };
}

/** `n / d = value (mod M)` with |n| and d at most the bound, by the extended Euclidean algorithm stopped half-way. */
function reconstructOne(value: bigint, modulus: bigint, bound: bigint): { numerator: bigint; denominator: bigint } | undefined {
  let [r0, r1] = [modulus, value < 0n ? value + modulus : value];
  let [t0, t1] = [0n, 1n];
  while (r1 > bound) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (t1 === 0n || magnitude(t1) > bound) return undefined;
  return t1 < 0n ? { numerator: -r1, denominator: -t1 } : { numerator: r1, denominator: t1 };
}

/** The representative of least magnitude. */
function symmetric(value: bigint, modulus: bigint): bigint {
  let rest = value % modulus;
  if (rest < 0n) rest += modulus;
  return 2n * rest > modulus ? rest - modulus : rest;
}

export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Integer square root, rounded down, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(16).length * 4) / 2 + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
