/** The regularised incomplete beta function and its inverse, in double precision. */

/** Largest parameter; the continued fraction needs about the square root of it in steps. */
export const maximalBetaParameter = 1e6;
/** Smallest parameter; below it, even the median is no longer a positive double. */
export const minimalBetaParameter = 1e-3;

/**
 * `I_x(a, b) = integral of t^(a-1) (1-t)^(b-1) from 0 to x, divided by B(a, b)`. `y` is `1 - x`, given apart so that both
 * ends keep their accuracy.
 *
 * @example incompleteBeta(1, 1, 0.25, 0.75) // 0.25
 */
export function incompleteBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast to the left of (a + 1) / (a + b + 2); to the right, I_x(a, b) = 1 - I_{1-x}(b, a).
  return x <= (a + 1) / (a + b + 2) ? kernel(a, b, x, y) / (a * fraction(a, b, x)) : 1 - kernel(b, a, y, x) / (b * fraction(b, a, y));
}

/**
 * The x with `I_x(a, b) = p`, as the pair (x, 1 - x); `q` is `1 - p`.
 *
 * Bisection on a bracket, with Newton's step wherever it stays inside, in t = log x: quantiles of small parameters span
 * hundreds of orders of magnitude.
 */
export function incompleteBetaInverse(a: number, b: number, p: number, q: number): { readonly x: number; readonly y: number } {
  if (p <= 0) return { x: 0, y: 1 };
  if (q <= 0) return { x: 1, y: 0 };
  const mean = a / (a + b);
  // Solve in whichever of x and 1 - x lies in the lower half, where its logarithm resolves it.
  if (p > incompleteBeta(a, b, 0.5, 0.5)) {
    const mirrored = solveLower(b, a, q, Math.min(0.5, 1 - mean));
    return { x: 1 - mirrored, y: mirrored };
  }
  const x = solveLower(a, b, p, Math.min(0.5, mean));
  return { x, y: 1 - x };
}

/** The root in (0, 1/2], started from a guess. */
function solveLower(a: number, b: number, p: number, guess: number): number {
  let low = -745;
  let high = Math.log(0.5);
  let t = Math.min(high, Math.log(guess));
  for (let step = 0; step < 200 && high - low > 1e-16 * Math.abs(low); step++) {
    const x = Math.exp(t);
    const error = incompleteBeta(a, b, x, 1 - x) - p;
    if (error === 0) return x;
    if (error > 0) high = t;
    else low = t;
    // dI/dt = x dI/dx = x^a (1-x)^(b-1) / B(a, b)
    const newton = t - (error * (1 - x)) / kernel(a, b, x, 1 - x);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-16 * Math.abs(t)) return Math.exp(next);
    t = next;
  }
  return Math.exp(t);
}

/**
 * `x^a y^b / B(a, b)`. Stirling's formula for the three gamma functions is combined before anything is exponentiated, so
 * that the large terms cancel on paper: with n = a + b, x = (1 + u) a/n and y = (1 + v) b/n, what is left of the logarithm
 * is `a log(1 + u) + b log(1 + v)`, and `a u + b v = 0` may be subtracted (Loader 2000).
 */
function kernel(a: number, b: number, x: number, y: number): number {
  const n = a + b;
  const exponent = a * logExcess(x * n, a) + b * logExcess(y * n, b) + stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(exponent);
}

/** `log(1 + u) - u` for `1 + u = top/bottom`; near u = 0 by its series, where the difference would cancel. */
function logExcess(top: number, bottom: number): number {
  const u = (top - bottom) / bottom;
  if (Math.abs(u) > 0.1) return Math.log(top / bottom) - u;
  let power = -u;
  let total = 0;
  for (let k = 2; k < 20; k++) {
    power *= -u;
    total -= power / k;
  }
  return total;
}

/** `log Gamma(a) - ((a - 1/2) log a - a + log(2 pi)/2)`: the Bernoulli series above 10, the recursion from a to a + 1 below. */
function stirlingError(a: number): number {
  let shift = 0;
  let x = a;
  for (; x < 10; x++) shift += (x + 0.5) * Math.log1p(1 / x) - 1;
  const s = 1 / (x * x);
  return shift + (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / x;
}

/**
 * The continued fraction `1 + d_1/(1 + d_2/(1 + ...))` with `I_x(a, b) = x^a y^b / (a B(a, b)) / fraction`:
 * `d_{2m} = m (b - m) x / ((a + 2m - 1)(a + 2m))`, `d_{2m+1} = -(a + m)(a + b + m) x / ((a + 2m)(a + 2m + 1))`,
 * by the modified Lentz method.
 */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let value = 1;
  let c = 1;
  let d = 0;
  for (let k = 1; k <= 20_000; k++) {
    const m = Math.floor(k / 2);
    const term = k % 2 === 0 ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)) : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + term * d, tiny);
    c = nonzero(1 + term / c, tiny);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

function nonzero(x: number, tiny: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}
