/**
 * The strategic virtual objective of a mechanism whose actions are nonnegative numbers (Brooks, Du and Feffer 2025, Lemma 6), from one-sided
 * derivatives: `sum_i t_i + v_i dq_i/da_i - dt_i/da_i`. Its infimum over actions bounds the guarantee for values of which only the means
 * are known, if it is affine in the values. Here it is searched on finitely many actions, which bounds the infimum from
 * above only: a mechanism can be refuted this way, not certified.
 */
export interface ContinuumMechanism {
  readonly buyers: number;
  outcome(actions: readonly number[]): { readonly shares: readonly number[]; readonly payments: readonly number[] };
}

export interface SearchedInfimum {
  /** The lowest value found. The infimum is at most this, so this is no guarantee by itself. */
  readonly lowest: number;
  readonly at: readonly number[];
  /** How many profiles of actions were looked at. */
  readonly looked: number;
}

/** Balances rounding against curvature for three-point one-sided differences of smooth functions. */
const defaultStep = 1e-4;

/**
 * The objective at one profile, with right derivatives by `(-3 f(a) + 4 f(a + h) - f(a + 2 h)) / 2h`; exact up to about h^2 where
 * the mechanism is smooth to the right within 2 h.
 */
export function strategicVirtualObjective(mechanism: ContinuumMechanism, values: readonly number[], actions: readonly number[], step = defaultStep): number {
  const here = mechanism.outcome(actions);
  return values.reduce((sum, value, i) => {
    const shifted = (by: number): readonly number[] => actions.map((a, j) => (j === i ? a + by : a));
    const [near, far] = [mechanism.outcome(shifted(step)), mechanism.outcome(shifted(2 * step))];
    const slope = (of: "shares" | "payments"): number => (4 * (near[of][i] ?? 0) - 3 * (here[of][i] ?? 0) - (far[of][i] ?? 0)) / (2 * step);
    return sum + (here.payments[i] ?? 0) + value * slope("shares") - slope("payments");
  }, 0);
}

/**
 * The lowest objective over all profiles from a list of actions.
 *
 * @throws RangeError if there is not one value per buyer, or no action.
 */
export function searchLowest(mechanism: ContinuumMechanism, values: readonly number[], actions: readonly number[], step = defaultStep): SearchedInfimum {
  if (values.length !== mechanism.buyers) throw new RangeError("one value per buyer");
  if (actions.length === 0) throw new RangeError("the search needs actions");
  let found: SearchedInfimum = { lowest: Infinity, at: [], looked: 0 };
  const count = actions.length ** mechanism.buyers;
  for (let p = 0; p < count; p++) {
    const at = values.map((_, i) => actions[Math.floor(p / actions.length ** i) % actions.length] ?? 0);
    const value = strategicVirtualObjective(mechanism, values, at, step);
    if (value < found.lowest) found = { ...found, lowest: value, at };
  }
  return { ...found, looked: count };
}
