/** Compound proportional auctions against Definition 1 step by step, the lemmas of the paper by quadrature, and golden outcomes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompoundProportionalAuction } from "../../runtime/theory/proportional/compound-proportional.ts";
import { RoundTransfers, continuationValue, expectedContinuation } from "../../runtime/theory/proportional/compound-proportional-transfers.ts";
import { searchLowest, strategicVirtualObjective } from "../../runtime/theory/robust/continuum-objective.ts";
import { erlangTail } from "../../runtime/theory/numeric/erlang.ts";
import { ProportionalAuction } from "../../runtime/theory/proportional/proportional-auction.ts";
import { integrate } from "../../runtime/theory/numeric/quadrature.ts";
import { guaranteeBound, optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

const sensitivity = fc.oneof(fc.double({ min: 0.05, max: 1.5, noNaN: true }), fc.constantFrom(0, 0.2, 0.5));
const bid = fc.oneof(fc.double({ min: 0, max: 6, noNaN: true }), fc.constantFrom(0, 1, 40));
const auctions = fc.integer({ min: 1, max: 4 }).chain((n) => fc.tuple(fc.array(sensitivity, { minLength: n, maxLength: n }), fc.array(bid, { minLength: n, maxLength: n })));

/** Definition 1: rounds from N down to 1, supply carried over. Sensitivities descend. */
function allocationByRounds(eta: readonly number[], bids: readonly number[]): number[] {
  const shares = bids.map(() => 0);
  for (let n = eta.length; n >= 1; n--) {
    const x = bids.slice(0, n).reduce((sum, a) => sum + a, 0);
    const next = eta[n] ?? 0;
    const supply = 1 - eta.slice(n).reduce((sum, e, k) => sum + e * (bids[n + k] ?? 0), 0) - next * x;
    if (supply < 0 || x === 0) continue;
    const step = (eta[n - 1] ?? 0) - next;
    for (let i = 0; i < n; i++) shares[i] = (shares[i] ?? 0) + (step * x < supply ? step * (bids[i] ?? 0) : (supply * (bids[i] ?? 0)) / x);
  }
  return shares;
}

const erlang = (n: number, x: number): number => {
  let g = Math.exp(-x);
  for (let k = 1; k < n; k++) g *= x / k;
  return g;
};

describe("the allocation", () => {
  it("is that of the rounds, in any order of the buyers, and sells min(1, eta . a)", () => {
    fc.assert(
      fc.property(auctions, ([eta, bids]) => {
        const order = [...eta.keys()].sort((i, j) => (eta[j] ?? 0) - (eta[i] ?? 0));
        const expected = allocationByRounds(order.map((i) => eta[i] ?? 0), order.map((i) => bids[i] ?? 0));
        const shares = new CompoundProportionalAuction(eta).shares(bids);
        for (const [position, i] of order.entries()) expect(shares[i]).toBeCloseTo(expected[position] ?? NaN, 12);
        const demand = eta.reduce((sum, e, i) => sum + e * (bids[i] ?? 0), 0);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(Math.min(1, demand), 12);
      }),
    );
  });

  it("has slopes that are the sensitivities while supply is left and at most that afterwards (Lemma 1)", () => {
    fc.assert(
      fc.property(auctions, ([eta, bids]) => {
        const auction = new CompoundProportionalAuction(eta);
        const slopes = auction.slopes(bids);
        const demand = eta.reduce((sum, e, i) => sum + e * (bids[i] ?? 0), 0);
        for (const [i, slope] of slopes.entries()) {
          if (demand < 1) expect(slope).toBe(eta[i]);
          expect(slope).toBeLessThanOrEqual((eta[i] ?? 0) + 1e-12);
          expect(slope).toBeGreaterThanOrEqual(-1e-12);
          const h = 1e-7;
          const moved = bids.map((a, j) => (j === i ? a + h : a));
          if (auction.kinks(bids, i).some((kink) => Math.abs(kink - (bids[i] ?? 0)) < 1e-5)) continue;
          expect(slope).toBeCloseTo(((auction.shares(moved)[i] ?? 0) - (auction.shares(bids)[i] ?? 0)) / h, 5);
        }
      }),
    );
  });

  it("refuses bids and sensitivities that make no sense", () => {
    expect(() => new CompoundProportionalAuction([0.5, -0.1])).toThrow(RangeError);
    expect(() => new CompoundProportionalAuction([0.5], 0)).toThrow(RangeError);
    expect(() => new CompoundProportionalAuction([0.5]).outcome([1, 2])).toThrow(RangeError);
    expect(() => new CompoundProportionalAuction([0.5]).outcome([-1])).toThrow(RangeError);
    expect(() => new CompoundProportionalAuction([0.5]).outcome([Infinity])).toThrow(RangeError);
  });
});

describe("the transfers", () => {
  it("have the golden values at means (3/5, 2/5)", () => {
    const auction = new CompoundProportionalAuction(optimalSensitivities([0.6, 0.4]).sensitivities);
    const golden: readonly [number[], number[], number[]][] = [
      [[0.5, 0.5], [0.28603233661346883, 0.10562789415983906], [0.08139227103664735, 0.027968683903206306]],
      [[2, 1], [0.7887442116803218, 0.21125578831967812], [0.4335315192702077, 0.08152678089520532]],
      [[1, 3], [0.3662326350409657, 0.6337673649590343], [0.23534763368976563, 0.29876728065612007]],
      [[3, 3], [0.5, 0.5], [0.2821169769192203, 0.2821169769192203]],
    ];
    for (const [bids, shares, payments] of golden) {
      const outcome = auction.outcome(bids);
      for (const i of [0, 1]) {
        expect(outcome.shares[i]).toBeCloseTo(shares[i] ?? NaN, 11);
        expect(outcome.payments[i]).toBeCloseTo(payments[i] ?? NaN, 11);
      }
    }
  });

  it("make the strategic virtual objective that of formula (7), for up to four buyers, ties and tiny sensitivities", () => {
    const vectors = [[0.57, 0.21], [0.44, 0.27, 0.13], [0.5, 0.5, 0.2], [0.2, 0.2], [0.6, 0.3, 0], [0.5, 0.1, 0.1], [0.5, 0.4, 0.3, 0.2], [0.9, 0.01], [0.6], [0.8, 0.4, 1e-4]];
    for (const eta of vectors) {
      const upper = eta.length === 2 ? 3 : 1;
      const auction = new CompoundProportionalAuction(eta, upper);
      const mechanism = { buyers: eta.length, outcome: (a: readonly number[]) => auction.outcome(a) };
      const entry = fc.double({ min: 0, max: 1, noNaN: true });
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 4, noNaN: true }), entry), { minLength: eta.length, maxLength: eta.length }), (drawn) => {
          const bids = drawn.map(([a]) => a);
          const values = drawn.map(([, v]) => v * upper);
          // Right differences need room up to the next kink.
          fc.pre(eta.every((_, i) => auction.kinks(bids, i).every((kink) => kink < (bids[i] ?? 0) || kink > (bids[i] ?? 0) + 3e-4)));
          const numeric = strategicVirtualObjective(mechanism, values, bids);
          expect(Math.abs(numeric - auction.strategicVirtualObjective(values, bids))).toBeLessThan(2e-6 * upper);
        }),
        { numRuns: 12 },
      );
    }
  });

  it("stay bounded for large bids, where e^x would overflow, and vanish at zero", () => {
    for (const eta of [[0.57, 0.21], [0.4, 0.3, 0.3], [0.4, 0.3, 0]]) {
      const auction = new CompoundProportionalAuction(eta);
      for (const scale of [1, 10, 100, 1e4, 1e8]) {
        const total = auction.payments(eta.map((_, i) => scale * (i + 1))).reduce((a, b) => a + b, 0);
        expect(total).toBeGreaterThan(0);
        expect(total).toBeLessThan(1);
      }
      expect(auction.payments(eta.map(() => 0))).toEqual(eta.map(() => 0));
      for (const [i] of eta.entries()) expect(auction.payments(eta.map((_, j) => (j === i ? 0 : 1.5)))[i]).toBe(0);
    }
  });

  it("are continuous where the method of integration changes", () => {
    const transfers = new RoundTransfers([0.5, 0.3, 0.1]);
    for (const [n, supply] of [[1, 0.4], [2, 0.3], [3, 1], [2, 1e-3]] as const) {
      const [below, above] = [transfers.transfer(n, n + 1, supply), transfers.transfer(n, n + 1 + 1e-12, supply)];
      expect(Math.abs(below - above)).toBeLessThan(1e-10);
    }
  });

  it("are those of the proportional auction when sensitivities are equal, with any number of buyers", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.03, max: 2, noNaN: true }), fc.array(bid, { minLength: 1, maxLength: 5 }), (eta, bids) => {
        const plain = new ProportionalAuction(bids.length, eta, 2).outcome(bids);
        const compound = new CompoundProportionalAuction(bids.map(() => eta), 2).outcome(bids);
        for (const i of bids.keys()) {
          expect(compound.shares[i]).toBeCloseTo(plain.shares[i] ?? NaN, 12);
          expect(compound.payments[i]).toBeCloseTo(plain.payments[i] ?? NaN, 10);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("change continuously as sensitivities become equal or vanish", () => {
    const bids = [0.7, 1.1, 0.4];
    const at = (eta: readonly number[]): number[] => new CompoundProportionalAuction(eta).payments(bids);
    for (const [eta, limit] of [[[0.4, 0.4 - 1e-9, 0.2], [0.4, 0.4, 0.2]], [[0.4, 0.3, 1e-9], [0.4, 0.3, 0]], [[0.3 + 1e-9, 0.3, 0.3 - 1e-9], [0.3, 0.3, 0.3]]] as const) {
      for (const [i, t] of at(eta).entries()) expect(t).toBeCloseTo(at(limit)[i] ?? NaN, 7);
    }
  });
});

describe("continuation values", () => {
  const eta = [0.5, 0.35, 0.35, 0.12];

  it("have Lambda^n as their expectation over the bids of the round (Lemma 4)", () => {
    for (const n of [1, 2, 3, 4]) {
      for (const supply of [0.05, 0.4, 1]) {
        const next = eta[n] ?? 0;
        // In the last round nothing depends on the bids.
        const expected = next === 0 ? continuationValue(eta, n, supply) : integrate((tau) => continuationValue(eta, n, supply - next * tau) * erlang(n, tau), 0, supply / next).value;
        expect(expected).toBeCloseTo(expectedContinuation(eta, n, supply), 12);
      }
    }
  });

  it("leave excess growth balanced in every round (Lemma 5)", () => {
    const transfers = new RoundTransfers(eta);
    for (const n of [1, 2, 4]) {
      for (const supply of [0.1, 0.7, 1]) {
        const [own, next] = [eta[n - 1] ?? 0, eta[n] ?? 0];
        const end = next > 0 ? supply / next : 60;
        const f = (tau: number): number => transfers.excessGrowth(n, tau, supply) * erlang(n, tau);
        expect(integrate(f, 0, supply / own).value + integrate(f, supply / own, end).value).toBeCloseTo(0, 12);
      }
    }
  });

  it("for one buyer are (eta_1 - eta_2) (1 - e^(-S / eta_1)), and zero without supply", () => {
    for (const supply of [1e-6, 0.2, 1]) expect(continuationValue([0.5, 0.2], 1, supply)).toBeCloseTo(0.3 * -Math.expm1(-supply / 0.5), 14);
    expect([continuationValue(eta, 2, 0), continuationValue(eta, 0, 1), expectedContinuation(eta, 2, -1)]).toEqual([0, 0, 0]);
    // Equal neighbours: the round between them changes nothing.
    expect(continuationValue(eta, 2, 0.6)).toBeCloseTo(continuationValue([0.5, 0.35], 1, 0.6), 12);
  });
});

describe("Theorem 1", () => {
  it("bounds the strategic virtual objective from below at any sensitivities, attained while supply is left", () => {
    fc.assert(
      fc.property(auctions, ([eta, bids]) => {
        const auction = new CompoundProportionalAuction(eta);
        const means = eta.map((_, i) => ((i + 1) * 0.37) % 1);
        const bound = guaranteeBound(eta, means);
        expect(auction.strategicVirtualObjective(means, bids)).toBeGreaterThanOrEqual(bound - 1e-12);
        expect(auction.strategicVirtualObjective(means, bids.map(() => 0))).toBeCloseTo(bound, 12);
      }),
    );
  });

  it("is what a search over bids finds without the closed form", () => {
    const means = [0.6, 0.4];
    const { sensitivities, revenue } = optimalSensitivities(means);
    const auction = new CompoundProportionalAuction(sensitivities);
    const found = searchLowest({ buyers: 2, outcome: (a) => auction.outcome(a) }, means, [0, 0.3, 0.7, 1.2, 2.1, 3.3, 6]);
    expect(found.looked).toBe(49);
    expect(found.lowest).toBeCloseTo(revenue, 6);
    expect(() => searchLowest({ buyers: 2, outcome: (a) => auction.outcome(a) }, [1], [0])).toThrow(RangeError);
    expect(() => searchLowest({ buyers: 1, outcome: (a) => auction.outcome(a) }, [1], [])).toThrow(RangeError);
  });
});

describe("the proportional auction", () => {
  it("has the total of its definition, by quadrature of both branches", () => {
    for (const [n, eta] of [[1, 0.6], [2, 0.374], [3, 0.27], [5, 0.05]] as const) {
      const auction = new ProportionalAuction(n, eta);
      const growth = (y: number): number => (eta * y <= 1 ? n * eta : (n - 1) / y) - auction.level;
      for (const x of [0.3, 1.5, 3, 5, 8]) {
        const f = (y: number): number => growth(y) * erlang(n, y);
        const kink = Math.min(x, 1 / eta);
        const integral = integrate(f, 0, kink, 1e-15).value + (x > kink ? integrate(f, kink, x, 1e-15).value : 0);
        expect(auction.totalPayment(x)).toBeCloseTo(integral / erlang(n, x), 9);
      }
      expect(auction.totalPayment(0)).toBe(0);
      expect(auction.totalPayment(1e6)).toBeCloseTo(auction.level, 5);
    }
  });

  it("has the guarantee of formula (2) at mean 1/2", () => {
    const auction = new ProportionalAuction(2, 0.3739631431901);
    expect(auction.guarantee(0.5)).toBeCloseTo(0.2534058537075, 12);
    expect(auction.guarantee(0.5)).toBeCloseTo(erlangTail(2, 1 / 0.3739631431901), 12);
    expect(auction.outcome([0, 0])).toEqual({ shares: [0, 0], payments: [0, 0] });
    expect(() => new ProportionalAuction(0, 1)).toThrow(RangeError);
    expect(() => new ProportionalAuction(2, 0)).toThrow(RangeError);
    expect(() => auction.outcome([1])).toThrow(RangeError);
  });
});
