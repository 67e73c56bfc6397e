/** The float side of infeasibility: which sign a solver's dual ray has, and whether it proves anything. */
import type { FloatProgram } from "./arrays.ts";

/**
 * `min { y'A x : lower <= x <= upper } - y'b` after clipping the signs of y; positive means that y proves
 * infeasibility up to rounding. Coefficients of y'A below the noise of their sum count as zero.
 */
export function farkasGap(lp: FloatProgram, y: Float64Array): number {
  const combined = new Float64Array(lp.columnCount);
  const noise = new Float64Array(lp.columnCount);
  let gap = 0;
  for (let r = 0; r < lp.rowCount; r++) {
    const multiplier = y[r] ?? 0;
    if (multiplier === 0 || (multiplier > 0 && lp.rowUpper[r] === Infinity) || (multiplier < 0 && lp.rowLower[r] === -Infinity)) continue;
    gap -= multiplier * (lp.rhs[r] ?? 0);
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) {
      const j = lp.index[k] ?? 0;
      const term = multiplier * (lp.value[k] ?? 0);
      combined[j] = (combined[j] ?? 0) + term;
      noise[j] = Math.max(noise[j] ?? 0, Math.abs(term));
    }
  }
  for (let j = 0; j < lp.columnCount; j++) {
    const slope = combined[j] ?? 0;
    if (Math.abs(slope) <= 1e-9 * (noise[j] ?? 0)) continue;
    gap += slope * (slope > 0 ? (lp.lower[j] ?? 0) : (lp.upper[j] ?? 0));
  }
  return Number.isNaN(gap) ? -Infinity : gap;
}

/** The ray with the sign that proves infeasibility, or undefined if neither sign does. */
export function farkasSign(lp: FloatProgram, ray: Float64Array): Float64Array | undefined {
  const opposite = ray.map((y) => -y);
  const [same, other] = [farkasGap(lp, ray), farkasGap(lp, opposite)];
  if (!(same > 0) && !(other > 0)) return undefined;
  return same >= other ? ray : opposite;
}
