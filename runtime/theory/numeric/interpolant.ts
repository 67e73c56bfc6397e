/** Piecewise polynomial interpolation of expensive smooth functions, to rounding. */

/** Chebyshev points per piece. */
const points = 24;

/** Halvings of the interval; enough for a layer of width 1e-12 at an end. */
const deepest = 44;

/** Last coefficients below this that no longer shrink when the piece is halved are rounding of f itself. */
const noise = 1e-11;

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly coefficients: readonly number[];
}

/**
 * A function that agrees with f on [from, to] to about `tolerance`, f being smooth there except for a layer at `from`: pieces are halved
 * until the last Chebyshev coefficients are negligible. Evaluates outside the interval as at its nearer end.
 *
 * @param layer width of the layer, which a sample of the whole interval may miss
 * @throws RangeError if f is not finite where it is asked, or the width of the layer not positive.
 * @example interpolant(Math.exp, 0, 1)(0.5) // 1.6487...
 */
export function interpolant(f: (x: number) => number, from: number, to: number, layer = to - from, tolerance = 4e-15): (x: number) => number {
  if (!(layer > 0)) throw new RangeError("a layer has a width");
  const pieces: Piece[] = [];
  const cover = (a: number, b: number, depth: number, before: number): void => {
    const coefficients = chebyshev(f, a, b);
    const rest = coefficients.slice(-4).reduce((sum, c) => sum + Math.abs(c), 0);
    if (rest <= tolerance || depth === deepest || (rest <= noise && rest > before / 4)) {
      pieces.push({ from: a, to: b, coefficients });
    } else {
      cover(a, (a + b) / 2, depth + 1, rest);
      cover((a + b) / 2, b, depth + 1, rest);
    }
  };
  // Growing towards the other end, so that every scale of the layer is sampled.
  for (let a = from, width = layer; a < to; width *= 4) {
    const b = a + 2 * width >= to ? to : a + width;
    cover(a, b, 0, Infinity);
    a = b;
  }
  return (x) => {
    let [low, high] = [0, pieces.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (x <= (pieces[middle]?.to ?? to)) high = middle;
      else low = middle + 1;
    }
    const piece = pieces[low];
    return piece ? clenshaw(piece, Math.min(to, Math.max(from, x))) : NaN;
  };
}

/** Coefficients of the interpolant at the zeros of the Chebyshev polynomial. */
function chebyshev(f: (x: number) => number, a: number, b: number): number[] {
  const angles = Array.from({ length: points }, (_, k) => ((k + 0.5) * Math.PI) / points);
  const values = angles.map((angle) => f((a + b) / 2 + ((b - a) / 2) * Math.cos(angle)));
  if (!values.every(Number.isFinite)) throw new RangeError("the function is not finite");
  return angles.map((_, j) => ((j === 0 ? 1 : 2) / points) * values.reduce((sum, value, k) => sum + value * Math.cos(j * (angles[k] ?? 0)), 0));
}

function clenshaw({ from, to, coefficients }: Piece, x: number): number {
  const t = (2 * x - from - to) / (to - from);
  let [one, two] = [0, 0];
  for (let j = coefficients.length - 1; j > 0; j--) [one, two] = [(coefficients[j] ?? 0) + 2 * t * one - two, one];
  return (coefficients[0] ?? 0) + t * one - two;
}
