/** The normal integral and its inverse, in double precision. */

/**
 * The complementary error function `2/sqrt(pi) * integral of exp(-t^2) from x to infinity`, to about 1e-15 relative.
 *
 * @example erfc(0) // 1
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x < 0) return 2 - erfc(-x);
  return x < 1 ? 1 - erfSeries(x) : erfcFraction(x);
}

/** `erf(x) = 2/sqrt(pi) exp(-x^2) sum_k 2^k x^(2k+1) / (1*3*...*(2k+1))`: all terms positive, so nothing cancels. */
function erfSeries(x: number): number {
  let term = x;
  let total = x;
  for (let k = 1; term > total * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * gauss(x) * total;
}

/**
 * The continued fraction `erfc(x) = exp(-x^2)/sqrt(pi) * 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))))`, from the far end.
 * Its error falls like exp(-2 x sqrt(2 levels)), which 200 levels bring below rounding for x >= 1.
 */
function erfcFraction(x: number): number {
  let tail = x;
  for (let k = 200; k >= 1; k--) tail = x + k / 2 / tail;
  return gauss(x) / (Math.sqrt(Math.PI) * tail);
}

/** `exp(-x^2)` with the rounding error of the square kept out of the exponent: x = head + rest, head^2 exact. */
function gauss(x: number): number {
  if (x * x > 750) return 0;
  const head = Math.round(x * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** The standard normal density. */
export function normalDensity(z: number): number {
  return gauss(z / Math.SQRT2) / Math.sqrt(2 * Math.PI);
}

/** The standard normal distribution function, accurate in both tails. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/**
 * The z with `normalCdf(z) = p`. `complement` is `1 - p`, given apart because the upper tail has no digits left in p.
 *
 * @example normalQuantile(0.975, 0.025) // 1.959963984540054
 * @returns -Infinity at 0 and Infinity at 1.
 */
export function normalQuantile(p: number, complement: number): number {
  if (p > complement) return -normalQuantile(complement, p);
  if (p <= 0) return -Infinity;
  // Start from the leading terms of the tail expansion, z^2 = L - log(2 pi z^2) with L = -2 log p, or from the centre.
  const l = -2 * Math.log(p);
  let z = p > 0.1 ? (p - 0.5) * Math.sqrt(2 * Math.PI) : -Math.sqrt(l - Math.log(2 * Math.PI * Math.max(1, l - Math.log(2 * Math.PI * l))));
  // Halley's step for normalCdf(z) = p: the second derivative of the integral is -z times the density. It converges cubically.
  for (let step = 0; step < 8; step++) {
    const newton = (normalCdf(z) - p) / normalDensity(z);
    const change = newton / (1 + (newton * z) / 2);
    z -= change;
    if (Math.abs(change) <= 1e-9 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}
