/**
 * Calibrated signaling against programs (2.1) and (2.2) of the reference notes, written down here directly, and against the
 * optimum of Theorem 1.1 on a grid that holds its two thresholds.
 */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { list, normalised, optimum, r, solve, tuples, type PlainProgram } from "./support.ts";

const optimal = readFileSync("examples/calibrated-signaling/optimal.mech", "utf8");
const rational = readFileSync("examples/calibrated-signaling/individually-rational.mech", "utf8");

const given = (count: readonly Rational[], grid: readonly Rational[]): ReadonlyMap<string, Value> =>
  new Map([
    ["count", list(count)],
    ["grid", list(grid)],
  ]);

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k;
}

/** Program (2.1): a column per profile of clicks and of signals. */
function fullProgram(count: readonly Rational[], grid: readonly Rational[], participation: boolean): PlainProgram {
  const n = count.length - 1;
  const points = tuples(2, n).flatMap((clicks) => tuples(grid.length, n).map((signals) => ({ clicks, signals })));
  const price = (signals: readonly number[]): Rational => grid[[...signals].sort((a, b) => b - a)[1] as number] as Rational;
  const rows: PlainProgram["rows"][number][] = [];
  for (const clicks of tuples(2, n)) {
    const k = clicks.reduce((a, b) => a + b, 0);
    const entries = points.flatMap((point, column) => (point.clicks.join() === clicks.join() ? [[column, Rational.one] as const] : []));
    rows.push({ entries, sense: "=", rhs: (count[k] as Rational).div(Rational.integer(choose(n, k))) });
  }
  for (let i = 0; i < n; i++) {
    grid.forEach((signal, s) => {
      const entries = points.flatMap((point, column) =>
        point.signals[i] === s ? [[column, Rational.integer(point.clicks[i] as number).sub(signal)] as const] : [],
      );
      rows.push({ entries, sense: "=", rhs: Rational.zero });
    });
    if (!participation) continue;
    const entries = points.flatMap(({ clicks, signals }, column) => {
      const top = Math.max(...signals);
      const winners = signals.filter((signal) => signal === top).length;
      return signals[i] === top
        ? [
            [
              column,
              Rational.integer(clicks[i] as number)
                .sub(price(signals))
                .div(Rational.integer(winners)),
            ] as const,
          ]
        : [];
    });
    rows.push({ entries, sense: ">=", rhs: Rational.zero });
  }
  return { sense: "maximize", objective: points.map((point) => price(point.signals)), rows };
}

describe("calibrated signaling is program (2.1) and, reduced by exchangeable bidders, program (2.2)", () => {
  const grid = [r("0"), r("1/3"), r("1/2"), r("1")];

  it("has the columns of the orbits: multisets of signals of those who click and of those who do not", async () => {
    const { task } = await solve(optimal, given(normalised([1, 4, 4, 1]), grid));
    const multisets = (size: number, k: number): number => choose(size + k - 1, k);
    const orbits = [0, 1, 2, 3].reduce((total, k) => total + multisets(4, k) * multisets(4, 3 - k), 0);
    expect(task.program.columnCount).toBe(orbits);
    expect(task.reducedFrom?.columns).toBe((2 * 4) ** 3);
  });

  it.each([[false], [true]])("on random exchangeable priors of two and three bidders (participation: %s)", async (participation) => {
    const weights = fc
      .integer({ min: 2, max: 3 })
      .chain((n) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n + 1, maxLength: n + 1 }).filter((all) => all.some((weight) => weight > 0)));
    await fc.assert(
      fc.asyncProperty(weights, async (all) => {
        const count = normalised(all);
        const expected = await optimum(fullProgram(count, grid, participation));
        const { value, result } = await solve(participation ? rational : optimal, given(count, grid));
        expect(value).toBe(expected);
        expect(result.quantities["revenue"]?.exact).toBe(expected);
        expect(result.checks.every((check) => check.holds)).toBe(true);
        expect(result.asserts.every((assert) => assert.holds)).toBe(true);
      }),
      { numRuns: 8 },
    );
  });

  it("keeps its value when the reduction is turned off", async () => {
    for (const text of [optimal, rational]) {
      const set = given(normalised([3, 1, 0, 5]), grid);
      const full = await solve(text, set, false);
      expect(full.task.reducedFrom).toBeUndefined();
      expect(full.value).toBe((await solve(text, set)).value);
    }
  });

  it("reaches Theorem 1.1 where the thresholds are fractions: n3_x0, with t0 = 1/4 and t1 = 1/2", async () => {
    // Golden summary of the notes: revenue 0.625 for the prior (0.3, 0.3, 0.2, 0.2).
    const count = [r("3/10"), r("3/10"), r("1/5"), r("1/5")];
    expect((await solve(optimal, given(count, [r("0"), r("1/4"), r("1/2"), r("1")]))).value).toBe("5/8");
    // The thresholds are optimal, so no other grid does better.
    const tenths = Array.from({ length: 11 }, (_, k) => Rational.of(k, 10));
    expect(r((await solve(optimal, given(count, tenths))).value ?? "1").compare(r("5/8"))).toBeLessThanOrEqual(0);
  });

  it("earns 0.733 on tenths for the prior of Example 1.2", async () => {
    expect((await solve(optimal)).value).toBe("733/1000");
  });

  it("with participation, revenue is at most the realised welfare, and 1/2 of 1/2 when clicks are perfectly correlated", async () => {
    const { value, result } = await solve(rational, given([r("1/2"), r("0"), r("0"), r("1/2")], [r("0"), r("1/3"), r("1/2"), r("1")]));
    expect(value).toBe("1/2");
    expect(result.quantities["welfare"]?.exact).toBe("1/2");
  });

  it("correlates given marginals as well as Examples 3.2 and 3.3 say", async () => {
    const correlation = readFileSync("examples/calibrated-signaling/correlation.mech", "utf8");
    expect((await solve(correlation)).value).toBe("9/10");
    expect((await solve(correlation, new Map([["k", r("1")]]))).value).toBe("3/25");
  });

  it("goes through for four bidders on twelve signals, with the numbers of columns that the formula gives", async () => {
    const twelfths = Array.from({ length: 12 }, (_, k) => Rational.of(k, 11));
    const { task, result } = await solve(optimal, given(normalised([1, 4, 6, 4, 1]), twelfths));
    expect(task.reducedFrom?.columns).toBe(331_776);
    expect(task.program.columnCount).toBe(17_550);
    expect(result.certificate).toBe("exact");
    // Theorem 1.1: 0.8854933262 without a grid.
    expect(result.objective?.value).toBeLessThan(0.8854933263);
    expect(result.objective?.value).toBeGreaterThan(0.88);
  }, 60_000);
});
