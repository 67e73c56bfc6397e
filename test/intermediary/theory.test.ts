import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { equalRevenue, equalRevenueSplit, strictlyLow } from "../../runtime/theory/intermediary/equal-revenue-split.ts";
import { optimalAuction } from "../../runtime/theory/auctions/independent-auction.ts";
import { mixtureWeights, schemeReport } from "../../runtime/theory/intermediary/mixture-schemes.ts";
import { belowReserve, harmonic, levelBounds, poissonBinomial, rankBounds, unsoldSurplus } from "../../runtime/theory/intermediary/rank-bound.ts";
import { excess, rankSchemes } from "../../runtime/theory/intermediary/rank-scheme.ts";
import { profileAt, surplusDecomposition } from "../../runtime/theory/intermediary/surplus-decomposition.ts";
import { truncatedAtBuyer } from "../../runtime/theory/intermediary/truncation-scheme.ts";
import { isRegular, iron, monopolyRevenue, reservePrice, upperTails, virtualValues, type ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import { prior, priorsUpTo, r } from "../theory/support.ts";

const uniform3 = prior([1, "1/3"], [2, "1/3"], [3, "1/3"]);
const sum = (numbers: readonly Rational[]): Rational => numbers.reduce((a, b) => a.add(b), Rational.zero);
const mean = ({ values, masses }: ValueDistribution): Rational => sum(values.map((value, l) => value.mul(masses[l] as Rational)));
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => sum(a.map((x, k) => x.mul(b[k] as Rational)));
const atLeast = (a: Rational, b: Rational): void => expect(a.compare(b), `${a} >= ${b}`).toBeGreaterThanOrEqual(0);
const positivePriors = priorsUpTo(4).filter(({ values }) => values[0]?.sign() === 1);
const buyersUpTo = (n: number, size: number): fc.Arbitrary<ValueDistribution[]> => fc.array(priorsUpTo(size), { minLength: 1, maxLength: n });
const runs = { numRuns: 60 };

describe("virtual values and reserve of one buyer", () => {
  it("follow the revenue curve, also for irregular and equal-revenue laws", () => {
    fc.assert(
      fc.property(priorsUpTo(5), (law) => {
        const { values, masses } = law;
        const phi = virtualValues(law);
        const tails = upperTails(law);
        const revenue = values.map((value, l) => value.mul(tails[l] as Rational));
        phi.forEach((x, l) => expect(x.mul(masses[l] as Rational).equals((revenue[l] as Rational).sub(revenue[l + 1] ?? Rational.zero))).toBe(true));
        expect(dot(phi, masses).equals(values[0] as Rational)).toBe(true);
        const reserve = reservePrice(law);
        const at = values.findIndex((value) => value.equals(reserve));
        expect((phi[at] as Rational).sign()).toBeGreaterThanOrEqual(0);
        if (isRegular(law)) phi.slice(0, at).forEach((x) => expect(x.sign()).toBe(-1));
        expect(dot(iron(law).ironed, masses).equals(values[0] as Rational)).toBe(true);
      }),
      runs,
    );
  });
});

describe("the equal-revenue split", () => {
  it("is Example 1 of the paper for the uniform law on {1, 2, 3}", () => {
    expect(equalRevenueSplit(uniform3).map(({ weight, law }) => `${weight}: ${law.values} ${law.masses}`)).toEqual(["2/3: 1,2,3 1/2,1/6,1/3", "1/6: 2,3 1/3,2/3", "1/6: 2 1"]);
  });

  it("keeps Lemma 1 on any prior with positive values", () => {
    fc.assert(
      fc.property(positivePriors, (law) => {
        const signals = equalRevenueSplit(law);
        expect(signals.length).toBeLessThanOrEqual(law.values.length);
        law.values.forEach((value, l) => {
          const total = sum(signals.map(({ weight, law: part }) => weight.mul(part.masses[part.values.findIndex((each) => each.equals(value))] ?? Rational.zero)));
          expect(total.equals(law.masses[l] as Rational)).toBe(true);
        });
        const tails = upperTails(law);
        const best = monopolyRevenue(law);
        const prices = law.values.filter((value, l) => value.mul(tails[l] as Rational).equals(best));
        for (const { law: part } of signals) {
          const phi = virtualValues(part);
          phi.forEach((x, l) => expect(x.equals(l === phi.length - 1 ? (part.values[l] as Rational) : Rational.zero)).toBe(true));
          // Every price that is best for the prior is in the support of every signal.
          for (const price of prices) expect(part.values.some((value) => value.equals(price))).toBe(true);
        }
        expect(sum(signals.map(({ weight, law: part }) => weight.mul(part.values[0] as Rational))).equals(best)).toBe(true);
        // Lemma 1.2: what the reserve shuts out is no more than what the buyer could get.
        const shut = sum(law.values.flatMap((value, l) => (value.compare(reservePrice(law)) < 0 ? [value.mul(law.masses[l] as Rational)] : [])));
        atLeast(mean(law).sub(best), shut);
      }),
      runs,
    );
  });

  it("leaves no tie when it is made strict, and still averages to the prior", () => {
    fc.assert(
      fc.property(positivePriors, (law) => {
        const signals = equalRevenueSplit(law, r("1/50"));
        law.values.forEach((value, l) => {
          const total = sum(signals.map(({ weight, law: part }) => weight.mul(part.masses[part.values.findIndex((each) => each.equals(value))] ?? Rational.zero)));
          expect(total.equals(law.masses[l] as Rational)).toBe(true);
        });
        for (const { law: part } of signals) {
          const tails = upperTails(part);
          part.values.slice(1).forEach((value, l) => expect(value.mul(tails[l + 1] as Rational).compare(part.values[0] as Rational)).toBeLessThan(0));
        }
      }),
      runs,
    );
    expect(strictlyLow(equalRevenue([r(1), r(2)]), r("1/2")).masses.map(String)).toEqual(["3/4", "1/4"]);
  });

  it("refuses values that are not positive", () => expect(() => equalRevenueSplit(prior([0, "1/2"], [1, "1/2"]))).toThrow(RangeError));
});

describe("rank-based signaling", () => {
  // From the table of examples: iid uniform on {1,2,3}, an asymmetric pair, and the instance of Theorem 2 at delta = 1/10.
  it.each([
    { laws: [uniform3], surplus: ["2/3"] },
    { laws: [uniform3, uniform3], surplus: ["2/9", "7/18"] },
    { laws: [uniform3, uniform3, uniform3], surplus: ["1/9", "2/9", "13/54"] },
    { laws: [uniform3, prior([1, "1/2"], [4, "1/4"], [6, "1/4"])], surplus: ["7/12", "29/48"] },
    { laws: [prior([4, "1/2"], [9, "1/2"]), prior([3, "1/4"], [5, "3/4"])], surplus: ["1/8", "7/16"] },
    { laws: [prior(["100/81", "9/10"], ["10/9", "1/10"]), prior([1, "9/10"], ["9/10", "1/10"])], surplus: ["109/9000", "1/90"] },
    { laws: [prior([1, "1/2"], [2, "1/4"], [4, "1/4"]), prior([1, "1/2"], [2, "1/4"], [4, "1/4"])], surplus: ["1/4", "7/8"] },
  ])("leaves $surplus", ({ laws, surplus }) => expect(rankSchemes(laws).map((scheme) => scheme.surplus.toString())).toEqual(surplus));

  it("takes six buyers with three values each in well under five seconds", () => {
    const six = Array.from({ length: 6 }, (_, i) => prior([1, "1/3"], [2 + (i % 2), "1/2"], [5 + i, "1/6"]));
    const started = performance.now();
    const schemes = rankSchemes(six);
    expect(performance.now() - started).toBeLessThan(5000);
    const { bound, revenue } = surplusDecomposition(six);
    for (const scheme of schemes) {
      atLeast(bound, scheme.surplus);
      atLeast(scheme.revenue, revenue);
    }
  });

  it("keeps the bounds of the paper: revenue, Lemmas 3, 5 and 7, Theorem 6", () => {
    fc.assert(
      fc.property(buyersUpTo(3, 3), (laws) => {
        const { revenue, bound, efficient, unsold } = surplusDecomposition(laws);
        const schemes = rankSchemes(laws);
        const lemma3 = rankBounds(laws);
        const lemma7 = levelBounds(laws);
        schemes.forEach((scheme, k) => {
          atLeast(scheme.surplus, Rational.zero);
          atLeast(bound, scheme.surplus);
          atLeast(scheme.revenue, revenue);
          atLeast(efficient, scheme.welfare);
          atLeast(scheme.surplus, lemma3[k] as Rational);
          atLeast(scheme.surplus, lemma7[k] as Rational);
        });
        const weighted = dot(mixtureWeights(laws.length), schemes.map((scheme) => scheme.surplus));
        if (laws.every(isRegular)) {
          expect(unsold.equals(unsoldSurplus(laws))).toBe(true);
          atLeast(weighted, unsold);
        }
      }),
      runs,
    );
  });

  it("is the equal-revenue split for one buyer", () => {
    fc.assert(
      fc.property(priorsUpTo(5), (law) => {
        const [only] = rankSchemes([law]);
        expect(only?.surplus.equals(mean(law).sub(monopolyRevenue(law)))).toBe(true);
      }),
      runs,
    );
  });

  it("meets the corrected constant of Lemma 5 with equality where the printed one fails", () => {
    // CS(S_0 squared) = CS_0 / (1 + H_1), less than CS_0 / (1 + ln 2).
    const law = prior([1, "99/100"], [101, "1/100"]);
    const { decomposition, mixed } = schemeReport([law, law]);
    expect(mixed.surplus.equals(decomposition.unsold.div(Rational.integer(2)))).toBe(true);
    expect(mixed.surplus.toNumber()).toBeLessThan(decomposition.unsold.toNumber() / (1 + Math.log(2)));
  });
});

describe("truncated laws (Lemma 2)", () => {
  it("shift virtual values of regular laws and never raise ironed ones", () => {
    fc.assert(
      fc.property(priorsUpTo(5), fc.integer({ min: 0, max: 10 }), (law, at) => {
        const floor = r(at);
        const rest = excess(law, floor);
        if (!rest) return;
        atLeast(reservePrice(rest), reservePrice(law).sub(floor));
        const offset = law.values.length - rest.values.length;
        const [before, after] = [iron(law).ironed, iron(rest).ironed];
        after.forEach((x, l) => {
          atLeast((before[offset + l] as Rational).sub(floor), x);
          if (isRegular(law)) expect(x.equals((before[offset + l] as Rational).sub(floor))).toBe(true);
        });
      }),
      runs,
    );
  });
});

describe("the decomposition of the surplus", () => {
  it("adds up to the bound for any prior", () => {
    fc.assert(
      fc.property(buyersUpTo(3, 3), (laws) => {
        const parts = surplusDecomposition(laws);
        const byBuyer = sum(parts.misallocatedTo);
        expect(byBuyer.equals(sum(parts.misallocatedAt.map(({ loss }) => loss)))).toBe(true);
        expect(parts.myerson.add(parts.unsold).add(byBuyer).equals(parts.bound)).toBe(true);
      }),
      runs,
    );
  });

  it("has no misallocation for identical regular buyers, but can have it for irregular ones", () => {
    fc.assert(
      fc.property(priorsUpTo(4).filter(isRegular), fc.integer({ min: 1, max: 3 }), (law, n) => {
        const parts = surplusDecomposition(Array.from({ length: n }, () => law));
        expect(parts.misallocatedTo.every((loss) => loss.isZero())).toBe(true);
      }),
      runs,
    );
    const irregular = prior([1, "7/10"], [2, "1/10"], [3, "2/10"]);
    const { bound, myerson, unsold } = surplusDecomposition([irregular, irregular]);
    expect([bound, myerson.add(unsold)].map(String)).toEqual(["47/100", "2/5"]);
  });

  it("does not count profiles at which the good is kept twice", () => {
    // {1,3} against {2,6}: nothing is ever misallocated when sold.
    const parts = surplusDecomposition([prior([1, "1/2"], [3, "1/2"]), prior([2, "1/2"], [6, "1/2"])]);
    expect(parts.misallocatedTo.every((loss) => loss.isZero())).toBe(true);
    expect(parts.bound.toString()).toBe("1/2");
  });

  it("loses at buyer i no more than truncation at her value is about (Theorem 7, inner claim)", () => {
    fc.assert(
      fc.property(buyersUpTo(3, 3).filter((laws) => laws.length > 1 && laws.every(isRegular)), (laws) => {
        const parts = surplusDecomposition(laws);
        const factor = Rational.one.add(harmonic(Math.max(0, laws.length - 2)));
        parts.misallocatedTo.forEach((loss, i) => atLeast(truncatedAtBuyer(laws, i).surplus.mul(factor), loss));
      }),
      runs,
    );
  });
});

describe("guarantees", () => {
  it("are kept with their explicit constants", () => {
    fc.assert(
      fc.property(buyersUpTo(3, 3), (laws) => {
        const report = schemeReport(laws);
        for (const { bound, value } of report.guarantees.filter(({ name }) => laws.every(isRegular) || name.startsWith("Theorem 3"))) atLeast(value, bound);
        atLeast(report.decomposition.bound, report.best.surplus);
      }),
      runs,
    );
  });

  it("reach the bound for two identical values (Section 6)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }), (low, gap, tenths, n) => {
        const law = prior([low, Rational.of(tenths, 10).toString()], [low + gap, Rational.of(10 - tenths, 10).toString()]);
        const laws = Array.from({ length: n }, () => law);
        const { decomposition, rank, best } = schemeReport(laws);
        expect(best.surplus.equals(decomposition.bound)).toBe(true);
        // Reserve at the low value: no signal is needed; at the high one: RANK_n gives P[all low] times the low value.
        const chance = r(`${tenths}/10`).pow(n);
        const expected = reservePrice(law).equals(r(low)) ? decomposition.myerson : chance.mul(r(low));
        expect(best.surplus.equals(expected)).toBe(true);
        if (!reservePrice(law).equals(r(low))) expect(rank.at(-1)?.surplus.equals(expected)).toBe(true);
      }),
      runs,
    );
  });

  it("have a counting lemma: some j makes min(1, E[N]/j) - P[N > j] at least a fifth of P[N >= 1] (Lemma 6)", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 }), (chances) => {
        const law = poissonBinomial(chances.map((k) => Rational.of(k, 20)));
        const expected = chances.reduce((a, k) => a + k / 20, 0);
        const more = (j: number): number => law.slice(j + 1).reduce((a, mass) => a + mass.toNumber(), 0);
        const best = Math.max(...chances.map((_, k) => Math.min(1, expected / (k + 1)) - more(k + 1)));
        expect(best).toBeGreaterThanOrEqual(more(0) / 5 - 1e-12);
        expect(sum(law).equals(Rational.one)).toBe(true);
      }),
      runs,
    );
  });
});

describe("order statistics below reserve", () => {
  it("agree with enumeration", () => {
    fc.assert(
      fc.property(buyersUpTo(3, 3), (laws) => {
        const { chance, orderStatistics } = belowReserve(laws);
        const count = laws.reduce((product, { values }) => product * values.length, 1);
        const totals = laws.map(() => Rational.zero);
        let low = Rational.zero;
        for (let p = 0; p < count; p++) {
          const { values, mass } = profileAt(laws, p);
          if (values.some((value, i) => value.compare(reservePrice(laws[i] as ValueDistribution)) >= 0)) continue;
          low = low.add(mass);
          [...values].sort((a, b) => b.compare(a)).forEach((value, l) => (totals[l] = (totals[l] as Rational).add(mass.mul(value))));
        }
        expect(low.equals(chance)).toBe(true);
        orderStatistics.forEach((z, l) => expect(z.mul(chance).equals(totals[l] as Rational)).toBe(true));
      }),
      runs,
    );
  });
});

describe("Myerson's auction at ties", () => {
  it("charges an equal-revenue law its lowest value, where the printed algorithm overcharges", () => {
    const { outcome } = optimalAuction([equalRevenue([r(1), r(2), r(3)])]);
    expect([1, 2, 3].map((v) => outcome([r(v)]).payment.toString())).toEqual(["1", "1", "1"]);
  });
});
