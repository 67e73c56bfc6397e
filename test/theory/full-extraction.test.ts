import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pmf, Tuple } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { makePmf, normalizedPmf, productPmf, tuple, uniformPmf } from "../../compiler/priors/pmf.ts";
import { beliefsOf, extractionConditions, hasFullRank, hullPosition } from "../../runtime/theory/auctions/beliefs.ts";
import type { Beliefs } from "../../runtime/theory/auctions/beliefs.ts";
import { rank, solve } from "../../runtime/theory/numeric/elimination.ts";
import { bayesianExtraction, dominantExtraction, fullSurplus } from "../../runtime/theory/auctions/full-extraction.ts";
import type { ExtractionMechanism } from "../../runtime/theory/auctions/full-extraction.ts";
import { joint, r } from "./support.ts";

const profileOf = (value: unknown): Rational[] => [...(value as Tuple).entries] as Rational[];
const matrixOf = (rows: readonly (readonly (string | number)[])[]): Rational[][] => rows.map((row) => row.map(r));
const beliefsFrom = (rows: readonly (readonly (string | number)[])[]): Beliefs => ({
  types: rows.map((_, q) => r(q)),
  others: (rows[0] ?? []).map((_, s) => tuple([r(s)])),
  matrix: matrixOf(rows),
});

function revenue(prior: Pmf, mechanism: ExtractionMechanism): Rational {
  return prior.outcomes.reduce(
    (sum, { value, probability }) => mechanism(profileOf(value)).payments.reduce((s, p) => s.add(p.mul(probability)), sum),
    Rational.zero,
  );
}

/** Unnormalised interim utility of bidder i with a value that reports another. */
function interim(prior: Pmf, mechanism: ExtractionMechanism, i: number, truth: Rational, report: Rational): Rational {
  return prior.outcomes.reduce((sum, { value, probability }) => {
    const profile = profileOf(value);
    if (!(profile[i] as Rational).equals(truth)) return sum;
    const { winner, payments } = mechanism(profile.map((v, j) => (j === i ? report : v)));
    return sum.add(probability.mul((winner === i ? truth : Rational.zero).sub(payments[i] as Rational)));
  }, Rational.zero);
}

function expectFullExtraction(prior: Pmf, mechanism: ExtractionMechanism): void {
  expect(revenue(prior, mechanism).equals(fullSurplus(prior))).toBe(true);
  const bidders = profileOf(prior.outcomes[0]?.value).length;
  for (let i = 0; i < bidders; i++) {
    const types = beliefsOf(prior, i).types as Rational[];
    for (const truth of types) {
      expect(interim(prior, mechanism, i, truth, truth).isZero()).toBe(true);
      for (const report of types) expect(interim(prior, mechanism, i, truth, report).sign()).toBeLessThanOrEqual(0);
    }
  }
}

describe("exact elimination", () => {
  it("finds rank and solutions where floats see noise", () => {
    const near = matrixOf([
      ["1/3", "2/3"],
      ["1/3", "2/3"],
    ]);
    expect(rank(near)).toBe(1);
    expect(
      rank(
        matrixOf([
          ["1/3", "2/3"],
          ["333333333333333333/1000000000000000000", "666666666666666667/1000000000000000000"],
        ]),
      ),
    ).toBe(2);
    expect(rank([])).toBe(0);
    expect(solve(near, [r(1), r(2)])).toBeUndefined();
  });

  it("solves every consistent system, and its rank is that of the transpose", () => {
    const entry = fc.integer({ min: -3, max: 3 }).map(r);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.infiniteStream(entry), (rows, columns, stream) => {
        const take = (count: number): Rational[] => Array.from({ length: count }, () => stream.next().value as Rational);
        const a = Array.from({ length: rows }, () => take(columns));
        const times = (x: readonly Rational[]): string[] => a.map((row) => row.reduce((s, c, j) => s.add(c.mul(x[j] as Rational)), Rational.zero).toString());
        const transpose = Array.from({ length: columns }, (_, j) => a.map((row) => row[j] as Rational));
        expect(rank(a)).toBe(rank(transpose));
        const b = times(take(columns));
        const x = solve(a, b.map(r));
        expect(x && times(x)).toEqual(b);
      }),
    );
  });
});

describe("beliefs", () => {
  it("are conditional probabilities of the others' profile", () => {
    const beliefs = beliefsOf(
      joint(
        [1, 2],
        [1, 2],
        [
          ["2/5", "1/10"],
          ["1/10", "2/5"],
        ],
      ),
      0,
    );
    expect(beliefs.matrix.map((row) => row.map(String))).toEqual([
      ["4/5", "1/5"],
      ["1/5", "4/5"],
    ]);
  });

  it("of independent types have rank one, and pool", () => {
    const independent = productPmf([uniformPmf([1, 2].map(r)), uniformPmf([1, 3].map(r))]);
    const conditions = extractionConditions(beliefsOf(independent, 0));
    expect([conditions.fullRank, conditions.convexlyIndependent, String(conditions.pooledType)]).toEqual([false, false, "1"]);
  });

  it("may be convexly independent without full rank: the corners of a square", () => {
    const square = beliefsFrom([
      ["1/2", 0, "1/2", 0],
      ["1/2", 0, 0, "1/2"],
      [0, "1/2", "1/2", 0],
      [0, "1/2", 0, "1/2"],
    ]);
    expect(hasFullRank(square)).toBe(false);
    expect(extractionConditions(square)).toEqual({ fullRank: false, convexlyIndependent: true });
  });

  it("in the middle of others are recognised with their weights", () => {
    const middle = beliefsFrom([
      [1, 0],
      ["1/4", "3/4"],
      [0, 1],
    ]);
    const position = hullPosition(middle, 1);
    expect(position?.kind === "inside" && position.weights.map(String)).toEqual(["1/4", "0", "3/4"]);
    expect(hullPosition(middle, 0)?.kind).toBe("outside");
  });

  it("outside the hull come with a bet that is fair for the type and a loss for all others", () => {
    const row = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }).filter((w) => w.some((x) => x > 0));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 5 }), (rows) => {
        const beliefs = beliefsFrom(
          rows.map((w) =>
            w.map((x) =>
              Rational.of(
                x,
                w.reduce((a, b) => a + b, 0),
              ).toString(),
            ),
          ),
        );
        for (const q of rows.keys()) {
          const position = hullPosition(beliefs, q);
          expect(position).toBeDefined();
          const average = (weights: readonly Rational[], numbers: readonly Rational[]): Rational =>
            weights.reduce((s, p, k) => s.add(p.mul(numbers[k] as Rational)), Rational.zero);
          if (position?.kind === "outside") {
            beliefs.matrix.forEach((b, k) => expect(average(b, position.bet).sign()).toBe(k === q ? 0 : -1));
          } else if (position) {
            expect(position.weights[q]?.isZero()).toBe(true);
            (beliefs.matrix[q] ?? []).forEach((p, s) =>
              expect(
                average(
                  position.weights,
                  beliefs.matrix.map((b) => b[s] as Rational),
                ).equals(p),
              ).toBe(true),
            );
          }
        }
      }),
    );
  });
});

describe("full surplus extraction", () => {
  const correlated = joint(
    [1, 3],
    [1, 3],
    [
      ["3/10", "1/5"],
      ["1/5", "3/10"],
    ],
  );

  it("earns E[max] = 12/5 on {1, 3} x {1, 3} with correlation, in both forms", () => {
    expect(fullSurplus(correlated).toString()).toBe("12/5");
    for (const mechanism of [dominantExtraction(correlated), bayesianExtraction(correlated)]) {
      expect(mechanism).toBeDefined();
      if (mechanism) expectFullExtraction(correlated, mechanism);
    }
  });

  it("earns 8/5 on {1, 2} x {1, 2} with probabilities 2/5, 1/10, 1/10, 2/5", () => {
    const prior = joint(
      [1, 2],
      [1, 2],
      [
        ["2/5", "1/10"],
        ["1/10", "2/5"],
      ],
    );
    expect(fullSurplus(prior).toString()).toBe("8/5");
    const mechanism = dominantExtraction(prior);
    if (!mechanism) throw new Error("full rank was not recognised");
    expectFullExtraction(prior, mechanism);
  });

  it("is possible at a distance of 1e-9 from independence, and impossible at independence", () => {
    const near = joint(
      [1, 3],
      [1, 3],
      [
        ["250000001/1000000000", "249999999/1000000000"],
        ["249999999/1000000000", "250000001/1000000000"],
      ],
    );
    const mechanism = dominantExtraction(near);
    if (!mechanism) throw new Error("full rank was not recognised");
    expectFullExtraction(near, mechanism);
    const independent = joint(
      [1, 3],
      [1, 3],
      [
        ["1/4", "1/4"],
        ["1/4", "1/4"],
      ],
    );
    expect(dominantExtraction(independent)).toBeUndefined();
    expect(bayesianExtraction(independent)).toBeUndefined();
  });

  it("in dominant strategies leaves no profitable report at any profile", () => {
    const mechanism = dominantExtraction(correlated);
    if (!mechanism) throw new Error("full rank was not recognised");
    for (const a of [1, 3].map(r)) {
      for (const b of [1, 3].map(r)) {
        const utility = (report: Rational): Rational => {
          const { winner, payments } = mechanism([report, b]);
          return (winner === 0 ? a : Rational.zero).sub(payments[0] as Rational);
        };
        for (const report of [1, 3].map(r)) expect(utility(report).compare(utility(a))).toBeLessThanOrEqual(0);
      }
    }
  });

  it("succeeds in both forms for every correlated pair of binary types (Theorem 4), whatever the weights", () => {
    const weight = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.tuple(weight, weight, weight, weight), (w) => {
        const cells = [tuple([r(1), r(2)]), tuple([r(1), r(5)]), tuple([r(3), r(2)]), tuple([r(3), r(5)])];
        const prior = normalizedPmf(cells.map((value, k) => ({ value, probability: r(w[k] as number) })));
        const isIndependent = w[0] * w[3] === w[1] * w[2];
        const dominant = dominantExtraction(prior);
        const bayesian = bayesianExtraction(prior);
        expect(bayesian === undefined).toBe(isIndependent);
        if (!isIndependent) expect(dominant).toBeDefined();
        for (const mechanism of [dominant, bayesian]) if (mechanism) expectFullExtraction(prior, mechanism);
      }),
      { numRuns: 50 },
    );
  });

  it("works in Bayesian form without full rank", () => {
    // Bidder 1 has four types whose beliefs are the corners of a square; bidder 2's are linearly independent of each other's averages.
    const rows = [
      ["1/2", "1/16", "7/16", "0"],
      ["1/2", "1/16", "0", "7/16"],
      ["1/16", "1/2", "7/16", "0"],
      ["1/16", "1/2", "0", "7/16"],
    ];
    const prior = joint(
      [1, 2, 3, 4],
      [1, 2, 3, 4],
      rows.map((row) => row.map((p) => r(p).div(r(4)).toString())),
    );
    expect(hasFullRank(beliefsOf(prior, 0))).toBe(false);
    const mechanism = bayesianExtraction(prior);
    if (!mechanism) throw new Error("convex independence was not recognised");
    expectFullExtraction(prior, mechanism);
  });

  it("needs profiles of numbers", () => {
    expect(() => fullSurplus(makePmf([{ value: tuple(["sun", r(1)]), probability: r(1) }]))).toThrow(TypeError);
    expect(() => beliefsOf(makePmf([{ value: r(1), probability: r(1) }]), 0)).toThrow(TypeError);
  });
});
