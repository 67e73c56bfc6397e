/**
 * Checks that the compound proportional auction, its worst-case information and truthful bids are a strong maxmin solution (Brooks,
 * Du and Feffer 2025, Theorem 2): bidding the own signal is an equilibrium, and revenue there equals guarantee and potential. Everything
 * is recomputed from shares, payments and interim values; none of the closed forms enters the equilibrium check.
 */
import { CompoundProportionalAuction } from "./compound-proportional.ts";
import { WorstCaseInformation } from "./compound-proportional-information.ts";
import { exponentialExpectation } from "../numeric/exponential-expectation.ts";
import { guaranteeBound } from "./sensitivities.ts";

export interface StrongMaxmin {
  /** Lowest revenue over all information with these means and all equilibria, by Theorem 1. */
  readonly guarantee: number;
  /** Highest revenue of any mechanism under the worst-case information. */
  readonly potential: number;
  /** Expected payments under truthful bids, by quadrature. */
  readonly revenue: number;
  /** The largest gain from bidding something else than the signal, over the signals and bids that were tried. */
  readonly gain: number;
}

export interface Trials {
  readonly signals: readonly number[];
  readonly bids: readonly number[];
}

/** Below, about and above the bids at which the good is used up. */
const usualTrials: Trials = { signals: [0.2, 1, 2.5], bids: [0, 0.1, 0.5, 1.3, 2, 4, 9] };

/**
 * @param sensitivities the optimal ones for the means; for others the check fails, which is the point of it.
 * @param order of the quadrature; the cost grows with its power N - 1, so three buyers are a matter of seconds and four of minutes.
 * @throws RangeError if the sensitivities do not fit the means.
 */
export function strongMaxmin(sensitivities: readonly number[], means: readonly number[], upper = 1, trials = usualTrials, order = 12): StrongMaxmin {
  const auction = new CompoundProportionalAuction(sensitivities, upper);
  const information = new WorstCaseInformation(sensitivities, means, upper);
  const buyers = [...means.keys()];
  const kinks = (x: readonly number[], j: number): number[] => auction.kinks(x, j);
  const none = means.map(() => 0);
  // Excluded buyers' bids change nothing, their signals only their own values.
  const active = buyers.filter((i) => (sensitivities[i] ?? 0) > 0);
  const revenue = exponentialExpectation((a) => auction.payments(a).reduce((sum, t) => sum + t, 0), none, active, kinks, order);
  const gains = active.map((i) => {
    const others = active.filter((j) => j !== i);
    const at = (bid: number): readonly number[] => none.map((_, j) => (j === i ? bid : 0));
    const payment = (bid: number): number => exponentialExpectation((a) => auction.payments(a)[i] ?? 0, at(bid), others, kinks, order);
    const paid = new Map([...trials.signals, ...trials.bids].map((bid) => [bid, payment(bid)]));
    return Math.max(
      ...trials.signals.map((signal) => {
        const payoff = (bid: number): number => {
          const worth = (a: readonly number[]): number => {
            const value = information.interimValues(a.map((s, j) => (j === i ? signal : s)))[i] ?? 0;
            return value * (auction.shares(a)[i] ?? 0);
          };
          const withSignal = (a: readonly number[], j: number): number[] => [...kinks(a, j), ...kinks(at(signal).map((s, l) => (l === i ? s : (a[l] ?? 0))), j)];
          return exponentialExpectation(worth, at(bid), others, withSignal, order) - (paid.get(bid) ?? 0);
        };
        const truthful = payoff(signal);
        return Math.max(...trials.bids.map((bid) => payoff(bid) - truthful));
      }),
    );
  });
  return { guarantee: guaranteeBound(sensitivities, means, upper), potential: information.potential(), revenue, gain: Math.max(...gains) };
}
