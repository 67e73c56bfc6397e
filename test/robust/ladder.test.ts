import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { derivative, exponentialWeight, ladderOf, rungCount, virtual, type Direction } from "../../compiler/programs/robust/ladder.ts";

const rationals = (length: number): fc.Arbitrary<Rational[]> => fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 })), { minLength: length, maxLength: length }).map((pairs) => pairs.map(([n, d]) => Rational.of(n, d)));

function apply(terms: readonly { rung: number; coefficient: number }[], values: readonly Rational[]): Rational {
  return terms.reduce((sum, { rung, coefficient }) => sum.add((values[rung] as Rational).mul(Rational.integer(coefficient))), Rational.zero);
}

describe("the ladder of actions", () => {
  it.each([2, 3, 4])("has exponential weights that sum to one (k = %i)", (k) => {
    const total = Array.from({ length: rungCount(k) }, (_, rung) => exponentialWeight(k, rung)).reduce((a, b) => a.add(b), Rational.zero);
    expect(total.toString()).toBe("1");
  });

  it.each<[Direction, boolean]>([
    ["up", true],
    ["down", true],
    ["down", false],
  ])("has virtual values that are the adjoint of the derivative %s (exit %s)", (direction, exit) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((k) => fc.tuple(fc.constant(k), rationals(rungCount(k)), rationals(rungCount(k)))),
        ([k, f, g]) => {
          let left = Rational.zero;
          let right = Rational.zero;
          for (let rung = 0; rung < rungCount(k); rung++) {
            const weight = exponentialWeight(k, rung);
            left = left.add(weight.mul(g[rung] as Rational).mul(apply(derivative(direction, k, rung, exit), f)));
            right = right.add(weight.mul(f[rung] as Rational).mul(apply(virtual(direction, k, rung, exit), g)));
          }
          expect(left.equals(right)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("gives the last rung below weight one and the inner ones weight k", () => {
    expect(derivative("down", 3, 9, true)).toEqual([
      { rung: 8, coefficient: -1 },
      { rung: 9, coefficient: 1 },
    ]);
    expect(derivative("up", 3, 9, true)).toEqual([]);
    expect(derivative("down", 3, 0, true)).toEqual([{ rung: 0, coefficient: 3 }]);
  });

  it("is recognised from its values", () => {
    expect(ladderOf([0, 1, 2, 3, 4].map((n) => Rational.of(n, 2)))).toBe(2);
    expect(ladderOf([0, 1, 2, 3, 5].map((n) => Rational.of(n, 2)))).toBeUndefined();
    expect(ladderOf([Rational.zero])).toBeUndefined();
  });
});
