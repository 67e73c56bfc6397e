/**
 * Nature's best public information from a dictionary: decompose the prior into conditional laws whose best revenue is
 * known. The average of those revenues bounds the guarantee of every mechanism from above; where it equals the
 * dominant-strategy optimum, the guarantee is known exactly.
 */
import { formatValue, valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { pointPmf, productPmf } from "../../../compiler/priors/pmf.ts";
import { certifiedOptimum } from "../numeric/certified-optimum.ts";
import { optimalRevenue } from "../auctions/independent-auction.ts";
import { orderStatistic, profileOf } from "./revenue-guarantee.ts";
import type { Theorem } from "../theorem.ts";
import { valueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "public decomposition bound",
  cite: "the public-signal case of Yamashita (2018), section 2: a guarantee is at most the convex envelope of the optimal revenue at the prior",
  statement: "If F = sum_k mu_k F_k then no mechanism guarantees more than sum_k mu_k W(F_k), with W the optimal Bayesian revenue.",
};

/** A conditional law of values, and a revenue that no mechanism exceeds when it is commonly known. */
export interface DictionaryEntry {
  readonly law: Pmf;
  readonly revenue: Rational;
}

/** Full information at a profile: the whole surplus, nothing where all values are negative. */
export function knownProfile(joint: Pmf): DictionaryEntry[] {
  return joint.outcomes.map(({ value }) => {
    const highest = orderStatistic(profileOf(value), 1);
    return { law: pointPmf(value), revenue: highest.sign() < 0 ? Rational.zero : highest };
  });
}

/** Independent values with these laws: Myerson's revenue. */
export function independentEntry(bidders: readonly Pmf[]): DictionaryEntry {
  return { law: productPmf(bidders), revenue: optimalRevenue(bidders.map(valueDistribution)) };
}

/** `min sum_k mu_k W_k` over weights with `sum_k mu_k F_k = F`. Entries that reach outside the prior's support get weight zero by a row of their own. */
export function decompositionProgram(joint: Pmf, dictionary: readonly DictionaryEntry[]): Program {
  const builder = new ProgramBuilder("decomposition", "minimize");
  builder.addColumns(
    { name: "weight", role: "probability", indexNames: ["entry"], sentence: "probability of entry {entry}" },
    dictionary.length,
    Rational.zero,
    undefined,
    false,
    (k) => [String(k)],
  );
  const rows = new Map(
    joint.outcomes.map(({ value, probability }) => [valueKey(value), { value, probability, entries: [] as (readonly [number, Rational])[] }]),
  );
  for (const [k, { law, revenue }] of dictionary.entries()) {
    builder.setObjective(k, revenue);
    for (const { value, probability } of law.outcomes) {
      const row = rows.get(valueKey(value)) ?? { value, probability: Rational.zero, entries: [] };
      row.entries.push([k, probability]);
      rows.set(valueKey(value), row);
    }
  }
  const all = [...rows.values()];
  builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["profile"], sentence: "probability of {profile}" }, (r) => [
    formatValue(all[r]?.value ?? ""),
  ]);
  for (const { probability, entries } of all) {
    builder.beginRow("=");
    for (const [k, mass] of entries) builder.add(k, mass);
    builder.endRow(probability);
  }
  builder.endRowFamily();
  return builder.build();
}

/**
 * The least bound that a dictionary gives, exactly.
 *
 * @throws RangeError if the prior is no mixture of the entries, or the program could not be certified.
 */
export async function decompositionBound(joint: Pmf, dictionary: readonly DictionaryEntry[]): Promise<Rational> {
  return (await certifiedOptimum(decompositionProgram(joint, dictionary))).objective;
}
