/** Certificates of given rules and of given information against exact programs: Bayes correlated equilibria, and optimal direct mechanisms. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { auctionPotentialBound, potentialBound } from "../../runtime/theory/robust/potential-bound.ts";
import type { LadderInformation } from "../../runtime/theory/robust/potential-bound.ts";
import { guarantee, lowestObjectives, participationSecure } from "../../runtime/theory/robust/strategic-virtual-objective.ts";
import type { LadderMechanism } from "../../runtime/theory/robust/strategic-virtual-objective.ts";
import { Lp, lowestEquilibrium, profileIndex, profilesOf } from "./ladder-support.ts";

const one = Rational.one;
const zero = Rational.zero;

/** Weights of the discrete exponential law, from its definition. */
function weight(k: number, rungs: readonly number[]): Rational {
  return rungs.reduce((product, a) => product.mul(Rational.of(k - 1, k).pow(a)).mul(a === k * k ? one : Rational.of(1, k)), one);
}

/** One good, common value v(state), tables of shares and transfers per agent. */
function auction(k: number, agents: number, values: readonly Rational[], q: (i: number, rungs: readonly number[]) => Rational, t: (i: number, rungs: readonly number[]) => Rational): LadderMechanism {
  return {
    k,
    agents,
    states: values.length,
    payoff: (i, rungs, s) => (values[s] ?? zero).mul(q(i, rungs)).sub(t(i, rungs)),
    objective: (rungs) => Array.from({ length: agents }, (_, i) => t(i, rungs)).reduce((a, b) => a.add(b), zero),
  };
}

const table = (count: number, least: number, most: number): fc.Arbitrary<Rational[]> => fc.array(fc.integer({ min: least, max: most }).map((n) => Rational.of(n, 8)), { minLength: count, maxLength: count });

describe("the lowest strategic virtual objective", () => {
  const k = 2;
  const size = 25;

  it("never exceeds the exact worst equilibrium, for arbitrary tables and for any prior", async () => {
    await fc.assert(
      fc.asyncProperty(table(2 * size, 0, 4), table(2 * size, -4, 8), fc.integer({ min: 0, max: 8 }), async (q, t, mass) => {
        const at = (values: readonly Rational[], secure: boolean) => (i: number, rungs: readonly number[]) => (secure && rungs[i] === 0 ? zero : (values[i * size + profileIndex(rungs, k)] ?? zero));
        const mechanism = auction(k, 2, [zero, one], at(q, false), at(t, true));
        const lowest = lowestObjectives(mechanism);
        const prior = [Rational.of(8 - mass, 8), Rational.of(mass, 8)];
        expect(participationSecure(mechanism)).toBe(true);
        const exact = await lowestEquilibrium(mechanism, prior);
        expect(guarantee(lowest, prior).compare(exact)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 6, seed: 3 },
    );
  });

  it("of a proportional rule with the transfers of its excess growth is positive, and below the exact worst equilibrium", async () => {
    // q proportional with slope 1/2, Xi the lowest divergence shifted to be balanced, transfers by (47), all exact.
    const profiles = profilesOf(k, 2);
    const values = [zero, one];
    const q = (i: number, rungs: readonly number[]): Rational => {
      const sum = (rungs[0] ?? 0) + (rungs[1] ?? 0);
      if (sum === 0) return zero;
      const sold = Rational.of(Math.min(4, sum), 4);
      return sold.mul(Rational.of(rungs[i] ?? 0, sum));
    };
    const up = (f: (rungs: readonly number[]) => Rational, i: number, rungs: readonly number[]): Rational =>
      rungs[i] === k * k ? zero : f(rungs.map((r, j) => (j === i ? r + 1 : r))).sub(f(rungs)).mul(Rational.integer(k - 1));
    const divergence = (rungs: readonly number[]): Rational => [0, 1].reduce((sum, i) => sum.add(up((x) => q(i, x), i, rungs)), zero);
    // For lambda(0) = 0 and lambda(1) = l, Xi = min(0, divergence - l).
    const l = Rational.of(1, 2);
    const raw = profiles.map((rungs) => { const d = divergence(rungs).sub(l); return d.sign() < 0 ? d : zero; });
    const mean = raw.reduce((sum, x, p) => sum.add(x.mul(weight(k, profiles[p] ?? []))), zero);
    const growth = raw.map((x) => x.sub(mean));
    const average = (i: number, rungs: readonly number[]): Rational =>
      Array.from({ length: k * k + 1 }, (_, a) => weight(k, [a]).mul(growth[profileIndex(rungs.map((r, j) => (j === i ? a : r)), k)] ?? zero)).reduce((a, b) => a.add(b), zero);
    const half = Rational.of(1, 2);
    const xi = (i: number, rungs: readonly number[]): Rational => (growth[profileIndex(rungs, k)] ?? zero).sub(average(i, rungs)).add(average(1 - i, rungs)).mul(half);
    const t = (i: number, rungs: readonly number[]): Rational => {
      let result = zero;
      for (let a = k * k; a >= (rungs[i] ?? 0); a--) {
        const here = xi(i, rungs.map((r, j) => (j === i ? a : r)));
        result = a === k * k ? here.neg() : result.mul(Rational.of(k - 1, k)).sub(here.div(Rational.integer(k)));
      }
      return result;
    };
    const mechanism = auction(k, 2, values, q, t);
    expect(participationSecure(mechanism)).toBe(true);
    const lowest = lowestObjectives(mechanism);
    // The objective is theta (div q) - Xi, so it is at least lambda(theta) + E[raw].
    expect(lowest[0]?.value.compare(mean)).toBeGreaterThanOrEqual(0);
    expect(lowest[1]?.value.compare(l.add(mean))).toBeGreaterThanOrEqual(0);
    for (const mass of [Rational.of(1, 2), Rational.of(4, 5), one]) {
      const prior = [one.sub(mass), mass];
      const bound = guarantee(lowest, prior);
      expect(bound.compare(await lowestEquilibrium(mechanism, prior))).toBeLessThanOrEqual(0);
    }
    expect(guarantee(lowest, [half, half]).sign()).toBeGreaterThan(0);
  });

  it("of the optimal mechanism is the value of the program, and so is the worst equilibrium (common value on eleven points, k = 2)", async () => {
    const states = 11;
    const prior = Array.from({ length: states }, () => Rational.of(1, states));
    const values = prior.map((_, s) => Rational.of(s, 10));
    const profiles = profilesOf(k, 2);
    // (18), written out: lambda(s) <= sum_i t_i + v_s D_i q_i - D_i t_i, shares at most one, no transfer at action 0.
    const lp = new Lp("maximize");
    const lambda = lp.columns(states);
    const q = lp.columns(2 * size, zero);
    const t = lp.columns(2 * size);
    prior.forEach((mu, s) => lp.objective(lambda + s, mu));
    const step = (first: number, i: number, rungs: readonly number[], by: Rational): [number, Rational][] => {
      if (rungs[i] === k * k) return [];
      const scale = by.mul(Rational.integer(k - 1));
      return [
        [first + i * size + profileIndex(rungs.map((r, j) => (j === i ? r + 1 : r)), k), scale],
        [first + i * size + profileIndex(rungs, k), scale.neg()],
      ];
    };
    lp.rows(
      profiles.flatMap((rungs) =>
        values.map((v, s) => ({
          terms: [[lambda + s, one] as [number, Rational], ...[0, 1].flatMap((i) => [[t + i * size + profileIndex(rungs, k), one.neg()] as [number, Rational], ...step(q, i, rungs, v.neg()), ...step(t, i, rungs, one)])],
          sense: "<=" as const,
          rhs: zero,
        })),
      ),
    );
    lp.rows(profiles.map((rungs) => ({ terms: [0, 1].map((i): [number, Rational] => [q + i * size + profileIndex(rungs, k), one]), sense: "<=" as const, rhs: one })));
    lp.rows(profiles.flatMap((rungs) => [0, 1].filter((i) => rungs[i] === 0).map((i) => ({ terms: [[t + i * size + profileIndex(rungs, k), one] as [number, Rational]], sense: "=" as const, rhs: zero }))));
    const { value, columns } = await lp.solve();
    expect(value.toNumber()).toBeCloseTo(0.20458491161616174, 12);
    const read = (first: number) => (i: number, rungs: readonly number[]): Rational => columns[first + i * size + profileIndex(rungs, k)] ?? zero;
    const mechanism = auction(k, 2, values, read(q), read(t));
    const lowest = lowestObjectives(mechanism);
    expect(guarantee(lowest, prior).toString()).toBe(value.toString());
    expect((await lowestEquilibrium(mechanism, prior)).toString()).toBe(value.toString());
    // The same minima bound the guarantee for another prior (Proposition 4), and are concave in a common value.
    const other = prior.map((_, s) => (s === 3 || s === 9 ? Rational.of(1, 2) : zero));
    expect(guarantee(lowest, other).compare(await lowestEquilibrium(mechanism, other))).toBeLessThanOrEqual(0);
    for (let s = 1; s + 1 < states; s++) {
      const [a = zero, b = zero, c = zero] = [s - 1, s, s + 1].map((each) => lowest[each]?.value ?? zero);
      expect(a.add(c).compare(b.add(b))).toBeLessThanOrEqual(0);
    }
  });

  it("needs a probability for every state, and sees mechanisms that are not secure", () => {
    const mechanism = auction(1, 1, [one], () => zero, () => one);
    expect(participationSecure(mechanism)).toBe(false);
    expect(() => guarantee(lowestObjectives(mechanism), [])).toThrow(RangeError);
    // One rung up is never a gain at k = 1, so the bound is the lowest revenue itself.
    expect(lowestObjectives(mechanism).map((each) => [each.value.toString(), each.at])).toEqual([["1", [0]]]);
  });
});

describe("the bound on the potential of given information", () => {
  const k = 2;
  const values = [zero, Rational.of(1, 2), one];
  const prior = [Rational.of(1, 4), Rational.of(1, 4), Rational.of(1, 2)];
  const profiles = profilesOf(k, 2);

  /** The best revenue of a direct mechanism that is Bayesian incentive compatible and interim individually rational. */
  async function bestRevenue(information: LadderInformation): Promise<Rational> {
    const size = profiles.length;
    const lp = new Lp("maximize");
    const q = lp.columns(2 * size, zero);
    const t = lp.columns(2 * size);
    const chance = (rungs: readonly number[]): Rational => values.reduce((sum, _, s) => sum.add(information.probability(rungs, s)), zero);
    const worth = (rungs: readonly number[]): Rational => values.reduce((sum, v, s) => sum.add(v.mul(information.probability(rungs, s))), zero);
    profiles.forEach((rungs, p) => [0, 1].forEach((i) => lp.objective(t + i * size + p, chance(rungs))));
    lp.rows(profiles.map((_, p) => ({ terms: [0, 1].map((i): [number, Rational] => [q + i * size + p, one]), sense: "<=" as const, rhs: one })));
    const payoff = (i: number, rungs: readonly number[], report: number, sign: Rational): [number, Rational][] => {
      const p = profileIndex(rungs.map((r, j) => (j === i ? report : r)), k);
      return [
        [q + i * size + p, worth(rungs).mul(sign)],
        [t + i * size + p, chance(rungs).mul(sign).neg()],
      ];
    };
    const rows = [0, 1].flatMap((i) =>
      Array.from({ length: k * k + 1 }, (_, own) => {
        const mine = profiles.filter((rungs) => rungs[i] === own);
        const truth = mine.flatMap((rungs) => payoff(i, rungs, own, one));
        return [truth, ...Array.from({ length: k * k + 1 }, (_, other) => (other === own ? [] : [...truth, ...mine.flatMap((rungs) => payoff(i, rungs, other, one.neg()))]))];
      }).flat(),
    );
    lp.rows(rows.filter((terms) => terms.length > 0).map((terms) => ({ terms, sense: ">=" as const, rhs: zero })));
    return (await lp.solve()).value;
  }

  /** Signals are discrete exponentials, and the state given signals comes from a table of weights. */
  const information = (weights: readonly (readonly number[])[]): LadderInformation => ({
    k,
    agents: 2,
    states: values.length,
    probability: (rungs, s) => {
      const row = weights[profileIndex(rungs, k)] ?? [];
      const total = row.reduce((a, b) => a + b, 0);
      return weight(k, rungs).mul(Rational.of(row[s] ?? 0, total));
    },
  });

  it("is at least the best revenue of any direct mechanism", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }), { minLength: 25, maxLength: 25 }), async (weights) => {
        const given = information(weights);
        const bound = auctionPotentialBound(given, (_, s) => values[s] ?? zero);
        if (!bound) throw new Error("the law of signals is exponential");
        expect((await bestRevenue(given)).compare(bound)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5, seed: 5 },
    );
  });

  it("is attained by the worst information, the optimum of the upper-bound program", async () => {
    // min sum rho gamma, gamma >= k w(x) - (k-1) w(x + 1/k) below the top and w at the top, p a law over states with the prior as mean.
    const lp = new Lp("minimize");
    const p = lp.columns(25 * values.length, zero);
    const gamma = lp.columns(25, zero);
    profiles.forEach((rungs, x) => lp.objective(gamma + x, weight(k, rungs)));
    const w = (rungs: readonly number[], by: number): [number, Rational][] => values.map((v, s) => [p + profileIndex(rungs, k) * values.length + s, v.mul(Rational.integer(by))]);
    lp.rows(
      profiles.flatMap((rungs, x) =>
        [0, 1].map((i) => ({
          terms: [[gamma + x, one] as [number, Rational], ...(rungs[i] === k * k ? w(rungs, -1) : [...w(rungs, -k), ...w(rungs.map((r, j) => (j === i ? r + 1 : r)), k - 1)])],
          sense: ">=" as const,
          rhs: zero,
        })),
      ),
    );
    lp.rows(profiles.map((_, x) => ({ terms: values.map((_, s): [number, Rational] => [p + x * values.length + s, one]), sense: "=" as const, rhs: one })));
    lp.rows(prior.map((mu, s) => ({ terms: profiles.map((rungs, x): [number, Rational] => [p + x * values.length + s, weight(k, rungs)]), sense: "=" as const, rhs: mu })));
    const { value, columns } = await lp.solve();
    const worst: LadderInformation = { k, agents: 2, states: values.length, probability: (rungs, s) => weight(k, rungs).mul(columns[p + profileIndex(rungs, k) * values.length + s] ?? zero) };
    expect(auctionPotentialBound(worst, (_, s) => values[s] ?? zero)?.toString()).toBe(value.toString());
    expect((await bestRevenue(worst)).toString()).toBe(value.toString());
  });

  it("leaves no bound when free transfers could exploit the law of the signals", () => {
    const uniform: LadderInformation = { k, agents: 2, states: 1, probability: () => Rational.of(1, 25) };
    expect(auctionPotentialBound(uniform, () => one)).toBeUndefined();
  });

  it("for finite outcomes holds for the best obedient choice (bilateral trade: trade at a price, or not)", async () => {
    // One agent with value 0, 1/2 or 1; the designer earns the price of 1/2 if there is trade.
    const price = Rational.of(1, 2);
    const outcomes = { count: 2, payoff: (_: number, outcome: number, s: number) => (outcome === 1 ? (values[s] ?? zero).sub(price) : zero), objective: (outcome: number) => (outcome === 1 ? price : zero) };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }), { minLength: 5, maxLength: 5 }), async (weights) => {
        const given: LadderInformation = { k, agents: 1, states: 3, probability: ([a = 0], s) => weight(k, [a]).mul(Rational.of(weights[a]?.[s] ?? 0, (weights[a] ?? []).reduce((x, y) => x + y, 0))) };
        const lp = new Lp("maximize");
        const m = lp.columns(5, zero);
        const gain = (a: number): Rational => values.reduce((sum, v, s) => sum.add(v.sub(price).mul(given.probability([a], s))), zero);
        const chance = (a: number): Rational => weight(k, [a]);
        const signals = [0, 1, 2, 3, 4];
        signals.forEach((a) => lp.objective(m + a, chance(a).mul(price)));
        lp.rows(signals.map((a) => ({ terms: [[m + a, one] as [number, Rational]], sense: "<=" as const, rhs: one })));
        lp.rows(signals.flatMap((a) => [{ terms: [[m + a, gain(a)] as [number, Rational]], sense: ">=" as const, rhs: zero }, ...signals.filter((b) => b !== a).map((b) => ({ terms: [[m + a, gain(a)], [m + b, gain(a).neg()]] as [number, Rational][], sense: ">=" as const, rhs: zero }))]));
        expect((await lp.solve()).value.compare(potentialBound(given, outcomes))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5, seed: 2 },
    );
  });
});
