/**
 * The balanced transfers of a compound proportional auction, round by round (Brooks, Du and Feffer 2025, Section 4.2). Buyers are
 * ordered by sensitivity, `eta_1 >= ... >= eta_N > 0 = eta_{N+1}`. Round n sells to buyers 1..n; it starts with a supply S and changes it
 * at the rate eta_n - eta_{n+1} per unit of their bids. The sum of payments in round n is T^n(x, S), x the sum of the n bids.
 *
 * Corrections to the printed text: the density of the sum of n exponentials is tau^{n-1} e^{-tau} / (n-1)!, and the divergence of the
 * allocation carries the upper bound of the values.
 */
import { densityRatio, upperTailRatio } from "../numeric/erlang.ts";
import { expectedMinimum, occupancies } from "../numeric/hypoexponential.ts";
import { interpolant } from "../numeric/interpolant.ts";
import { integrate } from "../numeric/quadrature.ts";

/** Bids beyond the current ones that matter under e^{-tau}. */
const horizon = 50;

/** Layers of continuation values thinner than this are not resolved; their integrals are below rounding. */
const shortestLayer = 1e-12;

/**
 * The continuation value lambda^n(S): what rounds 1..n still have to raise in excess growth when supply S is left. With
 * `m(S) = E[min(S, eta_1 s_1 + ... + eta_n s_n)]` it is `(1 + eta_{n+1} d/dS)^n m - n eta_{n+1}`, that is
 *
 *     m + eta_{n+1} sum_{i < n} (p (I + eta_{n+1} T)^i 1 - 1),    m' = p 1, p' = p T,
 *
 * where p are the occupancies of the phases and T has -1 / eta_j on the diagonal and 1 / eta_j above. `I + eta_{n+1} T` has no negative
 * entries, because eta_{n+1} is the smallest, so nothing cancels but the final differences.
 *
 * @example continuationValue([0.5, 0.2], 1, 1) // 0.3 (1 - e^-2)
 */
export function continuationValue(sensitivities: readonly number[], n: number, supply: number): number {
  if (supply <= 0 || n === 0) return 0;
  const phases = sensitivities.slice(0, n);
  const next = sensitivities[n] ?? 0;
  const m = expectedMinimum(phases, supply);
  if (next === 0) return m;
  let state = occupancies(phases, supply);
  let rest = 0;
  for (let i = 0; i < n; i++) {
    rest += state.reduce((sum, p) => sum + p, -1);
    state = state.map((p, j) => p * (1 - next / (phases[j] ?? 1)) + (j > 0 ? ((state[j - 1] ?? 0) * next) / (phases[j - 1] ?? 1) : 0));
  }
  return m + next * rest;
}

/**
 * Lambda^n(1 - S): the expectation of lambda^n over the bids of buyers 1..n, `E[min(S, eta_1 s_1 + ... + eta_n s_n)]` minus the same with
 * all sensitivities equal to eta_{n+1}.
 */
export function expectedContinuation(sensitivities: readonly number[], n: number, supply: number): number {
  if (supply <= 0 || n === 0) return 0;
  const next = sensitivities[n] ?? 0;
  return expectedMinimum(sensitivities.slice(0, n), supply) - expectedMinimum(new Array<number>(n).fill(next), supply);
}

/** The transfers T^n for values in [0, 1]; other upper bounds scale them. */
export class RoundTransfers {
  /** Interpolants of the continuation values, made when they are needed: every transfer integrates them. */
  private readonly values: ((supply: number) => number)[] = [];
  /** Near S = 0 they vary on the scale of the shortest phase. */
  private readonly layer: number;

  /** @param sensitivities positive and descending. */
  constructor(private readonly sensitivities: readonly number[]) {
    this.layer = Math.max(shortestLayer, ...sensitivities.slice(-1));
  }

  /** lambda^n(S). */
  value(n: number, supply: number): number {
    if (supply <= 0 || n === 0) return 0;
    this.values[n] ??= interpolant((s) => continuationValue(this.sensitivities, n, s), 0, 1, this.layer);
    return this.values[n](supply);
  }

  /**
   * Aggregate excess growth of round n at bids of sum tau, when its initial supply would be `reach - eta_{n+1} tau`: the divergence of the
   * round's allocation, less what the round uses up of the continuation value.
   */
  excessGrowth(n: number, tau: number, reach: number): number {
    const [own, next] = [this.sensitivities[n - 1] ?? 0, this.sensitivities[n] ?? 0];
    const supply = reach - next * tau;
    if (supply < 0) return 0;
    if (own * tau < reach) return n * (own - next) - this.value(n, supply) + this.value(n - 1, reach - own * tau);
    return ((n - 1) * supply) / tau - next - this.value(n, supply);
  }

  /**
   * T^n(x, S), the sum of payments in round n (6): `1 / g(x)` times the integral over tau in (0, x) of excess growth times `g(tau)`. The
   * integral over all tau vanishes (Lemma 5), so beyond the bulk of g minus the integral from x on is used: the other one would lose
   * digits at the rate e^x.
   */
  transfer(n: number, x: number, supply: number): number {
    const [own, next] = [this.sensitivities[n - 1] ?? 0, this.sensitivities[n] ?? 0];
    if (own === next || x <= 0 || supply <= 0) return 0;
    const reach = supply + next * x;
    // The supply of the round is used up from here on, and there is none to begin with from `end` on.
    const [soldOut, end] = [reach / own, next > 0 ? reach / next : Infinity];
    const integrand = (tau: number): number => this.excessGrowth(n, tau, reach) * densityRatio(n, tau, x);
    if (x <= n + 1) return this.pieces(integrand, 0, x, soldOut);
    if (next === 0 && x >= soldOut) return this.value(n, supply) * upperTailRatio(n, x) - (n === 1 ? 0 : ((n - 1) * supply * upperTailRatio(n - 1, x)) / x);
    return -this.pieces(integrand, x, Math.min(end, x + horizon), soldOut);
  }

  private pieces(f: (tau: number) => number, from: number, to: number, kink: number): number {
    // Inside its round the integrand is smooth; the end points belong to the piece, whichever branch rounding takes there.
    if (kink <= from || kink >= to) return integrate(f, from, to).value;
    return integrate(f, from, kink).value + integrate(f, kink, to).value;
  }
}
