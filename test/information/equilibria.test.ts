/** Bayes correlated equilibria of given mechanisms against program (P12) of the reference notes, written down here directly. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { list, normalised, optimum, r, solve, tuples, type PlainProgram } from "./support.ts";

const auctions = {
  "first-price": readFileSync("examples/revenue-guarantees/first-price.mech", "utf8"),
  "second-price": readFileSync("examples/revenue-guarantees/second-price.mech", "utf8"),
};

interface Auction {
  readonly format: keyof typeof auctions;
  readonly support: readonly Rational[];
  /** Probability of every profile of values, the last bidder's value running fastest. */
  readonly joint: readonly Rational[];
  readonly bids: readonly Rational[];
  readonly known: boolean;
  readonly sense: "minimize" | "maximize";
}

/** Program (P12): sigma(v, m), a row per profile of values, an obedience row per bidder, what she knows, bid and other bid. */
function p12({ format, support, joint, bids, known, sense }: Auction): PlainProgram {
  const values = tuples(support.length, 2);
  const columns = values.flatMap((v) => tuples(bids.length, 2).map((m) => ({ v, m })));
  const outcome = (m: readonly number[], i: number): { share: Rational; pay: Rational } => {
    const own = m[i] as number;
    const other = m[1 - i] as number;
    const share = own > other ? Rational.one : own === other ? r("1/2") : Rational.zero;
    return { share, pay: share.mul(bids[format === "first-price" ? own : Math.min(own, other)] as Rational) };
  };
  const payoff = (v: readonly number[], m: readonly number[], i: number): Rational => {
    const { share, pay } = outcome(m, i);
    return (support[v[i] as number] as Rational).mul(share).sub(pay);
  };
  const rows: PlainProgram["rows"][number][] = values.map((v, k) => ({
    entries: columns.flatMap((column, j) => (column.v.join() === v.join() ? [[j, Rational.one] as const] : [])),
    sense: "=",
    rhs: joint[k] as Rational,
  }));
  for (const i of [0, 1]) {
    for (const type of known ? support.keys() : [-1]) {
      for (const bid of bids.keys()) {
        for (const other of bids.keys()) {
          const entries = columns.flatMap(({ v, m }, j) => {
            if (m[i] !== bid || (type >= 0 && v[i] !== type)) return [];
            const deviation = i === 0 ? [other, m[1] as number] : [m[0] as number, other];
            return [[j, payoff(v, m, i).sub(payoff(v, deviation, i))] as const];
          });
          rows.push({ entries, sense: ">=", rhs: Rational.zero });
        }
      }
    }
  }
  return { sense, objective: columns.map(({ m }) => outcome(m, 0).pay.add(outcome(m, 1).pay)), rows };
}

function compiled({ format, support, joint, bids, known, sense }: Auction): ReturnType<typeof solve> {
  const size = support.length;
  const set = new Map<string, Value>([
    ["support", list([list(support), list(support)])],
    ["joint", list(support.map((_, k) => list(joint.slice(k * size, (k + 1) * size))))],
    ["bids", list(bids)],
    ["known", known],
  ]);
  const text =
    sense === "minimize" ? auctions[format] : auctions[format].replace("nature chooses information to minimize", "designer chooses information to maximize");
  return solve(text, set);
}

const random: fc.Arbitrary<Omit<Auction, "sense" | "known">> = fc.record({
  format: fc.constantFrom("first-price" as const, "second-price" as const),
  support: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 2 }).map((values) => values.sort().map((value) => Rational.of(value, 2))),
  joint: fc
    .array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 })
    .filter((all) => all.some((weight) => weight > 0))
    .map(normalised),
  bids: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }).map((bids) => [0, ...bids.sort()].map((bid) => Rational.of(bid, 4))),
});

describe("the worst and the best equilibrium of a given auction", () => {
  it("are the optima of (P12), whether bidders know their values or not", async () => {
    await fc.assert(
      fc.asyncProperty(random, fc.boolean(), fc.constantFrom("minimize" as const, "maximize" as const), async (auction, known, sense) => {
        const { value, result } = await compiled({ ...auction, known, sense });
        expect(value).toBe(await optimum(p12({ ...auction, known, sense })));
        expect(result.checks.every((check) => check.holds)).toBe(true);
        expect(result.asserts.every((assert) => assert.holds)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it("are ordered as in T16: knowing more shrinks the set of equilibria from both sides, below E[highest value]", async () => {
    await fc.assert(
      fc.asyncProperty(random, async (auction) => {
        const value = async (known: boolean, sense: Auction["sense"]): Promise<Rational> => r((await compiled({ ...auction, known, sense })).value ?? "");
        const highest = auction.joint.reduce(
          (sum, mass, k) => sum.add(mass.mul(auction.support[Math.max(Math.floor(k / 2), k % 2)] as Rational)),
          Rational.zero,
        );
        const chain = [await value(false, "minimize"), await value(true, "minimize"), await value(true, "maximize"), await value(false, "maximize"), highest];
        chain.slice(1).forEach((next, k) => expect((chain[k] as Rational).compare(next)).toBeLessThanOrEqual(0));
      }),
      { numRuns: 6 },
    );
  });

  it("are far apart in a second-price auction, which has equilibria that earn nothing (pitfall 4)", async () => {
    const auction: Auction = {
      format: "second-price",
      support: [r("1"), r("2")],
      joint: [r("2/5"), r("1/10"), r("1/10"), r("2/5")],
      bids: [0, 1, 2].map(Rational.integer),
      known: true,
      sense: "minimize",
    };
    expect((await compiled(auction)).value).toBe("0");
    // E[second highest value] = 7/5 is what truth earns; it is neither the worst nor the best.
    expect(r((await compiled({ ...auction, sense: "maximize" })).value ?? "").compare(r("7/5"))).toBeGreaterThanOrEqual(0);
  });

  it("coincide once a tremble makes truth strictly dominant (T15, Remark 1 of the paper)", async () => {
    // With probability 1/10 a random bidder is offered a random price instead: truth is the only equilibrium.
    const price = "(sum(c in {1/2, 3/2} : bid[i] >= c) TERM) / 4";
    const text = auctions["second-price"]
      .replace("if i in top then 1 / size(top) else 0", `9/10 * (if i in top then 1 / size(top) else 0) + 1/10 * ${price.replace("TERM", "1")}`)
      .replace(
        "win[i] * nth(2, j in bidder) bid[j]",
        `9/10 * (if i in top then 1 / size(top) else 0) * (nth(2, j in bidder) bid[j]) + 1/10 * ${price.replace("TERM", "c")}`,
      );
    const values = [0, 1, 2].map(Rational.integer);
    const set = new Map<string, Value>([
      ["support", list([list(values), list(values)])],
      ["joint", list(values.map(() => list(values.map(() => r("1/9")))))],
      ["bids", list(values)],
    ]);
    const worst = await solve(text, set);
    const best = await solve(text.replace("nature chooses information to minimize", "designer chooses information to maximize"), set);
    // 9/10 E[second highest value] + 1/10 E[posted price] = 9/10 * 5/9 + 1/10 * 5/12.
    expect([worst.value, best.value]).toEqual(["13/24", "13/24"]);
  });

  it("come close to 3/2 - sqrt(2) in a first-price auction of a common value in {0, 1} that nobody knows (G12)", async () => {
    const bids = Array.from({ length: 9 }, (_, k) => Rational.of(k, 16));
    const { value } = await compiled({
      format: "first-price",
      support: [r("0"), r("1")],
      joint: ["1/2", "0", "0", "1/2"].map(r),
      bids,
      known: false,
      sense: "minimize",
    });
    expect(Math.abs(r(value ?? "").toNumber() - (1.5 - Math.SQRT2))).toBeLessThan(0.003);
  });

  it("are named in the result", async () => {
    const auction: Auction = {
      format: "first-price",
      support: [r("1"), r("2")],
      joint: normalised([1, 1, 1, 1]),
      bids: [r("0"), r("1")],
      known: true,
      sense: "minimize",
    };
    expect((await compiled(auction)).result.selection).toContain(
      "nature chooses the information and the equilibrium (it recommends bid): of all Bayes correlated equilibria the one with the lowest revenue",
    );
    expect((await compiled({ ...auction, sense: "maximize" })).result.selection).toContain("the one with the highest revenue");
  });
});

describe("random games with a payoff-relevant state", () => {
  /** u[i][state][own][other] as an integer table; the sender's value is w[state][a1][a2]. */
  const game = fc.record({
    u: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 16, maxLength: 16 }),
    w: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 8, maxLength: 8 }),
    prior: fc.integer({ min: 1, max: 9 }),
    sense: fc.constantFrom("minimize" as const, "maximize" as const),
  });

  it("have the Bayes correlated equilibria of their definition", async () => {
    await fc.assert(
      fc.asyncProperty(game, async ({ u, w, prior, sense }) => {
        const table = (numbers: readonly number[]): string => `[${numbers.join(", ")}]`;
        const text = `
model game
param u = ${table(u)}
param w = ${table(w)}
agents player = 1..2
state theta in {0, 1}
prior theta ~ bernoulli(${prior}/10)
mechanism { message a[i in player] in {0, 1} }
payoff player[i] = u[1 + 8 * (i - 1) + 4 * theta + 2 * a[i] + a[3 - i]]
incentives obedient
sender chooses information to ${sense} E[w[1 + 4 * theta + 2 * a[1] + a[2]]]
`;
        const columns = [0, 1].flatMap((theta) => tuples(2, 2).map((a) => ({ theta, a })));
        const payoff = (i: number, theta: number, own: number, other: number): number => u[8 * i + 4 * theta + 2 * own + other] as number;
        const rows: PlainProgram["rows"][number][] = [0, 1].map((theta) => ({
          entries: columns.flatMap((column, j) => (column.theta === theta ? [[j, Rational.one] as const] : [])),
          sense: "=",
          rhs: Rational.of(theta === 1 ? prior : 10 - prior, 10),
        }));
        for (const i of [0, 1]) {
          for (const own of [0, 1]) {
            const entries = columns.flatMap(({ theta, a }, j) =>
              a[i] === own ? [[j, Rational.integer(payoff(i, theta, own, a[1 - i] as number) - payoff(i, theta, 1 - own, a[1 - i] as number))] as const] : [],
            );
            rows.push({ entries, sense: ">=", rhs: Rational.zero });
          }
        }
        const expected = await optimum({
          sense,
          objective: columns.map(({ theta, a }) => Rational.integer(w[4 * theta + 2 * (a[0] as number) + (a[1] as number)] as number)),
          rows,
        });
        const { value, result } = await solve(text);
        expect(value).toBe(expected);
        expect(result.checks.every((check) => check.holds)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
