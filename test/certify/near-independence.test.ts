import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { certify } from "../../runtime/certify/certify.ts";
import type { CertifyResult } from "../../runtime/certify/certify.ts";
import { loadSolver } from "../../runtime/solvers/choose.ts";
import { auction, highestValue } from "./auctions.ts";
import type { TwoBidders } from "./auctions.ts";
import { integers } from "./random.ts";

/**
 * Two bidders with values {1, 3}. Under independence the optimal revenue is Myerson's; under any correlation, however
 * slight, Cremer and McLean extract everything. A float solver cannot tell a correlation of 1e-9 from none.
 */
function nearlyIndependent(epsilon: string): TwoBidders {
  const [quarter, shift] = [Rational.of(1, 4), Rational.parse(epsilon) ?? Rational.zero];
  const [same, different] = [quarter.add(shift), quarter.sub(shift)];
  return {
    values: [Rational.integer(1), Rational.integer(3)],
    prior: [
      [same, different],
      [different, same],
    ],
  };
}

/** Three values and a prior that is a product up to a perturbation with beliefs in general position. */
function threeValues(epsilon: string): TwoBidders {
  const shift = Rational.parse(epsilon) ?? Rational.zero;
  const ninth = Rational.of(1, 9);
  const pattern = [
    [2, -1, -1],
    [-1, 2, -1],
    [-1, -1, 2],
  ];
  return { values: [1, 2, 4].map((v) => Rational.integer(v)), prior: pattern.map((row) => row.map((k) => ninth.add(shift.mul(Rational.integer(k))))) };
}

const objectiveOf = (result: CertifyResult): string | undefined =>
  result.kind === "exact" && result.certificate.kind === "optimal" ? result.certificate.objective.toString() : undefined;

const distances = ["1e-3", "1e-5", "1e-7", "1e-8", "1e-9", "1e-10", "1e-12"];

describe("a prior close to independence", () => {
  it.each(distances)("extracts the full surplus at distance %s, from HiGHS", async (epsilon) => {
    const setting = nearlyIndependent(epsilon);
    const program = auction(setting, "bayesian");
    const result = await certify(program, await (await loadSolver("highs")).solve(program));
    expect(result).toMatchObject({ kind: "exact", proof: "duality" });
    expect(objectiveOf(result)).toBe(highestValue(setting).toString());
  });

  it.each(distances)("extracts the full surplus at distance %s, from GLPK", async (epsilon) => {
    const setting = nearlyIndependent(epsilon);
    const program = auction(setting, "bayesian");
    const result = await certify(program, await (await loadSolver("glpk")).solve(program));
    expect(objectiveOf(result)).toBe(highestValue(setting).toString());
  });

  it.each(distances)("is repaired without a tableau at distance %s", async (epsilon) => {
    for (const setting of [nearlyIndependent(epsilon), threeValues(epsilon)]) {
      const program = auction(setting, "bayesian");
      const result = await certify(program, await (await loadSolver("highs")).solve(program), { exactCells: 0 });
      expect(objectiveOf(result)).toBe(highestValue(setting).toString());
    }
  });

  it("extracts the full surplus with eight values each, too large for a tableau", async () => {
    const draw = integers(5);
    const shift = Rational.parse("1e-12") ?? Rational.zero;
    const weights = Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => Rational.one.add(shift.mul(Rational.integer(draw(-20, 20))))));
    const total = weights.flat().reduce((a, b) => a.add(b));
    const setting = { values: Array.from({ length: 8 }, (_, k) => Rational.integer(k + 1)), prior: weights.map((row) => row.map((w) => w.div(total))) };
    const program = auction(setting, "bayesian");
    const result = await certify(program, await (await loadSolver("highs")).solve(program));
    expect(objectiveOf(result)).toBe(highestValue(setting).toString());
  });

  it("is Myerson's auction at distance zero", async () => {
    const program = auction(nearlyIndependent("0"), "bayesian");
    const result = await certify(program, await (await loadSolver("highs")).solve(program));
    // Virtual values: 3 for value 3 and 1 - (3 - 1) = -1 for value 1, so revenue 3 (1 - 1/4).
    expect(objectiveOf(result)).toBe("9/4");
  });

  it("would be answered wrongly by the float solver alone", async () => {
    const setting = nearlyIndependent("1e-12");
    const answer = await (await loadSolver("highs")).solve(auction(setting, "bayesian"));
    const wrong = Math.abs((answer.objective ?? NaN) - highestValue(setting).toNumber()) > 1e-3;
    expect(wrong || answer.status !== "optimal").toBe(true);
  });
});
