/**
 * The worst-case information structure of the known-means problem (Brooks, Du and Feffer 2025, Section 5): signals s_i are iid Exp(1),
 * values are 0 or the upper bound, and given the signals value i has expectation (9)
 *
 *     w_i(s) = upper min(1, exp((eta . s - 1) / eta_i))       if eta_i > 0,
 *     w_i(s) = mean_i / P(eta . s >= 1) if eta . s >= 1, else 0   if buyer i is excluded.
 *
 * The virtual value w_i - dw_i/ds_i is then zero while supply is left and at most the upper bound afterwards, so no participation-secure
 * mechanism earns more than `upper P(eta . s >= 1)` in any equilibrium.
 */
import { survival } from "../numeric/hypoexponential.ts";

export class WorstCaseInformation {
  /** P(eta . s >= 1). */
  readonly soldOut: number;

  /**
   * @param sensitivities the optimal ones for these means, see `optimalSensitivities`; for others the expectations of
   *   the interim values are {@link mean}, and the bound is one for those means.
   * @throws RangeError if there is not one sensitivity per mean, or one is negative or not finite.
   */
  constructor(
    readonly sensitivities: readonly number[],
    readonly means: readonly number[],
    readonly upper = 1,
  ) {
    if (sensitivities.length !== means.length) throw new RangeError("one sensitivity per mean");
    this.soldOut = survival(sensitivities, 1);
  }

  /** E[v_i | s] for every buyer. @example new WorstCaseInformation([0.5], [0.4]).interimValues([3]) // [1] */
  interimValues(signals: readonly number[]): number[] {
    const reach = this.reach(signals);
    return this.sensitivities.map((eta, i) => {
      if (eta > 0) return this.upper * Math.min(1, Math.exp((reach - 1) / eta));
      return reach >= 1 ? this.excludedValue(i) : 0;
    });
  }

  /** w_i - dw_i/ds_i, with right derivatives. */
  virtualValues(signals: readonly number[]): number[] {
    const over = this.reach(signals) >= 1;
    return this.sensitivities.map((eta, i) => (over ? (eta > 0 ? this.upper : this.excludedValue(i)) : 0));
  }

  /** The expectation of interim value i in closed form: `upper P(eta . s + eta_i s' >= 1)`. */
  mean(i: number): number {
    const eta = this.sensitivities[i] ?? 0;
    return eta > 0 ? this.upper * survival([...this.sensitivities, eta], 1) : this.soldOut > 0 ? (this.means[i] ?? 0) : 0;
  }

  /** What no participation-secure mechanism exceeds under this information: the expected highest nonnegative virtual value. */
  potential(): number {
    const highest = Math.max(...this.sensitivities.map((eta, i) => (eta > 0 ? this.upper : this.excludedValue(i))));
    return highest * this.soldOut;
  }

  private excludedValue(i: number): number {
    return this.soldOut > 0 ? (this.means[i] ?? 0) / this.soldOut : 0;
  }

  private reach(signals: readonly number[]): number {
    if (signals.length !== this.sensitivities.length) throw new RangeError("one signal per buyer");
    return this.sensitivities.reduce((sum, eta, i) => sum + eta * (signals[i] ?? 0), 0);
  }
}
