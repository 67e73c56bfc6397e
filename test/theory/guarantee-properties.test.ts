/** Properties of the programs behind revenue guarantees: full information, mixtures of independent structures, and duality. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pmf } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { rowEntries } from "../../compiler/lp/inspect.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import { publicState, valueLaw, type InformationStructure, type Mixture } from "../../runtime/theory/guarantees/critical-information.ts";
import { efficientGuarantee, firstHighest, highestIndex, lowestIndex, orderStatistic, profileOf, replaced, supports } from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { bestRevenue, fullPriors } from "./direct-mechanism.ts";
import { r } from "./support.ts";

describe("information structures at the ends", () => {
  it("full information lets the seller extract everything", async () => {
    await fc.assert(
      fc.asyncProperty(fullPriors, async (law) => {
        const outcomes = law.outcomes.map(({ value, probability }) => ({ values: profileOf(value), signals: profileOf(value).map(() => value), probability }));
        const full: InformationStructure = { outcomes, isPublic: true };
        expect((await bestRevenue(full)).toString()).toBe(firstHighest(law).toString());
      }),
      { numRuns: 6, seed: 2 },
    );
  });

  it("the state of a mixture of independent laws leaves an efficient rule what it earns ex post (Theorem 4)", async () => {
    const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(weights, weights), { minLength: 1, maxLength: 3 }), fc.constantFrom(lowestIndex, highestIndex), async (states, rule) => {
        const distribution = (each: readonly number[]) => ({ values: each.map((_, k) => Rational.integer(k + 1)), masses: each.map((w) => Rational.of(w, each.reduce((a, b) => a + b, 0))) });
        const mixture: Mixture = states.map(([a, b]) => ({ weight: Rational.of(1, states.length), bidders: [distribution(a), distribution(b)] }));
        expect((await bestRevenue(publicState(mixture), { rule })).toString()).toBe(efficientGuarantee(valueLaw(publicState(mixture)), rule).toString());
      }),
      { numRuns: 8, seed: 2 },
    );
  });
});

/** A direct mechanism's program with the deviation that every row of incentives is about. */
interface Design {
  readonly program: Program;
  /** Row, bidder, profile of the true type (its others' values in dominant strategies), report. */
  readonly deviations: readonly { readonly row: number; readonly i: number; readonly truth: Rational; readonly report: Rational; readonly others: string | undefined }[];
}

/** Without an upper bound on shares, so that all of the dual is in the rows. */
function directProgram(law: Pmf, dominant: boolean): Design {
  const profiles = law.outcomes.map(({ value, probability }) => ({ values: profileOf(value), probability }));
  const place = (values: readonly Rational[]): number => profiles.findIndex((each) => each.values.join() === values.join());
  const support = supports(law);
  const builder = new ProgramBuilder("direct", "maximize");
  const size = support.length * profiles.length;
  const family = (name: string) => ({ name, role: "auxiliary" as const, indexNames: ["k"], sentence: "{k}" });
  const q = builder.addColumns(family("q"), size, Rational.zero, undefined, false, (k) => [String(k)]);
  const p = builder.addColumns(family("p"), size, undefined, undefined, false, (k) => [String(k)]);
  const deviations: Design["deviations"][number][] = [];
  for (let i = 0; i < support.length; i++) for (const [k, { probability }] of profiles.entries()) builder.setObjective(p + i * profiles.length + k, probability);
  builder.beginRowFamily(family("rows"), (k) => [String(k)]);
  for (const [k] of profiles.entries()) {
    builder.beginRow("<=");
    for (let i = 0; i < support.length; i++) builder.add(q + i * profiles.length + k, Rational.one);
    builder.endRow(Rational.one);
  }
  for (const [i, values] of support.entries()) {
    for (const truth of values) {
      const having = profiles.filter((each) => each.values[i]?.equals(truth));
      for (const among of dominant ? having.map((each) => [each]) : [having]) {
        for (const report of [undefined, ...values.filter((x) => !x.equals(truth))]) {
          if (report) deviations.push({ row: builder.rowCount, i, truth, report, others: dominant ? among[0]?.values.filter((_, j) => j !== i).join() : undefined });
          builder.beginRow(">=");
          for (const { values: profile, probability } of among) {
            const weight = dominant ? Rational.one : probability;
            const at = (values_: readonly Rational[]): number => i * profiles.length + place(values_);
            builder.add(q + at(profile), weight.mul(truth));
            builder.add(p + at(profile), weight.neg());
            if (report === undefined) continue;
            builder.add(q + at(replaced(profile, i, report)), weight.mul(truth).neg());
            builder.add(p + at(replaced(profile, i, report)), weight);
          }
          builder.endRow(Rational.zero);
        }
      }
    }
  }
  builder.endRowFamily();
  return { program: builder.build(), deviations };
}

describe("duality of the programs of direct mechanisms", () => {
  it.each([
    ["Bayesian", false],
    ["dominant", true],
  ])("%s: multipliers have their signs, give the value, and turn values into virtual values whose positive maximum is the revenue", async (_, dominant) => {
    await fc.assert(
      fc.asyncProperty(fullPriors, async (law) => {
        const { program, deviations } = directProgram(law, dominant);
        const { objective, rowDuals } = await certifiedOptimum(program);
        let bound = Rational.zero;
        for (const [row, dual] of rowDuals.entries()) {
          bound = bound.add(dual.mul(fractionAt(program.rhs, row)));
          if (!dual.isZero()) expect(dual.sign()).toBe(program.rowSense[row] === "<=" ? 1 : -1);
        }
        expect(bound.toString()).toBe(objective.toString());
        // Free payments: their reduced costs vanish exactly, or the multipliers would prove nothing.
        const reduced = new Map<number, Rational>();
        for (let row = 0; row < program.rowCount; row++) {
          for (const { column, coefficient } of rowEntries(program, row)) reduced.set(column, (reduced.get(column) ?? Rational.zero).add(coefficient.mul(rowDuals[row] as Rational)));
        }
        for (let column = program.columnCount / 2; column < program.columnCount; column++) expect(reduced.get(column)?.equals(fractionAt(program.objective, column))).toBe(true);
        // phi_i(t) = v_i - sum over t' of lambda(t' -> t) g(t', t_-i) / g(t) (v(t') - v_i), with g = 1 inside dominant-strategy rows.
        const chance = new Map(law.outcomes.map(({ value, probability }) => [profileOf(value).join(), probability]));
        let revenue = Rational.zero;
        for (const { value, probability } of law.outcomes) {
          const values = profileOf(value);
          const virtual = values.map((own, i) =>
            deviations
              .filter((each) => each.i === i && each.report.equals(own) && (each.others === undefined || each.others === values.filter((__, j) => j !== i).join()))
              .reduce((phi, { row, truth }) => {
                const weight = dominant ? Rational.one : (chance.get(replaced(values, i, truth).join()) ?? Rational.zero);
                return phi.add((rowDuals[row] as Rational).mul(weight).div(probability).mul(truth.sub(own)));
              }, own),
          );
          const best = orderStatistic(virtual, 1);
          if (best.sign() > 0) revenue = revenue.add(probability.mul(best));
        }
        expect(revenue.toString()).toBe(objective.toString());
      }),
      { numRuns: 8, seed: 2 },
    );
  });

  it("at independence the virtual values are Myerson's: half of the pairs {1, 2} earn 3/2", async () => {
    const even = normalizedPmf([1, 2].flatMap((a) => [1, 2].map((b) => ({ value: tuple([Rational.integer(a), Rational.integer(b)]), probability: Rational.one }))));
    for (const dominant of [false, true]) expect((await certifiedOptimum(directProgram(even, dominant).program)).objective.toString()).toBe(r("3/2").toString());
  });
});
