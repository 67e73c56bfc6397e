/**
 * Sums of independent exponentials: Y = phase_1 s_1 + ... + phase_n s_n with s_j iid Exp(1) and phases >= 0.
 *
 * Partial fractions break at equal phases, uniformization is slow for short ones. Both are avoided: with rates
 * mu_j = 1 / phase_j ascending, the chain that passes through the phases one after the other is in phase j at time x with
 * probability `mu_1 ... mu_{j-1} |[mu_1, ..., mu_j] e^{-x mu}|`, a divided difference. One over close nodes is a power series with
 * positive terms, one over distant nodes is a difference of two very unequal numbers, so neither loses digits.
 */

/** Phases shorter than this share of x are left out: no probability at x moves by more than about as much. */
const negligible = 1e-20;

/** Spread of the nodes, times x, up to which the series is summed; beyond it the recurrence loses nothing. */
const closeNodes = 20;

/**
 * The probabilities of being in each phase at x, in the order of {@link descending}.
 *
 * @example occupancies([1, 1], 2) // [e^-2, 2 e^-2]
 */
export function occupancies(phases: readonly number[], x: number): number[] {
  const kept = descending(phases, x);
  const differences = prefixDifferences(rates(kept), x);
  let product = 1;
  return differences.map((d, j) => {
    const p = product * d;
    product /= kept[j] ?? 1;
    return p;
  });
}

/** P(Y > x), also for x <= 0. @example survival([1, 1], 2) // 3 e^-2 */
export function survival(phases: readonly number[], x: number): number {
  if (x < 0) return 1;
  return occupancies(phases, x).reduce((sum, p) => sum + p, 0);
}

/** P(Y < x) with small relative error. @example cumulative([], 1) // 1 */
export function cumulative(phases: readonly number[], x: number): number {
  return prefixCumulatives(descending(phases, x), x).at(-1) ?? 0;
}

/** Density of Y at x > 0; zero without phases. @example density([1, 1], 2) // 2 e^-2 */
export function density(phases: readonly number[], x: number): number {
  const kept = descending(phases, x);
  const last = occupancies(kept, x).at(-1);
  return last === undefined || x <= 0 ? 0 : last / (kept.at(-1) ?? 1);
}

/**
 * E[min(x, Y)], the sum over the phases of the time spent there before x: phase_j P(phase_1 s_1 + ... + phase_j s_j < x).
 *
 * @example expectedMinimum([1], 1) // 1 - 1/e
 */
export function expectedMinimum(phases: readonly number[], x: number): number {
  if (x <= 0) return Math.min(x, 0);
  const kept = descending(phases, x);
  const below = prefixCumulatives(kept, x);
  return kept.reduce((sum, phase, j) => sum + phase * (below[j + 1] ?? 0), 0);
}

/** The phases that count at x, longest first. @throws RangeError if one is negative or not finite. */
export function descending(phases: readonly number[], x: number): number[] {
  if (phases.some((phase) => !(phase >= 0 && phase < Infinity))) throw new RangeError("a phase is a nonnegative number");
  return phases.filter((phase) => phase > negligible * Math.abs(x)).sort((a, b) => b - a);
}

/** P(first j phases together < x) for j = 0, 1, ...: the absorbing state after them has rate zero. */
function prefixCumulatives(kept: readonly number[], x: number): number[] {
  if (x < 0) return [0];
  const differences = prefixDifferences([0, ...rates(kept)], x);
  let product = 1;
  return differences.map((d, j) => {
    const p = product * d;
    product /= kept[j] ?? 1;
    // Rounding alone can lift a probability over one.
    return Math.min(1, p);
  });
}

function rates(kept: readonly number[]): number[] {
  return kept.map((phase) => 1 / phase);
}

/** `|[nodes_0, ..., nodes_j] e^{-x node}|` for every j; nodes ascend. */
function prefixDifferences(nodes: readonly number[], x: number): number[] {
  const at = (k: number): number => nodes[k] ?? 0;
  // row[i] is the divided difference over nodes i .. i + order.
  let row = nodes.map((node) => Math.exp(-x * node));
  const prefixes = row.slice(0, 1);
  for (let order = 1; order < nodes.length; order++) {
    const next: number[] = [];
    for (let i = 0; i + order < nodes.length; i++) {
      const spread = at(i + order) - at(i);
      next.push(spread * x <= closeNodes ? closeDifference(nodes, i, order, x) : ((row[i] ?? 0) - (row[i + 1] ?? 0)) / spread);
    }
    row = next;
    prefixes.push(row[0] ?? 0);
  }
  return prefixes;
}

/**
 * The same over nodes i .. i + order that are close: `e^{-x top} sum_m x^{m + order} / (m + order)! h_m(top - nodes)`, with the
 * complete homogeneous symmetric polynomials h_m of nonnegative numbers.
 */
function closeDifference(nodes: readonly number[], i: number, order: number, x: number): number {
  const top = nodes[i + order] ?? 0;
  const gaps = nodes.slice(i, i + order + 1).map((node) => (top - node) * x);
  // terms[r] holds x^m order! / (m + order)! h_m of the first r + 1 gaps, by h_m(r + 1) = h_m(r) + gap_r h_{m-1}(r + 1).
  const terms = gaps.map(() => 1);
  let sum = 1;
  for (let m = 1; ; m++) {
    let before = 0;
    for (let r = 0; r <= order; r++) {
      before += ((gaps[r] ?? 0) / (m + order)) * (terms[r] ?? 0);
      terms[r] = before;
    }
    sum += before;
    if (before <= 1e-18 * sum && m > (gaps[0] ?? 0)) break;
  }
  let scale = Math.exp(-x * top);
  for (let k = 1; k <= order; k++) scale *= x / k;
  return sum * scale;
}
