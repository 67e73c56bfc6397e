/** Ex-post implementability: shortest paths against all cycles, and against the linear program of payments. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import { implementability } from "../../runtime/theory/guarantees/ex-post-implementability.ts";

const table = fc.integer({ min: 1, max: 4 }).chain((n) => fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }));

/** Whether payments exist, as a linear program in their differences from below. */
function paymentsExist(values: readonly (readonly number[])[]): boolean {
  const builder = new ProgramBuilder("payments", "minimize");
  // A constant may be added to all payments, so they may be taken to be nonnegative.
  builder.addColumns({ name: "p", role: "transfer", indexNames: ["t"], sentence: "payment of {t}" }, values.length, Rational.zero, undefined, false, (k) => [String(k)]);
  builder.beginRowFamily({ name: "truth", role: "incentives", indexNames: ["k"], sentence: "{k}" }, (k) => [String(k)]);
  values.forEach((row, t) =>
    row.forEach((misreport, s) => {
      if (s === t) return;
      builder.beginRow("<=");
      builder.add(t, Rational.one);
      builder.add(s, Rational.integer(-1));
      builder.endRow(Rational.integer((row[t] as number) - misreport));
    }),
  );
  builder.endRowFamily();
  const outcome = exactSimplex(builder.build());
  if (outcome.kind !== "solved") throw new Error("too large");
  return outcome.certificate.kind !== "infeasible";
}

describe("payments that make truth-telling an ex-post equilibrium", () => {
  it("exist exactly if the linear program is feasible, and then truth-telling is best; otherwise a cycle gains", () => {
    fc.assert(
      fc.property(table, (values) => {
        const at = (t: number, s: number): Rational => Rational.integer(values[t]?.[s] ?? 0);
        const found = implementability(values.length, at);
        expect(found.implementable).toBe(paymentsExist(values));
        if (found.implementable) {
          const utility = (t: number, s: number): Rational => at(t, s).sub(found.payments[s] as Rational);
          values.forEach((_, t) => values.forEach((__, s) => expect(utility(t, t).compare(utility(t, s))).toBeGreaterThanOrEqual(0)));
        } else {
          const { cycle } = found;
          expect(new Set(cycle).size).toBe(cycle.length);
          const gain = cycle.reduce((sum, t, k) => sum.add(at(t, cycle[(k + 1) % cycle.length] as number)).sub(at(t, t)), Rational.zero);
          expect(gain.sign()).toBe(1);
        }
      }),
      { numRuns: 150, seed: 2 },
    );
  });

  it("are threshold payments for a monotone rule, and do not exist for one that is not monotone", () => {
    const rule = (wins: readonly number[]) => (t: number, s: number): Rational => Rational.integer((t + 1) * (wins[s] ?? 0));
    const monotone = implementability(3, rule([0, 1, 1]));
    // Whoever has the value 1 must not want the good, and whoever has 2 must: the price lies between.
    const [none, low, high] = monotone.implementable ? monotone.payments.map((each) => each.toNumber()) : [];
    expect(none).toBe(0);
    expect(low).toBe(high);
    expect(low).toBeGreaterThanOrEqual(1);
    expect(low).toBeLessThanOrEqual(2);
    expect(implementability(3, rule([1, 0, 1])).implementable).toBe(false);
  });

  it("need a type", () => expect(() => implementability(0, () => Rational.zero)).toThrow(RangeError));
});
