/** The best direct mechanism under an information structure, by its defining program: the oracle of the theorems on guarantees. */
import fc from "fast-check";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import type { InformationStructure } from "../../runtime/theory/guarantees/critical-information.ts";
import { profileOf, replaced, type TieRule } from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { r } from "./support.ts";

export interface Design {
  /** Truth is best against every report of the others, instead of on average. */
  readonly dominant?: boolean;
  /** The allocation is this rule. */
  readonly rule?: TieRule;
  /** Bidder i's allocation and payment depend on reports up to hers only. */
  readonly causal?: boolean;
}

/** The best direct mechanism when signals are known to the designer and only values are reported, by the defining program. */
export async function bestRevenue({ outcomes }: InformationStructure, { dominant = false, rule, causal = false }: Design = {}): Promise<Rational> {
  const builder = new ProgramBuilder("direct", "maximize");
  const keyOf = (values: readonly Rational[], signals: readonly Value[], i: number): string =>
    causal ? `${i}|${values.slice(0, i + 1).join()}` : `${i}|${values.join()}|${signals.map(formatValue).join()}`;
  const column = new Map<string, number>();
  const profiles = new Map<string, { values: readonly Rational[]; signals: readonly Value[] }>();
  const note = (values: readonly Rational[], signals: readonly Value[]): void => {
    profiles.set(`${values.join()}|${signals.map(formatValue).join()}`, { values, signals });
    for (const i of values.keys()) {
      const key = keyOf(values, signals, i);
      if (!column.has(key)) column.set(key, column.size);
    }
  };
  const knows = (i: number, signals: readonly Value[]): string => `${i}|${formatValue(signals[i] ?? "")}`;
  const types = new Map<string, Map<string, Rational>>();
  for (const { values, signals } of outcomes) {
    for (const [i, v] of values.entries()) types.set(knows(i, signals), (types.get(knows(i, signals)) ?? new Map<string, Rational>()).set(String(v), v));
  }
  const deviations = (i: number, signals: readonly Value[], v: Rational): Rational[] =>
    [...(types.get(knows(i, signals))?.values() ?? [])].filter((x) => !x.equals(v));
  for (const { values, signals } of outcomes) {
    note(values, signals);
    for (const [i, v] of values.entries()) for (const x of deviations(i, signals, v)) note(replaced(values, i, x), signals);
  }
  const size = column.size;
  const family = (name: string) => ({ name, role: "auxiliary" as const, indexNames: ["k"], sentence: "{k}" });
  const q = builder.addColumns(family("q"), size, Rational.zero, Rational.one, false, (k) => [String(k)]);
  const p = builder.addColumns(family("p"), size, undefined, undefined, false, (k) => [String(k)]);
  const at = (values: readonly Rational[], signals: readonly Value[], i: number): number => column.get(keyOf(values, signals, i)) ?? -1;
  builder.beginRowFamily({ ...family("feasible"), mergeDuplicates: true }, (k) => [String(k)]);
  for (const { values, signals } of profiles.values()) {
    builder.beginRow("<=");
    for (const i of values.keys()) builder.add(q + at(values, signals, i), Rational.one);
    builder.endRow(Rational.one);
    if (rule) for (const i of values.keys()) builder.setBounds(q + at(values, signals, i), r(rule(values) === i ? 1 : 0), r(rule(values) === i ? 1 : 0));
  }
  builder.endRowFamily();
  const groups = new Map<string, (typeof outcomes)[number][]>();
  for (const outcome of outcomes) {
    for (const [i, v] of outcome.values.entries()) {
      builder.addObjective(p + at(outcome.values, outcome.signals, i), outcome.probability);
      const others = dominant ? outcome.values.filter((_, j) => j !== i).join() : "";
      const key = `${knows(i, outcome.signals)}|${String(v)}|${others}`;
      groups.set(key, [...(groups.get(key) ?? []), outcome]);
    }
  }
  builder.beginRowFamily({ ...family("incentives"), mergeDuplicates: true }, (k) => [String(k)]);
  for (const [key, members] of groups) {
    const i = Number(key.split("|")[0]);
    const [first] = members;
    const v = first?.values[i];
    if (!first || !v) continue;
    for (const x of [undefined, ...deviations(i, first.signals, v)]) {
      builder.beginRow(">=");
      for (const { values, signals, probability } of members) {
        const weight = dominant ? Rational.one : probability;
        builder.add(q + at(values, signals, i), weight.mul(v));
        builder.add(p + at(values, signals, i), weight.neg());
        if (x === undefined) continue;
        builder.add(q + at(replaced(values, i, x), signals, i), weight.mul(v).neg());
        builder.add(p + at(replaced(values, i, x), signals, i), weight);
      }
      builder.endRow(Rational.zero);
    }
  }
  builder.endRowFamily();
  return (await certifiedOptimum(builder.build())).objective;
}

export function uninformed(law: Pmf): InformationStructure {
  const outcomes = law.outcomes.map(({ value, probability }) => ({ values: profileOf(value), signals: profileOf(value).map(() => "none"), probability }));
  return { outcomes, isPublic: true };
}

/** Two bidders with two or three values each, every profile possible. */
export const fullPriors = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 }))
  .map(([m, n, w]) =>
    normalizedPmf(
      Array.from({ length: m * n }, (_, k) => ({
        value: tuple([Rational.integer(1 + Math.floor(k / n)), Rational.integer(1 + (k % n))]),
        probability: r(w[k] ?? 1),
      })),
    ),
  );
