/** Theorem 5 of Yamashita (2018): shortest paths against the linear programs of the relaxed and of the ex-post problem. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import {
  allocationGuarantee,
  expectedRevenue,
  exPostPayments,
  relaxedPayments,
  relevantAgents,
  typeProfiles,
  type FixedAllocation,
  type Payments,
} from "../../runtime/theory/guarantees/auction-like-environments.ts";

const integer = (value: number): Rational => Rational.integer(value);

/** Values that depend on the others' types with slope b below that on one's own, sold to whoever values the good most. */
const interdependent = fc
  .record({ types: fc.array(fc.integer({ min: 2, max: 3 }), { minLength: 2, maxLength: 3 }), own: fc.integer({ min: 3, max: 5 }), others: fc.integer({ min: 0, max: 2 }), base: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 }) })
  .map(({ types, own, others, base }): FixedAllocation => {
    const worth = (i: number, t: readonly number[]): number => 1 + t.reduce((sum, each, j) => sum + (j === i ? own : others) * each, 0);
    const winner = (t: readonly number[]): number => types.reduce((best, _, i) => (worth(i, t) > worth(best, t) ? i : best), 0);
    return { types, base: types.map((_, i) => integer(base[i] ?? 0)), value: (i, truth, reported) => integer((base[i] ?? 0) + (winner(reported) === i ? worth(i, truth) : 0)) };
  });

/** Somebody must take a bad: whoever has the least cost does. */
const facility = fc
  .record({ costs: fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 3 }), { minLength: 2, maxLength: 3 }), base: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }) })
  .map(({ costs, base }): FixedAllocation => {
    const cost = (i: number, t: readonly number[]): number => costs[i]?.[t[i] ?? 0] ?? 0;
    const site = (t: readonly number[]): number => costs.reduce((best, _, i) => (cost(i, t) < cost(best, t) ? i : best), 0);
    return { types: costs.map((each) => each.length), base: costs.map((_, i) => integer(base[i] ?? 0)), value: (i, truth, reported) => integer((base[i] ?? 0) - (site(reported) === i ? cost(i, truth) : 0)) };
  });

/** Any rule that picks one of two agents, and any values of the chosen one, without any order. */
const arbitrary = fc
  .record({ picks: fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }), values: fc.array(fc.integer({ min: -2, max: 6 }), { minLength: 32, maxLength: 32 }) })
  .map(({ picks, values }): FixedAllocation => {
    const at = (t: readonly number[]): number => (t[0] ?? 0) * 2 + (t[1] ?? 0);
    return { types: [2, 2], base: [integer(1), integer(0)], value: (i, truth, reported) => (picks[at(reported)] === i ? integer(values[i * 16 + at(truth) * 4 + at(reported)] ?? 0) : integer(1 - i)) };
  });

/** The program of the paper (P10), or with `exPost` all ex-post constraints; undefined if infeasible. */
function byProgram(environment: FixedAllocation, weights: readonly Rational[], exPost: boolean): Rational | undefined {
  const profiles = typeProfiles(environment);
  const relevant = relevantAgents(environment);
  const builder = new ProgramBuilder("payments", "maximize");
  const first = builder.addColumns({ name: "p", role: "transfer", indexNames: ["k"], sentence: "{k}" }, environment.types.length * profiles.length, undefined, undefined, false, (k) => [String(k)]);
  const column = (agent: number, profile: readonly number[]): number => first + agent * profiles.length + profiles.findIndex((each) => each.join() === profile.join());
  builder.beginRowFamily({ name: "rows", role: "incentives", indexNames: ["k"], sentence: "{k}" }, (k) => [String(k)]);
  for (const [k, profile] of profiles.entries()) {
    for (const [agent, count] of environment.types.entries()) {
      builder.setObjective(column(agent, profile), weights[k] as Rational);
      const concerned = exPost || relevant?.[k] === agent;
      builder.beginRow(concerned ? "<=" : "=");
      builder.add(column(agent, profile), Rational.one);
      builder.endRow(concerned ? environment.value(agent, profile, profile) : (environment.base[agent] as Rational));
      for (let type = 0; concerned && type < count; type++) {
        const report = profile.with(agent, type);
        const other = profiles.findIndex((each) => each.join() === report.join());
        if (type === profile[agent] || (!exPost && relevant?.[other] !== agent)) continue;
        builder.beginRow("<=");
        builder.add(column(agent, profile), Rational.one);
        builder.add(column(agent, report), integer(-1));
        builder.endRow(environment.value(agent, profile, profile).sub(environment.value(agent, profile, report)));
      }
    }
  }
  builder.endRowFamily();
  const outcome = exactSimplex(builder.build(), { cellLimit: 10_000_000 });
  if (outcome.kind !== "solved" || outcome.certificate.kind === "unbounded") throw new Error("no optimum");
  return outcome.certificate.kind === "optimal" ? outcome.certificate.objective : undefined;
}

/** Truth is best against every report, and better than staying away, at every profile. */
function isExPost(environment: FixedAllocation, payments: Payments): boolean {
  const profiles = typeProfiles(environment);
  const place = (profile: readonly number[]): number => profiles.findIndex((each) => each.join() === profile.join());
  return profiles.every((truth) =>
    environment.types.every((count, agent) => {
      const payoff = (report: readonly number[]): Rational => environment.value(agent, truth, report).sub(payments[agent]?.[place(report)] as Rational);
      const honest = payoff(truth);
      return honest.sign() >= 0 && Array.from({ length: count }, (_, type) => payoff(truth.with(agent, type))).every((other) => other.compare(honest) <= 0);
    }),
  );
}

const law = (environment: FixedAllocation, seed: number): Rational[] => {
  const weights = typeProfiles(environment).map((_, k) => 1 + ((k * 7 + seed) % 5));
  return weights.map((w) => Rational.of(w, weights.reduce((a, b) => a + b, 0)));
};

describe("auction-like environments (Theorem 5)", () => {
  it.each([
    ["interdependent values", interdependent, 40],
    ["a noxious facility", facility, 40],
    ["arbitrary values", arbitrary, 300],
  ])("%s: what the critical information allows is earned ex post, and both are the values of their programs", (_, environments, numRuns) => {
    let implementable = 0;
    fc.assert(
      fc.property(environments, fc.nat(9), (environment, seed) => {
        const weights = law(environment, seed);
        const relaxed = relaxedPayments(environment);
        const exPost = exPostPayments(environment);
        expect(relaxed && expectedRevenue(relaxed, weights).toString()).toBe(byProgram(environment, weights, false)?.toString());
        expect(exPost && expectedRevenue(exPost, weights).toString()).toBe(byProgram(environment, weights, true)?.toString());
        if (!exPost || !relaxed) return;
        implementable++;
        expect(expectedRevenue(relaxed, weights).toString()).toBe(expectedRevenue(exPost, weights).toString());
        expect(allocationGuarantee(environment, weights)?.toString()).toBe(expectedRevenue(exPost, weights).toString());
        // The proof's p** = max(p*, p^EP).
        const larger = relaxed.map((row, agent) => row.map((p, k) => (p.compare(exPost[agent]?.[k] as Rational) > 0 ? p : (exPost[agent]?.[k] as Rational))));
        expect(isExPost(environment, larger)).toBe(true);
      }),
      { numRuns, seed: 11 },
    );
    expect(implementable).toBeGreaterThan(5);
  });

  it("a relaxed optimum need not be one where the rule is not implementable: the good goes to the lower value", () => {
    const perverse: FixedAllocation = {
      types: [2, 2],
      base: [integer(0), integer(0)],
      value: (i, truth, reported) => integer((reported[0] === 0 ? 0 : 1) === i ? 1 + (truth[i] ?? 0) : 0),
    };
    expect(relaxedPayments(perverse)).toBeDefined();
    expect(allocationGuarantee(perverse, law(perverse, 0))).toBeUndefined();
  });

  it("are not those in which an allocation concerns two agents, as no facility at all does in the paper's example", () => {
    const build = (t: readonly number[]): number => (t.every((each) => each === 1) ? -1 : t[0] === 0 ? 0 : 1);
    const optional: FixedAllocation = {
      types: [2, 2],
      base: [integer(2), integer(2)],
      value: (i, truth, reported) => integer(build(reported) < 0 ? 0 : 2 - (build(reported) === i ? 1 + 3 * (truth[i] ?? 0) : 0)),
    };
    expect(relevantAgents(optional)).toBeUndefined();
    expect(() => relaxedPayments(optional)).toThrow(RangeError);
    expect(() => allocationGuarantee(optional, law(optional, 0))).toThrow(RangeError);
  });

  it("are those of the second-price auction: the winner pays her critical value", () => {
    const auction: FixedAllocation = { types: [2, 2], base: [integer(0), integer(0)], value: (i, truth, reported) => integer(((reported[1] ?? 0) > (reported[0] ?? 0) ? 1 : 0) === i ? 1 + (truth[i] ?? 0) : 0) };
    expect(relevantAgents(auction)).toEqual([0, 1, 0, 0]);
    // Values 1 and 2 with ties to the first: she pays 1 or, against 2, 2; the second pays 2. Equal values have probability 4/5.
    const weights = [Rational.of(2, 5), Rational.of(1, 10), Rational.of(1, 10), Rational.of(2, 5)];
    expect(allocationGuarantee(auction, weights)?.toString()).toBe("3/2");
  });
});
