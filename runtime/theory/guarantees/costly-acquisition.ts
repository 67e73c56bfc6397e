/**
 * What an efficient auction earns when bidders can buy the critical information of Theorem 1, whose winner is to be and what the others'
 * values are, at a private cost (Proposition 1 of Yamashita 2018). At no cost the second-price auction is all there is, at a prohibitive
 * one the whole surplus can be extracted; in between revenue exceeds the efficient guarantee by at most the expected cost of all bidders.
 *
 * For finite supports the bound is `efficientGuarantee + N E[c]`: on a grid the winner's critical value takes the place of the second
 * highest value, in Lemma 3 as in Theorem 1. Exact.
 *
 * Correction: the proposition needs bidders whose cost is zero with positive probability. Its proof bounds what a bidder with a cost
 * gains from acting like one without; if nobody is without, payments above Lemma 3's are possible, and with a common positive cost
 * revenue does exceed the bound for some priors.
 */
import { valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { tuple } from "../../../compiler/priors/pmf.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";
import { certifiedOptimum } from "../numeric/certified-optimum.ts";
import type { Theorem } from "../theorem.ts";
import { efficientGuarantee, hasFullSupport, lowestIndex, profileOf, replaced, supports, type TieRule } from "./revenue-guarantee.ts";

export const theorem: Theorem = {
  name: "costly information acquisition",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, Proposition 1 and Lemma 3 (Appendix C), finite version, for costs that may be zero",
  statement:
    "If bidders can learn the winner and the losers' values at independent costs of mean E[c] that are zero with positive probability, no equilibrium in which the highest value wins earns more than the efficient guarantee plus N E[c].",
};

/**
 * The bound of Proposition 1.
 *
 * @param costs law of a bidder's cost, the same for all
 * @throws RangeError unless the least cost is zero, or if a profile of values has probability zero
 * @example values {1, 2}, equal with probability 4/5, costs 0 or 1/50 evenly: 3/2 + 1/50
 */
export function acquisitionBound(joint: Pmf, costs: ValueDistribution, rule: TieRule = lowestIndex): Rational {
  checked(joint, costs);
  if (costs.values[0]?.isZero() !== true) throw new RangeError("the bound needs bidders without a cost");
  const mean = costs.values.reduce((sum, cost, k) => sum.add(cost.mul(costs.masses[k] as Rational)), Rational.zero);
  return efficientGuarantee(joint, rule).add(mean.mul(Rational.integer(supports(joint).length)));
}

/**
 * The best mechanism with an efficient rule in which nobody pays for the information (program P14, with private costs c). Payments may
 * depend on the bidder's report of her cost; that of the others' averages out.
 *
 *     max  E[sum_i p_i(v, c_i)]
 *     s.t. truth is best and worth taking part in for every value v_i and cost c_i, on average over the others
 *          U_i(v_i, c_i) >= sum_s P[s | v_i] y_i(v_i, s) - c_i,   y_i(v_i, s) >= 0,
 *          y_i(v_i, s) >= E[v_i q_i(x, v_-i) - p_i(x, v_-i, c) | v_i, s]     for every report (x, c),
 *
 * with s the winner and the losers' values: whoever buys may then report anything or stay away. All rows are multiplied out by the
 * probabilities of their conditions.
 *
 * @throws RangeError if a cost is negative, or a profile of values has probability zero
 */
export function acquisitionProgram(joint: Pmf, costs: ValueDistribution, rule: TieRule = lowestIndex): Program {
  checked(joint, costs);
  const support = supports(joint);
  const profiles = joint.outcomes.map(({ value, probability }) => ({ values: profileOf(value), probability }));
  const at = new Map(profiles.map(({ values }, k) => [valueKey(tuple(values)), k]));
  const builder = new ProgramBuilder("acquisition", "maximize");
  const [bidders, count] = [support.length, profiles.length];
  const payment = builder.addColumns(
    { name: "pay", role: "transfer", indexNames: ["cost", "bidder", "profile"], sentence: "payment of {bidder} with cost {cost} at {profile}" },
    costs.values.length * bidders * count,
    undefined,
    undefined,
    false,
    (k) => [String(costs.values[Math.floor(k / (bidders * count))] ?? ""), String((Math.floor(k / count) % bidders) + 1), (profiles[k % count]?.values ?? []).join(", ")],
  );
  const informed = support.flatMap((values, i) => values.flatMap((own) => cellsOf(i, own, profiles, rule).map((cell) => ({ i, own, cell }))));
  const worth = builder.addColumns(
    { name: "informed", role: "auxiliary", indexNames: ["bidder", "value", "cell"], sentence: "what {bidder} with {value} gains after learning {cell}" },
    informed.length,
    Rational.zero,
    undefined,
    false,
    (k) => [String((informed[k]?.i ?? 0) + 1), String(informed[k]?.own ?? ""), String(k)],
  );
  for (const [c, mass] of costs.masses.entries()) {
    for (let i = 0; i < bidders; i++) for (const [k, { probability }] of profiles.entries()) builder.setObjective(payment + (c * bidders + i) * count + k, probability.mul(mass));
  }

  const types: Type[] = support.flatMap((values, i) => values.flatMap((own) => costs.values.map((_, cost) => ({ i, own, cost }))));
  /** Adds the payments of a report to the open row, and returns the value of what it wins; both weighted by the profiles. */
  const reporting = (own: Rational, report: Type, among: readonly Profile[], sign: 1 | -1): Rational => {
    let won = Rational.zero;
    for (const { values, probability } of among) {
      const reported = replaced(values, report.i, report.own);
      builder.add(payment + (report.cost * bidders + report.i) * count + (at.get(valueKey(tuple(reported))) ?? 0), probability.mul(Rational.integer(-sign)));
      if (rule(reported) === report.i) won = won.add(own.mul(probability));
    }
    return won;
  };
  const having = ({ i, own }: Type): readonly Profile[] => profiles.filter(({ values }) => values[i]?.equals(own));
  const family = (name: string): void => {
    builder.beginRowFamily({ name, role: "incentives", indexNames: ["row"], sentence: `${name}, row {row}` }, (k) => [String(k)]);
  };

  family("truthful");
  for (const type of types) {
    for (const other of types.filter((each) => each !== type && each.i === type.i)) {
      builder.beginRow(">=");
      const honest = reporting(type.own, type, having(type), 1);
      builder.endRow(reporting(type.own, other, having(type), -1).sub(honest));
    }
  }
  builder.endRowFamily();
  family("willing");
  for (const type of types) {
    builder.beginRow(">=");
    builder.endRow(reporting(type.own, type, having(type), 1).neg());
  }
  builder.endRowFamily();
  family("uninformed");
  for (const type of types) {
    builder.beginRow(">=");
    const honest = reporting(type.own, type, having(type), 1);
    for (const [k, each] of informed.entries()) if (each.i === type.i && each.own.equals(type.own)) builder.add(worth + k, Rational.integer(-1));
    const chance = having(type).reduce((sum, { probability }) => sum.add(probability), Rational.zero);
    builder.endRow(honest.neg().sub((costs.values[type.cost] as Rational).mul(chance)));
  }
  builder.endRowFamily();
  family("deviation");
  for (const [k, { i, own, cell }] of informed.entries()) {
    for (const report of types.filter((each) => each.i === i)) {
      builder.beginRow(">=");
      builder.add(worth + k, Rational.one);
      builder.endRow(reporting(own, report, cell, -1));
    }
  }
  builder.endRowFamily();
  return builder.build();
}

/**
 * The value of {@link acquisitionProgram}: the efficient guarantee if costs are zero, at most {@link acquisitionBound} if they may be,
 * and for large costs the best efficient Bayesian mechanism.
 *
 * @throws RangeError as {@link acquisitionProgram}, or if the program could not be certified
 */
export async function acquisitionRevenue(joint: Pmf, costs: ValueDistribution, rule: TieRule = lowestIndex): Promise<Rational> {
  return (await certifiedOptimum(acquisitionProgram(joint, costs, rule))).objective;
}

interface Profile {
  readonly values: readonly Rational[];
  readonly probability: Rational;
}

/** A bidder with a value, and the position of her cost. */
interface Type {
  readonly i: number;
  readonly own: Rational;
  readonly cost: number;
}

/** The profiles of a bidder with a value, grouped by what the information tells her: the winner and the losers' values. */
function cellsOf(i: number, own: Rational, profiles: readonly Profile[], rule: TieRule): Profile[][] {
  const cells = new Map<string, Profile[]>();
  for (const profile of profiles) {
    if (profile.values[i]?.equals(own) !== true) continue;
    const winner = rule(profile.values);
    const key = `${winner} ${valueKey(tuple(profile.values.filter((_, j) => j !== winner)))}`;
    cells.set(key, [...(cells.get(key) ?? []), profile]);
  }
  return [...cells.values()];
}

function checked(joint: Pmf, costs: ValueDistribution): void {
  if (costs.values.some((cost) => cost.sign() < 0)) throw new RangeError("a negative cost");
  if (!hasFullSupport(joint)) throw new RangeError("some profile of values has probability zero");
}
