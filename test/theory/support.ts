/** Shorthand for the tests of theorems. */
import fc from "fast-check";
import type { Pmf } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { equalRevenuePmf } from "../../compiler/priors/equal-revenue.ts";
import { makePmf, normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import { valueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import type { ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";

export function r(text: string | number): Rational {
  const value = Rational.parse(String(text));
  if (!value) throw new Error(`not a number: ${text}`);
  return value;
}

export function prior(...entries: readonly [string | number, string | number][]): ValueDistribution {
  return valueDistribution(makePmf(entries.map(([v, p]) => ({ value: r(v), probability: r(p) }))));
}

/** A joint distribution over pairs of values, from rows of probabilities. */
export function joint(first: readonly (string | number)[], second: readonly (string | number)[], rows: readonly (readonly (string | number)[])[]): Pmf {
  return makePmf(rows.flatMap((row, q) => row.map((p, s) => ({ value: tuple([r(first[q] ?? ""), r(second[s] ?? "")]), probability: r(p) }))));
}

/**
 * Priors with up to `size` values. Plain random weights almost never produce the ties and the ironing that matter, so a
 * third are equal-revenue laws and a third have a gap in the middle.
 */
export function priorsUpTo(size: number): fc.Arbitrary<ValueDistribution> {
  const values = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: size });
  const weighted = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: size, selector: ([v]) => v })
    .map((entries) => normalizedPmf(entries.map(([v, w]) => ({ value: r(v), probability: r(w) }))));
  const gap = values.map((vs) => normalizedPmf(vs.map((v) => ({ value: r(v), probability: r(v > 4 && v < 9 ? 1 : 5) }))));
  return fc
    .oneof(
      weighted,
      values.map((vs) => equalRevenuePmf(vs.map(r))),
      gap,
    )
    .map(valueDistribution);
}

export const arbitraryPrior = priorsUpTo(6);
