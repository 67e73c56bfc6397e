/**
 * The optimal sensitivities of a compound proportional auction when only the means of the values are known (Brooks, Du and Feffer
 * 2025). The paper characterises them as a fixed point; they are also the maximum of a concave function: for values in [0, 1],
 *
 *     bound(eta) = E[min(1, eta . s)] - sum_i eta_i (1 - mean_i),      s_i iid Exp(1), eta >= 0,
 *
 * because the transfers of Definition 1 start from Lambda^N(0) = E[min(1, eta . s)] (integrate the divergence by parts). The derivative
 * in eta_i is P(eta . s + eta_i s' < 1) - (1 - mean_i): where it vanishes, buyer i's worst-case interim value has the right mean; it is
 * negative at eta_i = 0 exactly if mean_i lies below the bound, and then the buyer is excluded.
 */
import { cumulative, density, expectedMinimum, survival } from "../numeric/hypoexponential.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "compound proportional auction",
  cite: "Brooks, Du, Feffer (2025), Compound Proportional Auctions, Theorems 1 and 2; the fixed point of Lemma 2 replaced by a concave program",
  statement:
    "With values in [0, vbar] of which only the means are known, max guarantee = min potential = vbar P(eta . s >= 1), s iid Exp(1), attained by the compound proportional auction with the optimal sensitivities eta.",
};

export interface OptimalSensitivities {
  /** The highest guarantee. */
  readonly revenue: number;
  /** In the order of the means; zero for excluded buyers, Infinity where the mean is the upper bound. */
  readonly sensitivities: readonly number[];
  /** False if some mean is the upper bound: then selling at that price is optimal, and the sensitivities are a limit. */
  readonly attained: boolean;
}

/** Sweeps over the buyers, each followed by Newton steps; one is enough unless a buyer is about to be excluded. */
const maximalSweeps = 200;
const newtonSteps = 40;

/** Of the logarithms of the odds in the first-order conditions; rounding leaves a few 1e-16 per buyer. */
const accurate = 1e-12;

/**
 * A sensitivity this small belongs to a buyer whose mean exceeds the others' guarantee by no more than rounding; she counts as
 * excluded. Other sensitivities are about 1e-3 or more: they solve (1 + c) e^-c <= mean / upper with c = 1 / eta.
 */
const negligible = 1e-14;

/**
 * The bound on the guarantee of any compound proportional auction (Theorem 1): whatever the joint law of the values with these
 * means, the information and the equilibrium, it earns at least this. The means need not be ordered like the sensitivities.
 *
 * @throws RangeError if a sensitivity is negative or not finite, or a mean is outside [0, upper].
 * @example guaranteeBound([0, 0], [0.6, 0.4]) // 0
 */
export function guaranteeBound(sensitivities: readonly number[], means: readonly number[], upper = 1): number {
  checkMeans(means, upper);
  if (sensitivities.length !== means.length) throw new RangeError("one sensitivity per mean");
  const lost = sensitivities.reduce((sum, eta, i) => sum + eta * (upper - (means[i] ?? 0)), 0);
  return upper * expectedMinimum(sensitivities, 1) - lost;
}

/**
 * The sensitivities that maximise the bound, and its maximum: the highest revenue guarantee when only the means are known.
 *
 * @throws RangeError if there is no buyer, a mean is outside [0, upper], or the search fails (not observed).
 * @example optimalSensitivities([0.6, 0.4]).revenue // 0.2709069...
 */
export function optimalSensitivities(means: readonly number[], upper = 1): OptimalSensitivities {
  checkMeans(means, upper);
  const gaps = means.map((mean) => (upper - mean) / upper);
  if (gaps.includes(0)) return { revenue: upper, sensitivities: gaps.map((gap) => (gap === 0 ? Infinity : 0)), attained: false };
  let eta = gaps.map(() => 0);
  for (let sweep = 0; sweep < maximalSweeps; sweep++) {
    // Each buyer in turn, the others given: decides who is excluded, and converges by concavity, slowly. The first sweep only starts Newton.
    for (const [i, gap] of gaps.entries()) eta[i] = bestResponse(eta.filter((_, j) => j !== i), gap, sweep === 0 ? 1e-3 : 1e-15);
    const refined = newton(eta, gaps, means.map((mean) => mean / upper));
    if (refined) {
      eta = refined;
      const excludedRightly = gaps.every((gap, i) => (eta[i] ?? 0) > 0 || cumulative(eta, 1) <= gap + 10 * negligible);
      if (excludedRightly) return { revenue: upper * survival(eta, 1), sensitivities: eta, attained: true };
    }
  }
  throw new RangeError("the sensitivities did not converge");
}

function checkMeans(means: readonly number[], upper: number): void {
  if (!(upper > 0 && upper < Infinity)) throw new RangeError("the upper bound of the values must be positive");
  if (means.length === 0) throw new RangeError("an auction needs a buyer");
  if (means.some((mean) => !(mean >= 0 && mean <= upper))) throw new RangeError("a mean lies between zero and the upper bound");
}

/** The eta with P(others + eta (s + s') < 1) = gap, or zero if even at zero the probability is no larger. */
function bestResponse(others: readonly number[], gap: number, tolerance: number): number {
  const below = (eta: number): number => cumulative([...others, eta, eta], 1);
  if (below(0) <= gap) return 0;
  let high = 1;
  while (below(high) > gap) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  while (high - low > tolerance * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (below(middle) > gap) low = middle;
    else high = middle;
    if (high < negligible) return 0;
  }
  return (low + high) / 2;
}

/**
 * Newton's method on the first-order conditions of the buyers that are not excluded, with probabilities as logarithms of odds: the
 * conditions are then well scaled for means near zero and near the upper bound. Undefined where it does not converge from here.
 */
function newton(start: readonly number[], gaps: readonly number[], shares: readonly number[]): number[] | undefined {
  const active = [...start.keys()].filter((i) => (start[i] ?? 0) > 0);
  const errorsAt = (eta: readonly number[]): number[] =>
    active.map((i) => {
      // Gaps and shares add up to one, but each is exact where it is small.
      const phases = [...eta, eta[i] ?? 0];
      return Math.log(cumulative(phases, 1) / (gaps[i] ?? 1)) - Math.log(survival(phases, 1) / (shares[i] ?? 1));
    });
  const worst = (errors: readonly number[]): number => Math.max(0, ...errors.map(Math.abs));
  let eta = [...start];
  let errors = errorsAt(eta);
  for (let step = 0; step < newtonSteps; step++) {
    const direction = solveLinear(jacobian(eta, active), errors);
    if (!direction) return undefined;
    let next = eta;
    let size = 1;
    let nextErrors = errors;
    do {
      next = [...eta];
      for (const [r, i] of active.entries()) next[i] = Math.max((eta[i] ?? 0) / 8, (eta[i] ?? 0) - size * (direction[r] ?? 0));
      nextErrors = errorsAt(next);
      size /= 2;
    } while (!(worst(nextErrors) < worst(errors)) && size > 1e-3);
    // Where rounding is all that is left, steps stop improving.
    if (!(worst(nextErrors) < worst(errors))) break;
    [eta, errors] = [next, nextErrors];
  }
  return worst(errors) <= accurate ? eta : undefined;
}

/** d log odds(Y + eta_i s' < 1) / d eta_j = -(1 + [i = j]) f(1) (1 / P + 1 / (1 - P)), f the density of Y + eta_i s' + eta_j s''. */
function jacobian(eta: readonly number[], active: readonly number[]): number[][] {
  return active.map((i) => {
    const phases = [...eta, eta[i] ?? 0];
    const scale = 1 / cumulative(phases, 1) + 1 / survival(phases, 1);
    return active.map((j) => -(i === j ? 2 : 1) * density([...phases, eta[j] ?? 0], 1) * scale);
  });
}

/** Gaussian elimination with partial pivoting; undefined if singular. */
function solveLinear(matrix: readonly (readonly number[])[], rhs: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, r) => [...row, rhs[r] ?? 0]);
  const n = rows.length;
  const at = (r: number, c: number): number => rows[r]?.[c] ?? 0;
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(at(r, c)) > Math.abs(at(pivot, c))) pivot = r;
    if (!(Math.abs(at(pivot, c)) > 0)) return undefined;
    [rows[c], rows[pivot]] = [rows[pivot] ?? [], rows[c] ?? []];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = at(r, c) / at(c, c);
      rows[r] = (rows[r] ?? []).map((value, k) => value - factor * at(c, k));
    }
  }
  return rows.map((_, r) => at(r, n) / at(r, r));
}
