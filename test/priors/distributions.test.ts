import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue, valueKey } from "../../compiler/evaluate/keys.ts";
import type { Pmf, Tuple, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { choose } from "../../compiler/priors/binomial.ts";
import { conditionPmf, expectation, makePmf, mapPmf, marginalPmf, productPmf, sum, uniformPmf } from "../../compiler/priors/pmf.ts";
import { RunningSum } from "../../compiler/priors/running-sum.ts";
import { buildDistribution, distributions, findDistribution, requireOutcomes, resolveDistribution } from "../../compiler/priors/registry.ts";
import { failure, finite, list, mean, pair, probability, r, set, tableOf, total, variance } from "./support.ts";

const entries = (value: Value): readonly Value[] => (value as Tuple).entries;
const fraction = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([a, b]) => Rational.of(a, a + b + 1));

describe("sums and powers of long fractions", () => {
  it("are those of one operation after the other", () => {
    const long = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 25n)).map(([n, d]) => Rational.of(n, d));
    fc.assert(
      fc.property(fc.array(fc.oneof(fraction, long, fraction.map((x) => x.div(Rational.of(7n ** 40n))))), (terms) => {
        const running = new RunningSum();
        for (const term of terms) running.add(term);
        expect(running.value().toString()).toBe(sum(terms).toString());
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 60n), fc.integer({ min: 0, max: 30 }), (n, base, exponent) => {
        expect(Rational.overPower(n, base, exponent)).toEqual(Rational.of(n, base ** BigInt(exponent)));
      }),
    );
  });

  it("stay inexact once a number is", () => {
    const running = new RunningSum();
    for (const term of [Rational.of(1, 4), Rational.float(0.5), Rational.of(1n, 4n)]) running.add(term);
    expect(running.value()).toEqual(Rational.float(1));
  });
});

describe("the registry", () => {
  it("documents every distribution and finds it by name", () => {
    for (const d of distributions) {
      expect(findDistribution(d.name)).toBe(d);
      expect(d.example).toContain(d.name);
      expect(d.signature).toContain(d.name);
      expect(d.summary).toMatch(/\.$/);
    }
    expect(new Set(distributions.map((d) => d.name)).size).toBe(distributions.length);
  });

  it("rejects unknown names and wrong numbers of arguments", () => {
    expect(failure(() => buildDistribution("binomail", [])).message).toContain("binomail");
    expect(failure(() => buildDistribution("binomial", [r(3)])).hint).toBe("binomial(m, p)");
    expect(failure(() => buildDistribution("point", [r(3), r(4)])).key).toBe("bad-distribution-argument");
  });
});

describe("probabilities written out", () => {
  it("must sum to exactly one, and the error says what is missing", () => {
    const short = failure(() => resolveDistribution(tableOf([1, "1/3"], [2, "2/3"], [3, "1/1000000"])));
    expect(short.key).toBe("prior-does-not-sum");
    expect(short.missing?.toString()).toBe("-1/1000000");
    expect(failure(() => finite("pmf", [tableOf([1, 0.3], [2, 0.6])])).missing?.toString()).toBe("1/10");
  });

  it("accept decimal tenths that floats would not add up to one", () => {
    const tenths = resolveDistribution(tableOf(...Array.from({ length: 10 }, (_, i): [number, string] => [i, "0.1"])));
    expect(total(tenths).toString()).toBe("1");
  });

  it("must not be negative, repeated, or something else than numbers", () => {
    expect(failure(() => resolveDistribution(tableOf([1, "-1/2"], [2, "3/2"]))).key).toBe("negative-probability");
    expect(failure(() => resolveDistribution(tableOf([1, "1/2"], ["2/2", "1/2"]))).message).toContain("listed twice");
    expect(failure(() => resolveDistribution(tableOf([1, "apple"]))).message).toContain("apple");
    expect(failure(() => resolveDistribution(tableOf())).missing?.toString()).toBe("1");
  });

  it("drop outcomes of probability zero", () => {
    expect(resolveDistribution(tableOf([1, 0], [2, 1])).outcomes.length).toBe(1);
  });

  it("may follow the declared domain or a support of their own", () => {
    const domain = [r(1), r(2), r(4)];
    const along = resolveDistribution(list("1/2", "1/4", "1/4"), { domain });
    expect(formatValue(along)).toBe("{1: 1/2, 2: 1/4, 4: 1/4}");
    expect(formatValue(finite("pmf", [list("1/3", "2/3"), set("low", "high")]))).toBe("{low: 1/3, high: 2/3}");
    expect(failure(() => resolveDistribution(list("1/2", "1/2"), { domain })).message).toContain("2 probabilities");
  });

  it("may have inexact entries within rounding of one", () => {
    const almost = makePmf([0.1, 0.2, 0.7].map((p, i) => ({ value: Rational.integer(i), probability: Rational.float(p) })));
    expect(almost.outcomes.length).toBe(3);
    expect(failure(() => makePmf([{ value: true, probability: Rational.float(0.99) }])).key).toBe("prior-does-not-sum");
  });
});

describe("outcomes against the declaration", () => {
  const bits = [r(0), r(1)];
  it("must lie in the domain of one component", () => {
    const outside = failure(() => resolveDistribution(tableOf([0, "1/2"], [2, "1/2"]), { domain: bits }));
    expect(outside.key).toBe("outcome-outside-domain");
    expect(outside.message).toContain("outcome 2");
  });

  it("must lie in the product of the domains of jointly drawn components", () => {
    const context = { dimension: 2, componentDomains: [bits, [r(5), r(6)]] };
    expect(resolveDistribution(tableOf([pair(0, 5), "1/2"], [pair(1, 6), "1/2"]), context).outcomes.length).toBe(2);
    expect(failure(() => resolveDistribution(tableOf([pair(5, 0), 1]), context)).hint).toContain("entry 1");
    expect(failure(() => resolveDistribution(tableOf([pair(0, 5, 1), 1]), context)).hint).toContain("3 entries");
  });

  it("that are single values must lie in the domain of every component", () => {
    const context = { dimension: 2, componentDomains: [bits, [r(0), r(2)]] };
    expect(failure(() => resolveDistribution(tableOf([0, "1/2"], [1, "1/2"]), context)).hint).toContain("component 2");
    expect(resolveDistribution(tableOf([0, 1]), context).outcomes.length).toBe(1);
  });

  it("of one component drawn jointly are values, not tuples of one", () => {
    const context = { dimension: 1, domain: bits, componentDomains: [bits] };
    for (const law of [
      finite("uniform", [], context),
      finite("iid", [finite("bernoulli", ["1/2"])], context),
      finite("exchangeable", [list("1/2", "1/2")], context),
    ]) {
      expect(formatValue(resolveDistribution(law, context))).toBe("{0: 1/2, 1: 1/2}");
    }
  });

  it("are not confused by a domain whose members are tuples", () => {
    const domain = [pair(0, 1), pair(1, 0)];
    expect(() => requireOutcomes(uniformPmf(domain), { domain, dimension: 3 })).not.toThrow();
  });

  it("must be finite in number", () => {
    const normal = buildDistribution("normal", [r(0), r(1)]);
    const error = failure(() => resolveDistribution(normal, {}));
    expect(error.key).toBe("needs-discretize");
    expect(error.hint).toContain("discretize(normal(0, 1), 20)");
    expect(failure(() => finite("iid", [normal, 2])).key).toBe("needs-discretize");
  });
});

describe("uniform", () => {
  it("covers a set, a list, or the declared domain", () => {
    expect(formatValue(finite("uniform", [set(1, 2, 4)]))).toBe("{1: 1/3, 2: 1/3, 4: 1/3}");
    expect(formatValue(finite("uniform", [], { domain: ["rain", "sun"] }))).toBe("{rain: 1/2, sun: 1/2}");
    expect(probability(finite("uniform", [list(1, 1, 2)]), 1).toString()).toBe("2/3");
  });

  it("of a joint draw is the product of the uniform marginals", () => {
    const joint = finite("uniform", [], {
      dimension: 2,
      componentDomains: [
        [r(1), r(2)],
        [r(3), r(4), r(5)],
      ],
    });
    expect(joint.outcomes.length).toBe(6);
    expect(probability(joint, pair(2, 4)).toString()).toBe("1/6");
  });

  it("needs something to be uniform over", () => {
    expect(failure(() => finite("uniform", [])).key).toBe("bad-distribution-argument");
    expect(failure(() => finite("uniform", [set()])).key).toBe("bad-distribution-argument");
    expect(failure(() => finite("uniform", [6])).hint).toContain("uniform(1..6)");
    expect(failure(() => finite("uniform", [2, 1])).message).toContain("lower end");
  });
});

describe("counting distributions", () => {
  it("bernoulli and point", () => {
    const coin = finite("bernoulli", ["1/3"]);
    expect([mean(coin).toString(), variance(coin).toString()]).toEqual(["1/3", "2/9"]);
    expect(formatValue(finite("point", ["sun"]))).toBe("{sun: 1}");
    expect(failure(() => finite("bernoulli", ["4/3"])).message).toContain("between 0 and 1");
  });

  it("binomial has mean mp and variance mp(1-p)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fraction, (m, p) => {
        const law = finite("binomial", [m, p]);
        expect(total(law).toString()).toBe("1");
        expect(mean(law).equals(p.mul(r(m)))).toBe(true);
        expect(variance(law).equals(p.mul(r(m)).mul(Rational.one.sub(p)))).toBe(true);
      }),
    );
  });

  it("binomial has a thousand trials, exactly", () => {
    const [n, p] = [1000, r("3/20")];
    const law = finite("binomial", [n, p]);
    expect(law.outcomes).toHaveLength(1001);
    // Moments in doubles: exact ones take long, and the masses are held against their formula below.
    const moment = (power: number): number => law.outcomes.reduce((total, { value, probability }) => total + probability.toNumber() * (value as Rational).toNumber() ** power, 0);
    expect(moment(1)).toBeCloseTo(150, 9);
    expect(moment(2) - moment(1) ** 2).toBeCloseTo(127.5, 7);
    for (const k of [0, 1, 150, 999]) {
      const product = choose(n, k).mul(p.pow(k)).mul(Rational.one.sub(p).pow(n - k));
      expect(law.outcomes[k]?.probability.toString()).toBe(product.toString());
    }
  });

  it("binomial is the law of the number of successes, by enumeration", () => {
    const trials = productPmf(Array.from({ length: 5 }, () => finite("bernoulli", ["2/7"])));
    const successes = mapPmf(trials, (v) => sum(entries(v) as Rational[]));
    const law = finite("binomial", [5, "2/7"]);
    for (let k = 0; k <= 5; k++) expect(probability(successes, k).equals(probability(law, k))).toBe(true);
  });

  it("geometric has the ratio 1-p between neighbours", () => {
    const law = finite("geometric", ["1/3", 6]);
    expect(total(law).toString()).toBe("1");
    for (let k = 0; k < 6; k++)
      expect(
        probability(law, k + 1)
          .div(probability(law, k))
          .toString(),
      ).toBe("2/3");
    expect(formatValue(finite("geometric", [1, 4]))).toBe("{0: 1}");
    expect(failure(() => finite("geometric", [0, 4])).message).toContain("positive");
  });

  it("poisson has the ratio rate/(k+1) between neighbours, exactly", () => {
    const law = finite("poisson", ["5/2", 8]);
    expect(total(law).toString()).toBe("1");
    for (let k = 0; k < 8; k++)
      expect(
        probability(law, k + 1)
          .div(probability(law, k))
          .equals(Rational.of(5, 2 * (k + 1))),
      ).toBe(true);
    const long = mean(finite("poisson", [2, 60])).toNumber();
    expect(long).toBeCloseTo(2, 12);
  });

  it("refuse sizes and digits that would take forever", () => {
    expect(failure(() => finite("binomial", [1e9, "1/2"])).key).toBe("bad-distribution-argument");
    expect(failure(() => finite("binomial", [2.5, "1/2"])).message).toContain("integer");
    expect(failure(() => finite("binomial", [100, "1e-500"])).message).toContain("digits");
    expect(failure(() => finite("poisson", ["1e-500", 100])).message).toContain("digits");
    expect(failure(() => finite("iid", [set(1, 2), 4])).hint).toContain("uniform");
    expect(failure(() => finite("iid", [finite("bernoulli", ["1/2"]), 60])).message).toContain("outcomes");
    expect(failure(() => finite("iid", [finite("point", [1]), 100_000])).message).toContain("number of draws");
    const long = tableOf([0, `1/${"7".repeat(3000)}`], [1, r(1).sub(r(`1/${"7".repeat(3000)}`))]);
    expect(failure(() => finite("iid", [long, 17])).message).toContain("digits");
    expect(failure(() => finite("exchangeable", [tableOf([pair(1e9, 1e9), 1])])).message).toContain("components");
  });
});

describe("exchangeable", () => {
  it("takes a law of the number: binomial counts are independent components", () => {
    const context = { dimension: 3, domain: [r(0), r(1)] };
    const counted = finite("exchangeable", [finite("binomial", [r(3), r("1/4")])], context);
    const independent = finite("iid", [finite("bernoulli", [r("1/4")]), r(3)], {});
    const text = (pmf: Pmf): string[] => pmf.outcomes.map((each) => `${formatValue(each.value)} ${each.probability}`).sort();
    expect(text(counted)).toEqual(text(independent));
    expect(failure(() => finite("exchangeable", [finite("binomial", [r(4), r("1/4")])], context)).message).toContain("between 0 and 3");
  });

  const count = list("1/10", "2/5", "2/5", "1/10");
  it("spreads the law of the count evenly over the profiles, by enumeration", () => {
    const law = finite("exchangeable", [count], { dimension: 3, domain: [r(0), r(1)] });
    expect(law.outcomes.length).toBe(8);
    expect(total(law).toString()).toBe("1");
    for (const { value, probability: p } of law.outcomes) {
      const ones = entries(value).filter((x) => (x as Rational).equals(Rational.one)).length;
      expect(p.equals((count.entries[ones] as Rational).div(choose(3, ones)))).toBe(true);
    }
  });

  it("counts the larger value, however the domain is written", () => {
    const law = finite("exchangeable", [list(0, 0, 1)], { domain: [r(9), r(4)] });
    expect(formatValue(law)).toBe("{(9, 9): 1}");
  });

  it("is invariant under permutations, with any number of values", () => {
    const domain = ["a", "b", "c"];
    const law = finite("exchangeable", [tableOf([pair(2, 1, 0), "1/2"], [pair(1, 1, 1), "1/3"], [pair(0, 0, 3), "1/6"])], {
      componentDomains: [domain, domain, domain],
      dimension: 3,
    });
    expect(law.outcomes.length).toBe(3 + 6 + 1);
    const reversed = mapPmf(law, (v) => ({ kind: "tuple", entries: [...entries(v)].reverse() }));
    for (const { value, probability: p } of law.outcomes) expect(probability(reversed, value).equals(p)).toBe(true);
    expect(probability(law, pair("a", "b", "a")).toString()).toBe("1/6");
    expect(probability(law, pair("c", "a", "b")).toString()).toBe("1/18");
    expect(probability(marginalPmf(law, 0), "a").equals(probability(marginalPmf(law, 2), "a"))).toBe(true);
  });

  it("agrees with independent draws when the count is binomial", () => {
    const counts = finite("binomial", [4, "1/3"]).outcomes.map((o) => o.probability);
    const law = finite("exchangeable", [list(...counts)]);
    const independent = finite("iid", [finite("bernoulli", ["1/3"]), 4]);
    for (const { value, probability: p } of independent.outcomes) expect(probability(law, value).equals(p)).toBe(true);
  });

  it("rejects counts that do not fit", () => {
    expect(failure(() => finite("exchangeable", [count], { dimension: 2 })).message).toContain("2 components");
    expect(failure(() => finite("exchangeable", [count], { domain: [r(1), r(2), r(3)] })).hint).toContain("table over counts");
    expect(failure(() => finite("exchangeable", [tableOf([pair(1, 2, 3), 1])])).message).toContain("2 counts");
    expect(failure(() => finite("exchangeable", [tableOf([pair("1/2", "1/2"), 1])])).message).toContain("nonnegative integers");
    expect(
      failure(() =>
        finite("exchangeable", [count], {
          componentDomains: [
            [r(0), r(1)],
            [r(0), r(2)],
          ],
        }),
      ).message,
    ).toContain("same domain");
    expect(failure(() => finite("exchangeable", [list("1/2", "1/3")])).key).toBe("prior-does-not-sum");
  });
});

describe("combining distributions", () => {
  const die = finite("uniform", [set(1, 2, 3, 4, 5, 6)]);

  it("product and iid are independent", () => {
    const joint = finite("product", [tableOf([1, "1/4"], [2, "3/4"]), finite("point", ["x"])]);
    expect(formatValue(joint)).toBe("{(1, x): 1/4, (2, x): 3/4}");
    const dice = finite("iid", [die, 2]);
    expect(dice.outcomes.length).toBe(36);
    expect(formatValue(marginalPmf(dice, 1))).toBe(formatValue(die));
    expect(finite("iid", [die], { dimension: 3 }).outcomes.length).toBe(216);
  });

  it("product of fewer factors than components takes joint factors apart", () => {
    const coin = finite("bernoulli", ["1/2"]);
    const context = { dimension: 3, domain: [0, 1].map(r), componentDomains: [0, 1, 2].map(() => [0, 1].map(r)) };
    const joint = resolveDistribution(finite("product", [finite("iid", [coin, 2]), coin], context), context);
    expect(probability(joint, pair(0, 1, 1)).toString()).toBe("1/8");
    expect(formatValue(finite("product", [finite("iid", [coin, 1]), finite("point", [7])]))).toContain("((0), 7)");
    expect(failure(() => resolveDistribution(finite("product", [die, die], { dimension: 3 }), { dimension: 3 })).hint).toContain("2 entries");
  });

  it("mixture averages probabilities", () => {
    const mixed = finite("mixture", [list("1/2", "1/2"), list(finite("point", [1]), tableOf([1, "1/3"], [2, "2/3"]))]);
    expect(formatValue(mixed)).toBe("{1: 2/3, 2: 1/3}");
    expect(failure(() => finite("mixture", [list(1), list(die, die)])).message).toContain("1 weights");
    expect(failure(() => finite("mixture", [list("1/2", "1/3"), list(die, die)])).key).toBe("prior-does-not-sum");
  });

  it("conditional keeps both ends", () => {
    expect(formatValue(finite("conditional", [die, 2, 3]))).toBe("{2: 1/2, 3: 1/2}");
    expect(failure(() => finite("conditional", [die, 7, 9])).message).toContain("no mass");
    expect(conditionPmf(die, () => false)).toBeUndefined();
  });

  it("shift and scale move the mean and the variance as they should", () => {
    fc.assert(
      fc.property(fraction, (a) => {
        expect(mean(finite("shift", [die, a])).equals(mean(die).add(a))).toBe(true);
        expect(variance(finite("shift", [die, a])).equals(variance(die))).toBe(true);
        expect(mean(finite("scale", [die, a])).equals(mean(die).mul(a))).toBe(true);
        expect(variance(finite("scale", [die, a])).equals(variance(die).mul(a).mul(a))).toBe(true);
      }),
    );
    expect(finite("scale", [die, 0]).outcomes.length).toBe(1);
    expect(failure(() => finite("shift", [finite("point", ["sun"]), 1])).message).toContain("sun");
  });

  it("mapping merges equal outcomes, expectation is linear", () => {
    const parity = mapPmf(die, (x) => ((x as Rational).toNumber() % 2 === 0 ? "even" : "odd"));
    expect(formatValue(parity)).toBe("{odd: 1/2, even: 1/2}");
    expect(expectation(die, (x) => (x as Rational).pow(2)).toString()).toBe("91/6");
    expect(new Set(die.outcomes.map((o) => valueKey(o.value))).size).toBe(6);
  });
});
