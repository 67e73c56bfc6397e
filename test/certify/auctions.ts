/** The optimal-auction programs (P3) and (P4) of the literature, for two bidders, built directly. */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";

/** `prior[a][b]` is the probability that bidder 1 has value `values[a]` and bidder 2 has `values[b]`. */
export interface TwoBidders {
  readonly values: readonly Rational[];
  readonly prior: readonly (readonly Rational[])[];
}

/** Revenue-maximal auction that is Bayesian (interim) or ex post incentive compatible and individually rational. */
export function auction({ values, prior }: TwoBidders, concept: "bayesian" | "ex_post"): Program {
  const m = values.length;
  const builder = new ProgramBuilder("auction", "maximize");
  const named = (name: string) => ({ name, role: "auxiliary" as const, indexNames: [], sentence: name });
  builder.addColumns(named("win"), 2 * m * m, Rational.zero, undefined, false, () => []);
  builder.addColumns(named("pay"), 2 * m * m, undefined, undefined, false, () => []);
  // Profile in which bidder i has type own and the other has type other.
  const profile = (i: number, own: number, other: number): number => (i === 0 ? own * m + other : other * m + own);
  const weight = (i: number, own: number, other: number): Rational => (i === 0 ? prior[own]?.[other] : prior[other]?.[own]) ?? Rational.zero;
  const value = (a: number): Rational => values[a] ?? Rational.zero;
  const win = (i: number, t: number): number => 2 * t + i;
  const pay = (i: number, t: number): number => 2 * m * m + 2 * t + i;
  for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) for (let i = 0; i < 2; i++) builder.addObjective(pay(i, a * m + b), prior[a]?.[b] ?? Rational.zero);

  /** Adds `factor` times the utility of true type `own` at a report against `other`. */
  const addUtility = (i: number, own: number, report: number, other: number, factor: Rational): void => {
    const t = profile(i, report, other);
    builder.add(win(i, t), factor.mul(value(own)));
    builder.add(pay(i, t), factor.neg());
  };
  const types = Array.from({ length: m }, (_, k) => k);
  const situations = concept === "bayesian" ? [types] : types.map((other) => [other]);
  const scale = (i: number, own: number, other: number): Rational => (concept === "bayesian" ? weight(i, own, other) : Rational.one);
  builder.beginRowFamily(named("incentives"), () => []);
  for (let i = 0; i < 2; i++)
    for (const own of types)
      for (const report of types) {
        if (report === own) continue;
        for (const others of situations) {
          builder.beginRow(">=");
          for (const other of others) {
            addUtility(i, own, own, other, scale(i, own, other));
            addUtility(i, own, report, other, scale(i, own, other).neg());
          }
          builder.endRow(Rational.zero);
        }
      }
  builder.endRowFamily();
  builder.beginRowFamily(named("participation"), () => []);
  for (let i = 0; i < 2; i++)
    for (const own of types)
      for (const others of situations) {
        builder.beginRow(">=");
        for (const other of others) addUtility(i, own, own, other, scale(i, own, other));
        builder.endRow(Rational.zero);
      }
  builder.endRowFamily();
  builder.beginRowFamily(named("feasible"), () => []);
  for (let t = 0; t < m * m; t++) {
    builder.beginRow("<=");
    builder.add(win(0, t), Rational.one);
    builder.add(win(1, t), Rational.one);
    builder.endRow(Rational.one);
  }
  builder.endRowFamily();
  return builder.build();
}

/** Expected highest value: revenue under full surplus extraction. */
export function highestValue({ values, prior }: TwoBidders): Rational {
  let sum = Rational.zero;
  prior.forEach((row, a) => row.forEach((weight, b) => (sum = sum.add(weight.mul(values[Math.max(a, b)] ?? Rational.zero)))));
  return sum;
}
