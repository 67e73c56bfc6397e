/**
 * The optimal-auction programs of the literature built directly from a joint table, for any number of bidders, with none
 * of the compiler: (P3) Bayesian, (P4) ex post, and the mixed ones. Types of probability zero are left out, profiles of
 * probability zero are kept.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import { program, type Dense } from "../solvers/helpers.ts";

export interface Setting {
  readonly support: readonly (readonly Rational[])[];
  /** By profile, the last bidder's type running fastest. */
  readonly joint: readonly Rational[];
}

export type Incentives = "bayesian" | "ex_post";
export type Participation = "interim" | "ex_post" | "ex_ante";

export function profilesOf(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>((rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, k) => [...row, k])), [[]]);
}

/** Maximal revenue, or welfare. @throws Error when the exact simplex does not find an optimum. */
export function optimum({ support, joint }: Setting, incentives: Incentives, participation: Participation, objective: "revenue" | "welfare" = "revenue"): Rational {
  const all = profilesOf(support.map((values) => values.length));
  const mass = (profile: readonly number[]): Rational => joint[all.findIndex((each) => each.every((k, i) => k === profile[i]))] ?? Rational.zero;
  const likely = support.map((values, i) => values.map((_, k) => all.filter((profile) => profile[i] === k).reduce((sum, profile) => sum.add(mass(profile)), Rational.zero).sign() > 0));
  const profiles = all.filter((profile) => profile.every((k, i) => likely[i]?.[k] === true));
  const number = new Map(profiles.map((profile, at) => [profile.join(" "), at]));
  const n = support.length;
  const columns = 2 * n * profiles.length;
  const win = (i: number, profile: readonly number[]): number => (number.get(profile.join(" ")) as number) * 2 * n + 2 * i;
  const zeros = (): Rational[] => new Array<Rational>(columns).fill(Rational.zero);
  const value = (i: number, k: number): Rational => support[i]?.[k] as Rational;
  const replaced = (profile: readonly number[], i: number, k: number): number[] => profile.map((own, at) => (at === i ? k : own));
  const rows: [Rational[], "<=" | ">=", number][] = [];
  /** weight * (value of the true type * win - pay) at a report. */
  const addUtility = (row: Rational[], i: number, own: number, profile: readonly number[], weight: Rational): void => {
    const at = win(i, profile);
    row[at] = (row[at] as Rational).add(weight.mul(value(i, own)));
    row[at + 1] = (row[at + 1] as Rational).sub(weight);
  };
  for (const profile of profiles) {
    const row = zeros();
    for (let i = 0; i < n; i++) row[win(i, profile)] = Rational.one;
    rows.push([row, "<=", 1]);
  }
  for (let i = 0; i < n; i++) {
    const types = [...(support[i] ?? []).keys()].filter((k) => likely[i]?.[k] === true);
    for (const own of types) {
      const mine = profiles.filter((profile) => profile[i] === own);
      for (const report of types) {
        if (report === own) continue;
        const sum = zeros();
        for (const profile of mine) {
          const row = incentives === "bayesian" ? sum : zeros();
          const weight = incentives === "bayesian" ? mass(profile) : Rational.one;
          addUtility(row, i, own, profile, weight);
          addUtility(row, i, own, replaced(profile, i, report), weight.neg());
          if (incentives === "ex_post") rows.push([row, ">=", 0]);
        }
        if (incentives === "bayesian") rows.push([sum, ">=", 0]);
      }
      const sum = zeros();
      for (const profile of mine) {
        const row = participation === "ex_post" ? zeros() : sum;
        addUtility(row, i, own, profile, participation === "ex_post" ? Rational.one : mass(profile));
        if (participation === "ex_post") rows.push([row, ">=", 0]);
      }
      if (participation === "interim") rows.push([sum, ">=", 0]);
    }
    if (participation === "ex_ante") {
      const row = zeros();
      for (const profile of profiles) addUtility(row, i, profile[i] as number, profile, mass(profile));
      rows.push([row, ">=", 0]);
    }
  }
  const costs = zeros();
  for (const profile of profiles) {
    for (let i = 0; i < n; i++) {
      const at = win(i, profile);
      if (objective === "revenue") costs[at + 1] = mass(profile);
      else costs[at] = mass(profile).mul(value(i, profile[i] as number));
    }
  }
  const dense: Dense = { objective: costs, rows, lower: costs.map((_, j) => (j % 2 === 0 ? 0 : undefined)) };
  const outcome = exactSimplex(program(dense), { cellLimit: 4_000_000 });
  if (outcome.kind !== "solved" || outcome.certificate.kind !== "optimal") throw new Error(`no optimum: ${outcome.kind}`);
  return outcome.certificate.objective;
}
