import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { resolveDistribution } from "../../compiler/priors/registry.ts";
import { failure, list, pair, probability, r, total } from "./support.ts";

const domain = (size: number): Value[] => Array.from({ length: size }, (_, k) => r(k + 1));

describe("a joint prior as nested lists", () => {
  it("reads the k-th entry of row l as the probability of the (l, k)-th pair of values", () => {
    const law = list(list("2/5", "1/10"), list("0", "1/2"));
    const pmf = resolveDistribution(law, { dimension: 2, componentDomains: [domain(2), domain(2)] });
    expect(pmf.outcomes).toHaveLength(3);
    expect(probability(pmf, pair(1, 2)).toString()).toBe("1/10");
    expect(probability(pmf, pair(2, 2)).toString()).toBe("1/2");
    expect(probability(pmf, pair(2, 1)).toString()).toBe("0");
  });

  it("goes as deep as there are components, whatever the sizes of their domains", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 4 }), (sizes) => {
        const cells = sizes.reduce((a, b) => a * b, 1);
        const deep = (level: number): Value => (level === sizes.length ? Rational.of(1, cells) : list(...domain(sizes[level] ?? 0).map(() => deep(level + 1))));
        const pmf = resolveDistribution(deep(0), { dimension: sizes.length, componentDomains: sizes.map(domain) });
        expect(pmf.outcomes).toHaveLength(cells);
        expect(total(pmf).toString()).toBe("1");
      }),
    );
  });

  it("refuses rows of the wrong length, lists of the wrong depth, and masses that do not sum to one", () => {
    const context = { dimension: 2, componentDomains: [domain(2), domain(2)] };
    expect(failure(() => resolveDistribution(list(list("1/2", "1/2")), context)).message).toContain("component 1 has 2 values");
    expect(failure(() => resolveDistribution(list(list("1/2"), list("1/2")), context)).message).toContain("component 2 has 2 values");
    expect(failure(() => resolveDistribution(list(list("1/2", "1/2"), "0"), context)).message).toContain("must be a list");
    expect(failure(() => resolveDistribution(list(list(list(1), "0"), list("0", "0")), context)).message).toContain("must be a number");
    expect(failure(() => resolveDistribution(list(list("1/2", "1/4"), list("0", "0")), context)).key).toBe("prior-does-not-sum");
  });
});
