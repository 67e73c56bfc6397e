import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { distributionsOf } from "../../runtime/plot/distribution.ts";
import { environmentOf } from "../../runtime/plot/environment.ts";
import { PlotRefusal, type CellMap, type Chart, type Figure } from "../../runtime/plot/figure.ts";
import { figureOf, possibleKinds, type SpecKind, type Subject } from "../../runtime/plot/kinds.ts";
import { numberText, spanOf, ticksAt } from "../../runtime/plot/numbers.ts";
import { grayOf, inkOn } from "../../runtime/plot/style.ts";
import { solved, solvedText } from "./support.ts";

const chart = (figure: Figure): Chart => {
  if (figure.kind !== "chart") throw new Error("not a chart");
  return figure;
};
const map = (figure: Figure): CellMap => {
  if (figure.kind !== "map") throw new Error("not a map");
  return figure;
};
const rationals = (...texts: string[]): Rational[] => texts.map((text) => Rational.parse(text) as Rational);

describe("numbers", () => {
  it("are fractions where they are short", () => {
    expect([numberText(0.625, "5/8"), numberText(1 / 3, "1/3"), numberText(0.123456789), numberText(2, "2"), numberText(0.5, "1234567/2469134")]).toEqual(["5/8", "1/3", "0.12346", "2", "0.5"]);
  });

  it("on an axis are all fractions or all decimals, or left to round numbers", () => {
    expect(ticksAt(rationals("1/3", "1", "2/3", "1/3"))?.map((tick) => tick.text)).toEqual(["1/3", "2/3", "1"]);
    expect(ticksAt(rationals("1/20", "1/10", "3/20"))?.map((tick) => tick.text)).toEqual(["0.05", "0.1", "0.15"]);
    expect(ticksAt(rationals("1/17", "2/17"))).toBeUndefined();
    expect(ticksAt(rationals(...Array.from({ length: 30 }, (_, k) => String(k))))).toBeUndefined();
    expect(ticksAt([Rational.float(0.5), Rational.one])).toBeUndefined();
  });

  it("span an axis with some room", () => {
    expect(spanOf([0, 20])).toEqual({ from: -1, to: 21 });
    expect(spanOf([3])).toEqual({ from: 2, to: 4 });
    expect(spanOf([NaN])).toEqual({ from: 0, to: 1 });
  });

  it("in shades of gray get darker, with ink that can be read", () => {
    expect([0, 0.5, 1].map((value) => grayOf(value, { low: 0, high: 1 }))).toEqual(["#ffffff", "#9e9e9e", "#3c3c3c"]);
    expect(["#ffffff", "#3c3c3c"].map(inkOn)).toEqual(["black", "white"]);
    expect(grayOf(3, { low: 3, high: 3 })).toBe("#ffffff");
  });
});

describe("the triangle", () => {
  it("of two bidders uniform on {1, 2, 3} has the corners that theory gives", async () => {
    const figure = chart(figureOf("triangle", [await solved("textbook/second-price.mech"), await solved("textbook/myerson.mech")]));
    // E[max] = 22/9, E[second] = 14/9; Myerson's revenue 2 leaves 1/3.
    const region = figure.marks.find((mark) => mark.kind === "region");
    const [w, r] = [22 / 9, 2];
    expect(region?.kind === "region" && region.corners).toEqual([{ x: 0, y: r }, { x: 0, y: w }, { x: w - r, y: r }]);
    const spots = figure.marks.flatMap((mark) => (mark.kind === "spot" ? [mark] : []));
    expect(spots.map((spot) => spot.name)).toEqual([
      "A  second-price: surplus 8/9, revenue 14/9",
      "B  myerson: surplus 1/3, revenue 2",
      "C  optimal auction without signals: surplus 1/3, revenue 2",
      "D  second-price auction (VCG): surplus 8/9, revenue 14/9",
      "E  full extraction: surplus 0, revenue 22/9",
    ]);
    // Points on top of each other share one label.
    expect(spots.map((spot) => spot.label)).toEqual(["A, D", "B, C", undefined, undefined, "E"]);
    expect([figure.x.label, figure.y.label]).toEqual(["surplus", "revenue"]);
  });

  it("draws no bound without signals where values are correlated, and no benchmarks for different environments", async () => {
    const correlated = await solved("textbook/full-extraction.mech");
    const environment = environmentOf(correlated.model, correlated.task.evaluator, correlated.evaluator);
    expect(environment?.marginals).toBeUndefined();
    expect(environment?.firstBest.toString()).toBe("8/5");
    const other = await solved("textbook/myerson.mech", "support=[[1,2]]", 'prob=[["1/2","1/2"]]');
    const mixed = chart(figureOf("triangle", [await solved("textbook/myerson.mech"), other]));
    expect(mixed.marks.map((mark) => mark.kind)).toEqual(["spot", "spot"]);
  });

  it("puts labels where there is room: beside a crowded spot, never on the vertical axis", async () => {
    const rank = await Promise.all(["t=1", "t=2"].map((set) => solved("information-intermediary/rank.mech", set)));
    const figure = chart(figureOf("triangle", rank));
    const spots = figure.marks.flatMap((mark) => (mark.kind === "spot" && mark.label !== undefined ? [mark] : []));
    expect(spots.map((spot) => spot.label)).toEqual(["A", "B", "C", "D", "E"]);
    // C, the auction without signals, has B to its upper right.
    expect(spots.find((spot) => spot.label === "C")?.side).not.toEqual({ right: true, above: true });
    expect(spots.find((spot) => spot.label === "E")?.side?.right).toBe(true);
    // Signals do not leave the triangle: revenue at least 2, revenue and surplus at most 22/9.
    for (const { at } of spots.slice(0, 2)) {
      expect(at.y).toBeGreaterThanOrEqual(2);
      expect(at.x + at.y).toBeLessThanOrEqual(22 / 9 + 1e-12);
    }
  });

  it("takes one buyer: the second value is nothing", async () => {
    const subject = await solved("textbook/myerson.mech", "support=[[1,2,3]]", 'prob=[["1/3","1/3","1/3"]]');
    const environment = environmentOf(subject.model, subject.task.evaluator, subject.evaluator);
    expect([environment?.firstBest, environment?.second].map(String)).toEqual(["2", "0"]);
  });

  it("knows that several goods are another environment", async () => {
    const subject = await solved("textbook/multi-good.mech");
    expect(environmentOf(subject.model, subject.task.evaluator, subject.evaluator)).toBeUndefined();
  });
});

describe("maps of an allocation", () => {
  it("have a cell per pair of reports and a panel per bidder", async () => {
    const figure = map(figureOf("allocation", [await solved("textbook/second-price.mech")]));
    expect(figure.panels.map((panel) => panel.title)).toEqual(["win[1]", "win[2]"]);
    expect([figure.x.label, figure.y.label]).toEqual(["bid[1]", "bid[2]"]);
    expect(figure.x.categories).toEqual(["0", "1/2", "1", "3/2", "2", "5/2", "3", "7/2", "4"]);
    expect(figure.panels[0]?.cells).toHaveLength(81);
    for (const cell of figure.panels[0]?.cells ?? []) expect(cell.value).toBe(cell.x > cell.y ? 1 : cell.x < cell.y ? 0 : 0.5);
    expect(figure.panels[0]?.cells.find((cell) => cell.x === cell.y)?.text).toBe("1/2");
    expect(figure.shades).toEqual({ low: 0, high: 1 });
  });

  it("show transfers and the outcome that was asked for", async () => {
    const subject = await solved("textbook/second-price.mech");
    const figure = map(figureOf("transfer", [subject], { outcome: "pay" }));
    expect(Math.max(...(figure.panels[0]?.cells.map((cell) => cell.value) ?? []))).toBe(3.5);
    expect(() => figureOf("allocation", [subject], { outcome: "pay" })).toThrow("there is no allocation called `pay`; there is win");
  });

  it("are curves for a single buyer, and run over two types of one agent", async () => {
    const figure = chart(figureOf("allocation", [await solved("textbook/posted-price-optimal.mech")]));
    expect(figure.marks[0]).toMatchObject({ kind: "line", points: [0, 0, 1, 1, 1].map((y, k) => ({ x: k + 1, y })) });
    expect([figure.x.label, figure.y.label]).toEqual(["value[1]", "get[1]"]);
    const goods = await solved("textbook/multi-good.mech");
    if (goods.task.evaluator.space.agents.length === 1) expect(figureOf("allocation", [goods]).kind).toBe("map");
  });

  it("refuse three reports, and say which plots there are", async () => {
    const subject = await solved("textbook/myerson.mech", "support=[[1,2],[1,2],[1,2]]", 'prob=[["1/2","1/2"],["1/2","1/2"],["1/2","1/2"]]');
    expect(() => figureOf("allocation", [subject])).toThrow("the outcome depends on 3 reports (value[1], value[2], value[3]); a map shows two");
    expect(possibleKinds([subject])).toEqual(["triangle", "interim", "values"]);
  });
});

describe("distribution functions", () => {
  it("of bids add up what the law says, with the highest and the second-highest bid", async () => {
    const subject = await solved("textbook/second-price.mech");
    const laws = distributionsOf(subject.model, subject.evaluator ?? subject.task.evaluator, "bids");
    const text = (label: string): string[] => laws.find((law) => law.label === label)?.atoms.map((atom) => `${atom.value}: ${atom.probability}`) ?? [];
    expect(text("bid[1]")).toEqual(["1: 1/3", "2: 1/3", "3: 1/3"]);
    expect(text("highest bid")).toEqual(["1: 1/9", "2: 1/3", "3: 5/9"]);
    expect(text("second-highest bid")).toEqual(["1: 5/9", "2: 1/3", "3: 1/9"]);
    const figure = chart(figureOf("bids", [subject]));
    const [first] = figure.marks;
    expect(first?.kind === "line" && first.points.slice(0, 4)).toEqual([{ x: 0.9, y: 0 }, { x: 1, y: 0 }, { x: 1, y: 1 / 3 }, { x: 2, y: 1 / 3 }]);
    // The two bidders bid alike, so they share a curve.
    expect(figure.marks.map((mark) => mark.kind === "line" && mark.name)).toEqual(["bid[1], bid[2]", "highest bid", "second-highest bid"]);
  });

  it("of calibrated signals equal those of what bidders expect, signal by signal", async () => {
    const subject = await solved("calibrated-signaling/two-bidders.mech");
    const evaluator = subject.evaluator ?? subject.task.evaluator;
    const atoms = (kind: "signals" | "interim"): string[][] => distributionsOf(subject.model, evaluator, kind).map((law) => law.atoms.map((atom) => `${atom.value}: ${atom.probability}`));
    expect(atoms("signals").length).toBe(2);
    expect(atoms("interim")).toEqual(atoms("signals"));
    for (const law of distributionsOf(subject.model, evaluator, "bids")) expect(law.atoms.reduce((sum, atom) => sum.add(atom.probability), Rational.zero).toString()).toBe("1");
  });

  it("are refused in words", async () => {
    const direct = await solved("textbook/myerson.mech");
    expect(() => figureOf("bids", [direct])).toThrow(/direct/);
    expect(() => figureOf("signals", [direct])).toThrow(PlotRefusal);
  });
});

describe("the plot without a kind", () => {
  const first = async (subject: Promise<Subject>): Promise<SpecKind | undefined> => possibleKinds([await subject])[0];

  it("is what the spec shows, or what was chosen", async () => {
    expect(await first(solved("textbook/myerson.mech"))).toBe("allocation");
    expect(await first(solved("calibrated-signaling/optimal.mech", 'count=["1/4","1/2","1/4"]'))).toBe("bids");
    expect(await first(solved("revenue-guarantees/efficient.mech"))).toBe("transfer");
  });

  it("is nothing for a spec without numbers to draw", async () => {
    expect(possibleKinds([await solvedText("model m\nquantity q = 1\n")])).toEqual([]);
  });

  it("does not exist where there is no mechanism", async () => {
    const infeasible = await solved("textbook/bilateral-trade-efficient.mech");
    expect(infeasible.result.status).toBe("infeasible");
    expect(() => figureOf("allocation", [infeasible])).toThrow("the spec is infeasible, so there is no mechanism to draw");
    expect(possibleKinds([infeasible])).toEqual([]);
    expect(() => figureOf("triangle", [infeasible])).toThrow("bilateral-trade-efficient is infeasible, so there is no solution to draw");
  });
});
