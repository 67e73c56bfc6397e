/** Finite distributions: construction with all checks, and the operations of elementary probability on them. */
import { compareValues, formatValue, valueKey } from "../evaluate/keys.ts";
import type { Pmf, Tuple, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { Effort } from "./effort.ts";
import { RunningSum } from "./running-sum.ts";
import { DistributionError } from "./types.ts";

/** Outcomes of one distribution; more is refused before anything is enumerated. */
export const maximalOutcomes = 300_000;

/** Largest deviation from one that is blamed on rounding when probabilities are inexact. */
const inexactTolerance = 1e-9;

/** Components of one joint draw. */
export const maximalComponents = 1000;

export type WeightedOutcome = Pmf["outcomes"][number];

/**
 * The distribution with these outcomes: equal outcomes are merged, outcomes of probability zero dropped, the order of
 * first mention kept.
 *
 * @throws DistributionError `negative-probability`, or `prior-does-not-sum` (with `missing`) unless the sum is exactly
 * one (within 1e-9 when a probability is inexact).
 * @example makePmf([{ value: "rain", probability: Rational.of(1, 3) }, { value: "sun", probability: Rational.of(2, 3) }])
 */
export function makePmf(weighted: Iterable<WeightedOutcome>): Pmf {
  const byKey = new Map<string, WeightedOutcome>();
  const sum = new RunningSum();
  for (const { value, probability } of weighted) {
    if (probability.sign() < 0)
      throw new DistributionError("negative-probability", `outcome ${formatValue(value)} has the negative probability ${probability}`);
    if (probability.isZero()) continue;
    sum.add(probability);
    const key = valueKey(value);
    const before = byKey.get(key);
    byKey.set(key, before ? { value: before.value, probability: before.probability.add(probability) } : { value, probability });
    refuseOversize(byKey.size);
  }
  const total = sum.value();
  const missing = Rational.one.sub(total);
  const sums = total.inexact ? Math.abs(missing.toNumber()) <= inexactTolerance : missing.isZero();
  if (!sums) {
    const gap = missing.sign() > 0 ? `${missing} is missing` : `${missing.neg()} too much`;
    throw new DistributionError("prior-does-not-sum", `the probabilities sum to ${total}, not to 1`, { missing, hint: gap });
  }
  return { kind: "pmf", outcomes: [...byKey.values()] };
}

/** Every value with the same probability (values mentioned twice count twice). @throws DistributionError if there is none. */
export function uniformPmf(values: readonly Value[]): Pmf {
  if (values.length === 0) throw new DistributionError("bad-distribution-argument", "a uniform distribution needs at least one outcome");
  const probability = Rational.of(1, values.length);
  return makePmf(values.map((value) => ({ value, probability })));
}

/** All mass on one value. */
export function pointPmf(value: Value): Pmf {
  return { kind: "pmf", outcomes: [{ value, probability: Rational.one }] };
}

/**
 * Proportional to nonnegative weights, exactly.
 *
 * @throws DistributionError if the weights sum to zero or one is negative.
 */
export function normalizedPmf(weights: readonly WeightedOutcome[]): Pmf {
  const effort = new Effort();
  let total = Rational.zero;
  for (const { probability } of weights) {
    total = total.add(probability);
    effort.spend(total);
  }
  if (total.sign() <= 0) throw new DistributionError("bad-distribution-argument", "no outcome has positive probability");
  return makePmf(weights.map(({ value, probability }) => ({ value, probability: probability.div(total) })));
}

/** `E[f(X)]`, in exact arithmetic. */
export function expectation(pmf: Pmf, f: (value: Value) => Rational): Rational {
  return sum(pmf.outcomes.map(({ value, probability }) => probability.mul(f(value))));
}

/** The law of `f(X)`. */
export function mapPmf(pmf: Pmf, f: (value: Value) => Value): Pmf {
  return makePmf(pmf.outcomes.map(({ value, probability }) => ({ value: f(value), probability })));
}

/**
 * The law of `X` given an event.
 *
 * @returns undefined when the event has probability zero.
 */
export function conditionPmf(pmf: Pmf, event: (value: Value) => boolean): Pmf | undefined {
  const kept = pmf.outcomes.filter(({ value }) => event(value));
  return kept.length === 0 ? undefined : normalizedPmf(kept);
}

/**
 * The law of independent draws, as tuples in the order of the factors (the last entry varies fastest).
 *
 * @throws DistributionError if there are more factors than {@link maximalComponents} or more profiles than {@link maximalOutcomes}.
 */
export function productPmf(factors: readonly Pmf[]): Pmf {
  if (factors.length > maximalComponents) {
    throw new DistributionError("bad-distribution-argument", `${factors.length} independent draws are asked for; at most ${maximalComponents} are made`);
  }
  refuseOversize(factors.reduce((count, factor) => count * factor.outcomes.length, 1));
  let profiles: { entries: readonly Value[]; probability: Rational }[] = [{ entries: [], probability: Rational.one }];
  const effort = new Effort();
  const times = (a: Rational, b: Rational): Rational => {
    const both = a.mul(b);
    effort.spend(both);
    return both;
  };
  for (const factor of factors) {
    profiles = profiles.flatMap(({ entries, probability }) =>
      factor.outcomes.map((o) => ({ entries: [...entries, o.value], probability: times(probability, o.probability) })),
    );
  }
  return { kind: "pmf", outcomes: profiles.map(({ entries, probability }) => ({ value: tuple(entries), probability })) };
}

/**
 * The law of one entry of tuple outcomes, counting from 0.
 *
 * @throws RangeError if an outcome is not a tuple with that entry.
 */
export function marginalPmf(pmf: Pmf, position: number): Pmf {
  return mapPmf(pmf, (value) => {
    const entry = isTuple(value) ? value.entries[position] : undefined;
    if (entry === undefined) throw new RangeError(`outcome ${formatValue(value)} has no entry ${position}`);
    return entry;
  });
}

/** The outcomes in ascending order of {@link compareValues}. */
export function sortedOutcomes(pmf: Pmf): readonly WeightedOutcome[] {
  return [...pmf.outcomes].sort((a, b) => compareValues(a.value, b.value));
}

/** A tuple value. */
export function tuple(entries: readonly Value[]): Tuple {
  return { kind: "tuple", entries };
}

export function isTuple(value: Value): value is Tuple {
  return typeof value === "object" && "kind" in value && value.kind === "tuple";
}

/** Exact sum. */
export function sum(numbers: readonly Rational[]): Rational {
  return numbers.reduce((total, x) => total.add(x), Rational.zero);
}

/** @throws DistributionError if a distribution with that many outcomes would be too large. */
export function refuseOversize(count: number): void {
  if (count <= maximalOutcomes) return;
  throw new DistributionError("too-large", `the distribution would have ${count} outcomes; at most ${maximalOutcomes} are enumerated`, {
    hint: "use fewer components, or a smaller domain",
  });
}
