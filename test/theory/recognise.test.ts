/** Theorems recognised from specs: what they report, that they are held against the program, and what is not recognised. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { closedFormResult } from "../../runtime/theory/recognise/apply.ts";
import { isExhaustive, sampleProfiles } from "../../runtime/theory/recognise/sample.ts";
import { calibratedOptimum, independentCountLaw } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { participationValue } from "../../runtime/theory/calibrated/individually-rational.ts";
import type { Recogniser } from "../../runtime/theory/recogniser.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run, type RunOptions } from "../../runtime/run.ts";
import { list, normalised, r } from "../information/support.ts";

const example = (name: string): string => readFileSync(`examples/${name}.mech`, "utf8");

async function solved(text: string, set: ReadonlyMap<string, Value> = new Map(), options: RunOptions = {}): Promise<Result> {
  const { task, diagnostics } = compile(text, { set });
  if (!task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  return (await run(task, { unique: false, ...options })).result;
}

const numbers = (values: readonly (number | Rational)[]): Value => list(values.map((each) => (each instanceof Rational ? each : Rational.fromDouble(each))));
/** The checks of the theorem that is reported; others may apply beside it. */
const theoryChecks = (result: Result): Result["checks"] => result.checks.filter((each) => each.name.startsWith(`${result.theory?.theorem}: `));

describe("calibrated signaling is recognised", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 4 }).filter((each) => each.some((weight) => weight > 0));

  it.each([
    ["optimal", "calibrated-signaling/optimal"],
    ["with participation", "calibrated-signaling/individually-rational"],
  ])("%s: the program on any grid is at most the closed form, and the certificate no less", async (_, file) => {
    await fc.assert(
      fc.asyncProperty(weights, fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 3 }), async (counts, inner) => {
        const law = normalised(counts);
        const grid = [0, ...inner.sort((a, b) => a - b), 12].map((twelfths) => Rational.of(twelfths, 12));
        const result = await solved(example(file), new Map([["count", list(law)], ["grid", list(grid)]]));
        const { theory } = result;
        const closed = calibratedOptimum(law.map((p) => p.toNumber()));
        const expected = file.endsWith("optimal") ? closed.revenue : participationValue(law.map((p) => p.toNumber())).supremum;
        expect(Math.abs((theory?.["revenue"] as number) - expected)).toBeLessThan(1e-12);
        expect(theory?.["t0"]).toBe(closed.t0);
        expect(theory?.["t1"]).toBe(closed.t1);
        expect(theory?.["upper"]).toBeGreaterThanOrEqual(expected - 1e-12);
        expect((result.objective?.value ?? NaN) - expected).toBeLessThan(1e-9);
        expect(theoryChecks(result).map((each) => each.holds)).toEqual([true]);
      }),
      { numRuns: 8, seed: 7 },
    );
  });

  it("with equality on a grid that has t0 and t1", async () => {
    const law = [0.1, 0.4, 0.4, 0.1];
    const { t0 = 0, t1 = 0, revenue } = calibratedOptimum(law);
    const result = await solved(example("calibrated-signaling/optimal"), new Map([["grid", numbers([Rational.zero, t0, t1, Rational.one])]]));
    expect(theoryChecks(result).map((each) => [each.name, each.holds])).toEqual([["optimal calibrated signaling: revenue = 0.733511740918", true]]);
    expect(Math.abs((result.objective?.value ?? 0) - revenue)).toBeLessThan(1e-9);
    expect(result.theory?.["because"]).toBeUndefined();
  });

  it("says whether the supremum with participation is attained (Theorem 1.3)", async () => {
    const count = (law: readonly string[]): Map<string, Value> => new Map([["count", list(law.map(r))]]);
    const file = example("calibrated-signaling/individually-rational");
    expect((await solved(file, count(["1/10", "2/5", "2/5", "1/10"]))).theory?.["attained"]).toBe(false);
    expect((await solved(file, count(["1/2", "0", "0", "1/2"]))).theory?.["attained"]).toBe(true);
    // Nobody clicks more than twice: t0 = 0 and t1 = 1/2 stand on the grid, so the program attains it too.
    const two = await solved(file, count(["1/4", "1/2", "1/4"]));
    expect(theoryChecks(two).map((each) => [each.name, each.holds])).toEqual([["calibrated signaling with participation: revenue = 0.5", true]]);
  });

  it.each([
    ["weak calibration", "E[click[i] | x[i]] = x[i]", "E[click[i] | x[i]] >= x[i]"],
    ["calibration of one bidder", "calibrated[i in bidder]:", "calibrated[i in 1..1]:"],
    ["calibration on average", "E[click[i] | x[i]] = x[i]", "E[click[i]] = E[x[i]]"],
    ["a further row", "quantity welfare", "require low: E[x[1]] <= 1/2\nquantity welfare"],
    ["the first price", "nth(2, j in bidder) bid[j]", "bid[i]"],
    ["a reserve", "nth(2, j in bidder) bid[j]", "max(1/10, nth(2, j in bidder) bid[j])"],
    ["another objective", "to maximize revenue", "to maximize welfare"],
    ["the least revenue", "to maximize revenue", "to minimize revenue"],
    ["unequal bidders", "exchangeable(count)", "{ (1, 0, 0): 1/2, (0, 1, 1): 1/2 }"],
    ["observed clicks", "state click", "type click"],
  ])("not with %s", async (_, from, to) => {
    const text = example("calibrated-signaling/optimal").replace(from, to).replace("param grid = [0, 1/10, 1/5, 3/10, 2/5, 1/2, 3/5, 7/10, 4/5, 9/10, 1]", "param grid = [0, 1/2, 1]");
    expect(text).toContain(to);
    const { task } = compile(text);
    if (task) expect((await run(task, { unique: false })).result.theory?.theorem).not.toBe("optimal calibrated signaling");
    else expect(to).toContain("type");
  });

  it("however it is written: another name, the sum of payments as the second signal, calibration multiplied out", async () => {
    const text = `
model other
agents advertiser = 1..2
state buys[a in advertiser] in {0, 1}
prior buys ~ { (0, 0): 1/4, (1, 0): 1/4, (0, 1): 1/4, (1, 1): 1/4 }
information { signal told[a in advertiser] in {0, 1/2, 1} private to advertiser[a] }
mechanism {
  message offer[a in advertiser] = told[a]
  transfer price = min(a in advertiser) offer[a]
}
require honest[a in advertiser, s in {0, 1/2, 1}]: E[if told[a] = s then 3 * (buys[a] - s) else 0] = 0
quantity income = E[price]
network chooses information to maximize income
`;
    const result = await solved(text);
    expect(result.theory?.["revenue"]).toBe(0.5);
    expect(theoryChecks(result).map((each) => [each.name, each.holds])).toEqual([["optimal calibrated signaling: income = 0.5", true]]);
  });
});

describe("a program that is too large to be solved", () => {
  it("has the closed form for a hundred bidders", () => {
    const law = independentCountLaw(100, 0.03);
    const exact = normalised(law.map((p) => Math.round(p * 1e12)));
    const { model, task, diagnostics } = compile(example("calibrated-signaling/optimal"), { set: new Map([["count", list(exact)]]) });
    expect(task).toBeUndefined();
    expect(diagnostics.map((each) => each.code)).toEqual(["MECH0801"]);
    if (!model) throw new Error("no model");
    const result = closedFormResult(model);
    const { revenue, t0, t1 } = calibratedOptimum(exact.map((p) => p.toNumber()));
    expect(result?.status).toBe("closed-form");
    expect(result?.certificate).toBe("none");
    expect([result?.theory?.["revenue"], result?.theory?.["t0"], result?.theory?.["t1"]]).toEqual([revenue, t0, t1]);
    expect(Math.abs((result?.theory?.["upper"] as number) - revenue)).toBeLessThan(1e-12);
  });

  it("has Myerson's revenue for independent values", () => {
    const row = list(["1/4", "1/4", "1/2"].map(r));
    const many = (value: Value): Value => list(Array.from({ length: 30 }, () => value));
    const { model, task } = compile(example("textbook/myerson"), { set: new Map([["support", many(list([1, 3, 4].map((v) => Rational.integer(v))))], ["prob", many(row)]]) });
    expect(task).toBeUndefined();
    // Virtual values of {1: 1/4, 3: 1/4, 4: 1/2}: 3 - (4 - 3) (1/2) / (1/4) = 1, and 1 - 2 (3/4) / (1/4) = -5.
    const top = 1 - 0.5 ** 30;
    const below = 0.5 ** 30 - 0.25 ** 30;
    expect(model && (closedFormResult(model)?.theory?.["revenue"] as number)).toBeCloseTo(4 * top + below, 14);
  });

  it("has nothing to say about a spec that no theorem covers", () => {
    const text = example("calibrated-signaling/optimal").replace("nth(2, j in bidder) bid[j]", "bid[i]");
    const { model } = compile(text, { set: new Map([["count", list(normalised(Array.from({ length: 41 }, () => 1)))]]) });
    expect(model && closedFormResult(model)).toBeUndefined();
  });
});

describe("a theorem is held against the program", () => {
  const wrong: Recogniser = {
    theorem: "independent-auction",
    recognise: () => ({ theorem: "independent-auction", values: { revenue: r("21/10") }, predictions: [{ quantity: "revenue", relation: "=", value: r("21/10") }] }),
  };

  it("and a disagreement is an error of the result", async () => {
    const result = await solved(example("textbook/myerson"), new Map(), { recognisers: [wrong] });
    expect(result.status).toBe("error");
    expect(theoryChecks(result).map((each) => [each.name, each.holds])).toEqual([["optimal auction: revenue = 21/10", false]]);
    expect(result.diagnostics).toEqual([expect.objectContaining({ code: "MECH1004", text: "optimal auction: revenue = 21/10, but the program has 2." })]);
  });

  it("fractions exactly, floats within 1e-9", async () => {
    const nearly = (value: Rational | number): Recogniser => ({
      theorem: "independent-auction",
      recognise: () => ({ theorem: "independent-auction", values: {}, predictions: [{ quantity: "revenue", relation: "=", value }] }),
    });
    const check = async (value: Rational | number): Promise<boolean | undefined> => theoryChecks(await solved(example("textbook/myerson"), new Map(), { recognisers: [nearly(value)] }))[0]?.holds;
    expect(await check(r("2000000000000001/1000000000000000"))).toBe(false);
    expect(await check(2 + 1e-12)).toBe(true);
    expect(await check(2 + 1e-7)).toBe(false);
  });
});

describe("auctions of one good are recognised", () => {
  const law = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 3 });

  it("with independent values: the program earns the expected ironed virtual surplus", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(law, { minLength: 1, maxLength: 2 }), fc.constantFrom(["bayesian", "interim"], ["dominant", "ex_post"], ["ex_post", "interim"]), async (weights, [incentives, participation]) => {
        const set = new Map<string, Value>([
          ["support", list(weights.map((each, i) => list(each.map((_, k) => Rational.integer(k * k + i)))))],
          ["prob", list(weights.map((each) => list(normalised(each))))],
        ]);
        const text = example("textbook/myerson").replace("bayesian", incentives as string).replace("interim", participation as string);
        const result = await solved(text, set);
        expect(result.theory?.theorem).toBe("optimal auction");
        expect(result.theory?.exact?.["revenue"]).toBe(result.objective?.exact);
        expect(theoryChecks(result).every((each) => each.holds)).toBe(true);
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  it.each([
    ["a cost of serving", "win[i] - pay[i]", "win[i] - pay[i] - 1/10 * win[i]"],
    ["two goods", "win[i] <= 1", "win[i] <= 2"],
    ["a good that must be sold", "feasible sum(i in bidder) win[i] <= 1", "feasible sum(i in bidder) win[i] = 1"],
    ["a cap on payments", "transfer pay[i in bidder]", "transfer pay[i in bidder] <= 2"],
    ["a row of its own", "participation interim", "participation interim\nrequire fair: E[win[1]] = E[win[2]]"],
    ["participation on average only", "participation interim", "participation ex_ante"],
    ["welfare as the objective", "maximize revenue then to maximize welfare", "maximize welfare - revenue"],
  ])("not with %s", async (_, from, to) => {
    const text = example("textbook/myerson").replace(from, to);
    expect(text).toContain(to);
    expect((await solved(text)).theory).toBeUndefined();
  });

  it("with correlated values: full extraction in Bayesian strategies, a chain of bounds in dominant ones", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }), async ([a = 1, b = 1, c = 1, d = 1]) => {
        fc.pre(a * d !== b * c);
        const total = a + b + c + d;
        const joint = list([list([Rational.of(a, total), Rational.of(b, total)]), list([Rational.of(c, total), Rational.of(d, total)])]);
        const bayesian = await solved(example("textbook/correlated"), new Map([["joint", joint]]));
        expect(bayesian.theory?.theorem).toBe("full surplus extraction");
        expect(bayesian.theory?.exact?.["revenue"]).toBe(bayesian.objective?.exact);
        const dominant = await solved(example("revenue-guarantees/dominant"), new Map([["joint", joint]]));
        expect(theoryChecks(dominant).map((each) => each.holds)).toEqual([true, true, true]);
        const efficient = await solved(example("revenue-guarantees/efficient"), new Map([["joint", joint]]));
        expect(efficient.theory?.exact?.["revenue"]).toBe(efficient.objective?.exact);
      }),
      { numRuns: 8, seed: 5 },
    );
  });

  it("with correlated values: nature's best public information pins the guarantee of the example", async () => {
    const { theory, objective } = await solved(example("revenue-guarantees/dominant"));
    expect(theory?.exact).toEqual({ second_price: "7/5", winner_information: "8/5", public_information: "3/2", first_best: "8/5" });
    expect(objective?.exact).toBe("3/2");
  });

  it("with given bids: truthful second-price auctions, and the worst information for both", async () => {
    const truthful = await solved(example("textbook/second-price"));
    expect(theoryChecks(truthful).map((each) => [each.name, each.holds])).toEqual([["revenue guarantee of efficient auctions: revenue = 14/9", true]]);
    const second = await solved(example("revenue-guarantees/second-price"));
    expect(theoryChecks(second).map((each) => [each.name, each.holds])).toEqual([["revenue guarantee of efficient auctions: revenue <= 7/5", true]]);
    const unable = await solved(example("revenue-guarantees/second-price"), new Map<string, Value>([["known", false]]));
    expect(theoryChecks(unable).map((each) => each.name)).toEqual(["revenue guarantee of efficient auctions: revenue <= 8/5"]);
    const first = await solved(example("revenue-guarantees/first-price"), new Map<string, Value>([["known", false]]));
    expect(first.theory?.["attained"]).toBe(true);
    // P[min = 1] = 3/5 on {1, 2}: 2 - (2 sqrt(3/5) - 3/5).
    const [lower, upper] = first.theory?.["bound"] as [number, number];
    expect(lower).toBeCloseTo(2.6 - 2 * Math.sqrt(0.6), 12);
    expect(upper).toBeGreaterThanOrEqual(lower);
  });

  it("claims no bound of an auction in which a bidder cannot bid low enough to stay out", async () => {
    // Every bid is 5 and no value is above 2: revenue is 5, more than the good is worth to anybody.
    for (const name of ["first-price", "second-price"]) {
      const forced = await solved(example(`revenue-guarantees/${name}`), new Map<string, Value>([["bids", list([Rational.integer(5)])], ["known", false]]));
      expect(forced.objective?.exact).toBe("5");
      expect(theoryChecks(forced)).toEqual([]);
    }
  });

  it("correlation of given signals: half of all mass from the top, and only a bound for a bidder alone", async () => {
    const file = example("calibrated-signaling/correlation");
    const pairs = await solved(file);
    expect(theoryChecks(pairs).map((each) => [each.name, each.holds])).toEqual([["optimal correlation of bids: revenue = 9/10", true]]);
    const alone = await solved(file, new Map([["k", Rational.one]]));
    expect(theoryChecks(alone).map((each) => [each.name, each.holds])).toEqual([["optimal correlation of bids: revenue <= 51/100", true]]);
  });
});

describe("the sample of profiles", () => {
  it("is everything where that is little, and the same every time where it is not", () => {
    expect(isExhaustive(2, 3)).toBe(true);
    expect(new Set(sampleProfiles(2, 3).map((each) => JSON.stringify(each))).size).toBe(36);
    expect(isExhaustive(50, 11)).toBe(false);
    expect(sampleProfiles(50, 11)).toEqual(sampleProfiles(50, 11));
    for (const { clicks, signals } of sampleProfiles(50, 11)) {
      expect(clicks.length).toBe(50);
      expect(signals.every((signal) => signal >= 0 && signal < 11)).toBe(true);
    }
  });

  it("has every kind of tie at the top however many bidders there are", () => {
    for (const bidders of [6, 50, 1000]) {
      const ties = sampleProfiles(bidders, 11).map(({ signals }) => {
        const top = Math.max(...signals);
        return signals.filter((signal) => signal === top).length;
      });
      for (const size of [1, 2, 3]) expect(ties).toContain(size);
    }
  });
});
