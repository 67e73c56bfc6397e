import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sweepFigure } from "../../runtime/plot/curves.ts";
import type { Chart } from "../../runtime/plot/figure.ts";
import { figureOf, specKinds } from "../../runtime/plot/kinds.ts";
import type { SweepFile } from "../../runtime/sweep/file.ts";
import type { SweepRow } from "../../runtime/sweep/row.ts";
import { draw, solved, textsOf, xmlFaults } from "./support.ts";

const row = (params: Record<string, string>, revenue?: number, interval?: [number, number]): SweepRow => ({
  params,
  status: revenue === undefined ? "invalid" : "optimal",
  quantities: revenue === undefined ? {} : { revenue: { value: revenue, ...(interval ? { interval } : {}) }, welfare: { value: revenue + 1 } },
  theory: revenue === undefined ? {} : { bound: { value: revenue - 1 } },
  failed: [],
  seconds: 0,
});
const file = (params: readonly string[], rows: readonly SweepRow[]): SweepFile => ({ version: "1.0", kind: "sweep", model: "m", title: "A sweep", params, rows });

/** Where the lines of a chart go, by name. */
const lines = (chart: Chart): Record<string, [number, number][]> =>
  Object.fromEntries(chart.marks.flatMap((mark) => (mark.kind === "line" ? [[mark.name ?? "", mark.points.map(({ x, y }) => [x, y] as [number, number])]] : [])));

describe("the SVG", () => {
  it("stands alone: name space, size, white background, title, description", async () => {
    const svg = draw(figureOf("triangle", [await solved("textbook/second-price.mech")]));
    const root = /^<svg [^>]*>/.exec(svg)?.[0] ?? "";
    expect(root).toContain('xmlns="http://www.w3.org/2000/svg"');
    const size = (name: string): number => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(root)?.[1]);
    expect(size("width")).toBeGreaterThan(300);
    expect(size("height")).toBeGreaterThan(300);
    expect(root).toContain(`viewBox="0 0 ${size("width")} ${size("height")}"`);
    expect(root).toContain('role="img"');
    expect(root).toContain('aria-labelledby="mech-title mech-description"');
    expect(svg).toMatch(/<title id="mech-title">Second-price auction<\/title><desc id="mech-description">[^<]{40,}<\/desc><rect [^>]*fill="white"/);
    expect(svg).not.toMatch(/<(script|image|foreignObject)|href=|url\(/);
  });

  it.each(specKinds)("of kind %s is well-formed and has the words of the spec", async (kind) => {
    const file = { signals: "calibrated-signaling/two-bidders.mech" }[kind as string] ?? "textbook/second-price.mech";
    const words = { triangle: ["surplus", "revenue"], allocation: ["bid[1]", "bid[2]", "win[1]", "win[2]"], transfer: ["pay[1]", "pay[2]"], bids: ["bids", "highest bid"], signals: ["x[1]", "x[2]"], interim: ["E[value[1]], E[value[2]]"], values: ["value[1], value[2]"] }[kind];
    const svg = draw(figureOf(kind, [await solved(file)]));
    expect(xmlFaults(svg)).toEqual([]);
    const texts = textsOf(svg).join("\n");
    for (const word of words) expect(texts).toContain(word);
  });

  it("tells lines apart without colours", () => {
    const svg = draw(sweepFigure(file(["p"], [row({ p: "0" }, 1), row({ p: "1" }, 2)])));
    expect(svg).toContain('stroke-dasharray="7,4"');
    const colours = [...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]{3,6}|[a-z]+)"/g)].map((match) => match[1] ?? "");
    expect(new Set(colours.filter((colour) => !/^#(..)\1\1$|^#(.)\2\2$/.test(colour)))).toEqual(new Set(["white", "black", "none"]));
  });

  it("keeps the title of the vertical axis off the edge of the paper and below the legend", () => {
    const svg = draw(sweepFigure(file(["p"], [row({ p: "0" }, 1), row({ p: "1" }, 2)])));
    const number = (text: string | undefined, name: string): number => Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(text ?? "")?.[1]);
    const chart = svg.match(/<svg[^>]*>/g)?.find((tag) => tag.includes('height="460"') && tag.includes("mech-plot"));
    const entries = (svg.match(/<text[^>]*>/g) ?? []).filter((tag) => tag.includes('x="74"')).map((tag) => number(tag, "y"));
    const title = /<g transform="translate\(([-\d.]+),[-\d.]+\)"[^>]*aria-label="y-axis label"[^>]*><text transform="translate\(([-\d.]+),/.exec(svg);
    expect(entries.length).toBeGreaterThanOrEqual(2);
    expect(Number(title?.[1]) + Number(title?.[2])).toBe(16);
    // From the base line of the last entry: its descenders, and then white.
    expect(number(chart, "y") - Math.max(...entries)).toBeGreaterThanOrEqual(14);
  });

  it("writes numbers on the cells of a map if there is room, dark ink on light", async () => {
    const svg = draw(figureOf("allocation", [await solved("textbook/myerson.mech")]));
    expect(textsOf(svg).filter((text) => text === "1").length).toBeGreaterThanOrEqual(4);
    expect(svg).toMatch(/<text[^>]*fill="white"[^>]*>1<\/text>/);
    expect(svg).toMatch(/<text[^>]*fill="black"[^>]*>0<\/text>/);
  });

  it("is well-formed whatever the spec calls things", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 200 }), (title, name) => {
        const figure = sweepFigure({ ...file(["p", name], [row({ p: "0", [name]: title }, 1), row({ p: "1", [name]: name }, 2)]), title }, { along: "p" });
        const svg = draw(figure);
        expect(xmlFaults(svg)).toEqual([]);
      }),
      { numRuns: 20 },
    );
    const svg = draw(sweepFigure({ ...file(["p"], [row({ p: "0" }, 1), row({ p: "1" }, 2)]), title: '</svg><script>alert("1 & 2")</script>' }));
    expect(svg).not.toContain("<script");
    expect(textsOf(svg)[0]).toBe('</svg><script>alert("1 & 2")</script>');
  });

  it("is judged by a reader that finds faults", () => {
    expect(["<a><b></a></b>", "<a>", "<a b=c/>", '<a b="1" b="2"/>', "<a>&nbsp;</a>", "a < b", "<a>\u0001</a>"].map((text) => xmlFaults(text).length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(xmlFaults('<a b="&lt;"><c/>x &amp; y</a>')).toEqual([]);
  });
});

describe("curves of a sweep", () => {
  it("show the quantities against the parameter, a gap where a point failed, whiskers where there is an interval", () => {
    const figure = sweepFigure(file(["p"], [row({ p: "1/2" }, 3), row({ p: "0" }, 1), row({ p: "1/4" }), row({ p: "1" }, 5, [4, 6])]));
    expect(lines(figure)).toEqual({ revenue: [[0, 1], [0.25, NaN], [0.5, 3], [1, 5]], welfare: [[0, 2], [0.25, NaN], [0.5, 4], [1, 6]] });
    expect(figure.marks.filter((mark) => mark.kind === "whisker")).toEqual([{ kind: "whisker", x: 1, low: 4, high: 6 }]);
    expect(figure.x.ticks?.map((tick) => tick.text)).toEqual(["0", "1/4", "1/2", "1"]);
    expect([figure.x.label, figure.y.label, figure.title]).toEqual(["p", "revenue, welfare", "A sweep"]);
  });

  it("have one line per value of the other parameters", () => {
    const figure = sweepFigure(file(["n", "p", "k"], ["1", "2"].flatMap((n) => ["0", "1"].map((p) => row({ n, p, k: "7" }, Number(n) * Number(p))))), { along: "p", quantities: ["revenue"] });
    expect(lines(figure)).toEqual({ "n = 1": [[0, 0], [1, 1]], "n = 2": [[0, 0], [1, 2]] });
    expect(figure.subtitle).toBe("revenue against p, with k = 7");
  });

  it("put words and lists side by side, in the order of the sweep", () => {
    const figure = sweepFigure(file(["concept"], [row({ concept: "dominant" }, 1), row({ concept: "bayesian" }, 2)]), { quantities: ["theory.bound"] });
    expect(figure.x.ticks).toEqual([{ at: 1, text: "dominant" }, { at: 2, text: "bayesian" }]);
    expect(lines(figure)).toEqual({ "theory.bound": [[1, 0], [2, 1]] });
  });

  it.each([
    ["nothing varies", file(["p"], [row({ p: "0" }, 1)]), {}, "no parameter takes more than one value"],
    ["nothing was found", file(["p"], [row({ p: "0" }), row({ p: "1" })]), {}, "no point of the sweep has a result"],
    ["a quantity is unknown", file(["p"], [row({ p: "0" }, 1), row({ p: "1" }, 1)]), { quantities: ["profit"] }, "the sweep has no number called `profit`; it has revenue, welfare, theory.bound"],
    ["a parameter is unknown", file(["p"], [row({ p: "0" }, 1), row({ p: "1" }, 1)]), { along: "q" }, "`q` is not a parameter of the sweep; it has p"],
    ["there are too many lines", file(["p", "n"], Array.from({ length: 26 }, (_, k) => row({ p: String(k % 2), n: String(k) }, 1))), { along: "p" }, "there would be 26 curves; a plot shows at most 12 (name one quantity, or sweep fewer values of n)"],
  ])("are refused when %s", (_when, data, options, message) => expect(() => sweepFigure(data, options)).toThrow(message));
});
