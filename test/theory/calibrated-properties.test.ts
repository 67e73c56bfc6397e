/** Properties of calibrated schemes at large: bounds from marginals, the sign of revenue less welfare, and symmetrisation. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { calibratedOptimum } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { countLaws } from "./calibrated-support.ts";
import { r } from "./support.ts";

describe("calibrated revenue", () => {
  it("is at most half of the expected clicks, since the two highest signals average to clicks, and at most one", () => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        const clicks = law.reduce((sum, p, k) => sum + k * p, 0);
        expect(calibratedOptimum(law).revenue).toBeLessThanOrEqual(Math.min(1, clicks / 2) + 1e-12);
      }),
    );
  });

  it("exceeds the welfare bound exactly if lambda_0 t0 exceeds lambda_1 (1 - t1) (Corollary 1.2)", () => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        const { none, one, t0 = 0, t1 = 0.5, revenue, welfareBound } = calibratedOptimum(law);
        expect(revenue - welfareBound).toBeCloseTo(none * t0 - one * (1 - t1), 12);
      }),
    );
  });
});

interface Row {
  readonly clicks: readonly [number, number];
  readonly signals: readonly [Rational, Rational];
  readonly mass: Rational;
}

/** The scheme of Example 2.2: clicks are independent and even. */
const scheme: readonly Row[] = (
  [
    [[0, 0], ["0", "0"], "1"],
    [[1, 0], ["3/5", "0"], "1/2"],
    [[1, 0], ["1", "5/7"], "1/2"],
    [[0, 1], ["3/5", "1"], "1/2"],
    [[0, 1], ["0", "5/7"], "1/2"],
    [[1, 1], ["3/5", "1"], "1/4"],
    [[1, 1], ["1", "5/7"], "3/4"],
  ] as const
).map(([clicks, [a, b], p]) => ({ clicks: [...clicks], signals: [r(a), r(b)], mass: r(p).mul(r("1/4")) }));

const exchanged = ({ clicks, signals, mass }: Row): Row => ({ clicks: [clicks[1], clicks[0]], signals: [signals[1], signals[0]], mass });

function revenue(rows: readonly Row[]): Rational {
  return rows.reduce((sum, { signals: [a, b], mass }) => sum.add(mass.mul(a.compare(b) < 0 ? a : b)), Rational.zero);
}

/** Whether at every signal of every bidder the expected clicks are what it says. */
function isCalibrated(rows: readonly Row[]): boolean {
  const errors = new Map<string, Rational>();
  for (const { clicks, signals, mass } of rows) {
    for (const i of [0, 1] as const) {
      const key = `${i} ${signals[i]}`;
      errors.set(key, (errors.get(key) ?? Rational.zero).add(mass.mul(Rational.integer(clicks[i]).sub(signals[i]))));
    }
  }
  return [...errors.values()].every((error) => error.isZero());
}

describe("symmetrising a scheme (Lemma 2.1)", () => {
  it("keeps calibration and revenue: Example 2.2 and its mirror image, in any proportion", () => {
    expect(isCalibrated(scheme)).toBe(true);
    expect(revenue(scheme).toString()).toBe("47/140");
    for (const share of ["1/2", "1/3"]) {
      const weighted = (rows: readonly Row[], by: Rational): Row[] => rows.map((row) => ({ ...row, mass: row.mass.mul(by) }));
      const mixed = [...weighted(scheme, r(share)), ...weighted(scheme.map(exchanged), Rational.one.sub(r(share)))];
      expect(isCalibrated(mixed)).toBe(true);
      expect(revenue(mixed).toString()).toBe("47/140");
    }
    // The symmetrised marginal of the bidder who would click alone: 3/5 and 5/7 with a quarter each, 1 with a half.
    const half = r("1/2");
    const mixed = [...scheme, ...scheme.map(exchanged)].filter(({ clicks }) => clicks[0] === 1 && clicks[1] === 0);
    const marginal = (signal: string): string => mixed.reduce((sum, { signals, mass }) => (signals[0].equals(r(signal)) ? sum.add(mass.mul(half).mul(r(4))) : sum), Rational.zero).toString();
    expect(["3/5", "5/7", "1"].map(marginal)).toEqual(["1/4", "1/4", "1/2"]);
  });

  it("notices a scheme that is not calibrated", () => {
    expect(isCalibrated(scheme.map((row, k) => (k === 1 ? { ...row, signals: [r("1/2"), row.signals[1]] } : row)))).toBe(false);
  });
});
