import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sink } from "../../compiler/diagnostics/sink.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { buildModel } from "../../compiler/model/build.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import { parse } from "../../grammar/index.ts";

const library = readFileSync(new URL("../../lib/auctions.mech", import.meta.url), "utf8");

/** Values of expressions over `bid[bidder]`, with the library's functions in scope. */
function evaluate(bids: readonly number[], ...expressions: string[]): string[] {
  const params = expressions.map((e, k) => `param x${k} = ${e}`);
  const text = [`model m`, `agents bidder = 1..${bids.length}`, `param bid[bidder] = [${bids.join(", ")}]`, ...params, library].join("\n");
  const sink = new Sink();
  const model = buildModel(parse(text).file, text, sink);
  if (!model) throw new Error(sink.diagnostics.map((d) => d.text).join("\n"));
  return expressions.map((_, k) => {
    const param = model.params.find((p) => p.name === `x${k}`);
    if (!param) throw new Error(`x${k} is lost`);
    return formatValue(fromDatum(param.value));
  });
}

/** One expression for every agent: `{i}` stands for the agent. */
const forAll = (bids: readonly number[], expression: string): string[] => evaluate(bids, ...bids.map((_, i) => expression.replaceAll("{i}", String(i + 1))));
const shareOf = (place: number, tied: number): string => Rational.of(place, tied).toString();
const total = (fractions: readonly string[]): string => fractions.reduce((s, x) => s.add(Rational.parse(x) ?? Rational.zero), Rational.zero).toString();

const bids = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
const few = { numRuns: 25 };

describe("lib/auctions.mech", () => {
  it("has no syntax error, and documents every function", () => {
    const { file, faults } = parse(library);
    expect(faults).toEqual([]);
    for (const item of file.items) {
      expect(item.kind).toBe("function");
      expect(item.doc?.length ?? 0).toBeGreaterThan(15);
    }
  });

  it("gives the numbers of its own comments", () => {
    expect(evaluate([5, 2, 5], "highest_bidders(bid, bidder)", "top_share(bid, bidder, 3)")).toEqual(["{1, 3}", "1/2"]);
    expect(evaluate([5, 2, 1], "ranked_bid(bid, bidder, 2)", "ranked_bid(bid, bidder, 4)")).toEqual(["2", "0"]);
    expect(forAll([5, 2, 2], "unit_share(bid, bidder, {i}, 2)")).toEqual(["1", "1/2", "1/2"]);
  });

  it("sells to the highest bids, in equal shares, at the first or second price", () => {
    fc.assert(
      fc.property(bids, (b) => {
        const sorted = [...b].sort((x, y) => y - x);
        const top = sorted[0] ?? NaN;
        const tied = b.filter((x) => x === top).length;
        const shares = b.map((x) => (x === top ? shareOf(1, tied) : "0"));
        expect(forAll(b, "top_share(bid, bidder, {i})")).toEqual(shares);
        expect(forAll(b, "first_price(bid, bidder, {i})")).toEqual(b.map((x) => (x === top ? shareOf(top, tied) : "0")));
        expect(forAll(b, "second_price(bid, bidder, {i})")).toEqual(b.map((x) => (x === top ? shareOf(sorted[1] ?? 0, tied) : "0")));
        expect(forAll(b, "all_pay(bid, {i})")).toEqual(b.map(String));
      }),
      few,
    );
  });

  it("with a reserve sells only at or above it", () => {
    expect(forAll([3, 1], "second_price_above(bid, bidder, {i}, 2)")).toEqual(["2", "0"]);
    expect(forAll([3, 3], "second_price_above(bid, bidder, {i}, 2)")).toEqual(["3/2", "3/2"]);
    expect(forAll([1, 1], "top_share_above(bid, bidder, {i}, 2)")).toEqual(["0", "0"]);
    expect(forAll([2], "second_price_above(bid, bidder, {i}, 2)")).toEqual(["2"]);
  });

  it("sells k units to the k highest bids, all of them, at a price no winner regrets", () => {
    fc.assert(
      fc.property(bids, fc.integer({ min: 1, max: 4 }), (b, k) => {
        const shares = forAll(b, `unit_share(bid, bidder, {i}, ${k})`);
        expect(total(shares)).toBe(String(Math.min(k, b.length)));
        const price = [...b].sort((x, y) => y - x)[k] ?? 0;
        shares.forEach((share, i) => {
          const bid = b[i] ?? NaN;
          if (share !== "0") expect(bid).toBeGreaterThanOrEqual(price);
          if (share !== "1") expect(bid).toBeLessThanOrEqual(price);
        });
        const paid = shares.map((share) => (Rational.parse(share) ?? Rational.zero).mul(Rational.integer(price)).toString());
        expect(forAll(b, `uniform_price(bid, bidder, {i}, ${k})`)).toEqual(paid);
        if (k === 1) expect(shares).toEqual(forAll(b, "top_share(bid, bidder, {i})"));
      }),
      few,
    );
  });

  it("posts prices", () => {
    expect(evaluate([1], "posted_price_share(2, 2)", "posted_price(2, 2)", "posted_price_share(1, 2)", "posted_price(1, 2)")).toEqual(["1", "2", "0", "0"]);
  });

  it("allocates in proportion, never more than one good, and divides a payment without remainder", () => {
    fc.assert(
      fc.property(bids, (b) => {
        const sum = b.reduce((x, y) => x + y, 0);
        const shares = forAll(b, "proportional_share(bid, bidder, {i}, 1/4)");
        expect(shares).toEqual(b.map((x) => (sum <= 4 ? shareOf(x, 4) : shareOf(x, sum))));
        expect(total(forAll(b, "proportional_payment(bid, bidder, {i}, 7)"))).toBe(sum === 0 ? "0" : "7");
      }),
      few,
    );
  });
});
