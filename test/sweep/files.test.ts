import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSetValue } from "../../cli/set-value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { csvOf, seriesOf, tableOf } from "../../runtime/sweep/columns.ts";
import { evaluatePoint } from "../../runtime/sweep/evaluate.ts";
import { readSweep, writeSweep, type SweepFile } from "../../runtime/sweep/file.ts";
import { makeGrid } from "../../runtime/sweep/grid.ts";
import { parseAxis } from "../../runtime/sweep/range.ts";
import type { SweepNumber, SweepRow } from "../../runtime/sweep/row.ts";
import { sweep } from "../../runtime/sweep/sweep.ts";
import { theoryNumbers } from "../../runtime/sweep/theory.ts";
import { collect } from "./support.ts";

/** CSV by RFC 4180, written for these tests only. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== "") {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!match) throw new Error(`not CSV: ${rest.slice(0, 40)}`);
    row.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] === "\r\n") {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(match[0].length);
  }
  return rows;
}

const number: fc.Arbitrary<SweepNumber> = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 99 }), fc.boolean()).map(([n, d, exact]) => {
  const value = Rational.of(n, d);
  return exact ? { value: value.toNumber(), exact: value.toString() } : { value: value.toNumber(), interval: [value.toNumber() - 0.5, value.toNumber() + 0.5] as const };
});
const text = fc.string({ unit: "binary" });
const rowArbitrary: fc.Arbitrary<SweepRow> = fc.record({
  params: fc.record({ p: fc.integer().map(String), word: fc.oneof(text, fc.constant("[1, 2]")) }),
  status: fc.constantFrom("optimal", "invalid", "time-limit"),
  quantities: fc.dictionary(fc.constantFrom("revenue", "utility[1, 2]", 'a"b', "welfare"), number, { noNullPrototype: true }),
  theory: fc.dictionary(fc.constantFrom("t0", "bound"), number, { noNullPrototype: true }),
  failed: fc.array(text, { maxLength: 2 }),
  message: text,
  seconds: fc.double({ min: 0, max: 100, noNaN: true }),
});
const fileArbitrary: fc.Arbitrary<SweepFile> = fc.array(rowArbitrary, { minLength: 1, maxLength: 6 }).map((rows) => ({ version: "1.0", kind: "sweep", model: "m", title: "T", params: ["p", "word"], rows }));

describe("a sweep as a file", () => {
  it("comes back from JSON as it was, one row per line", () => {
    fc.assert(
      fc.property(fileArbitrary, (file) => {
        const written = writeSweep(file);
        expect(readSweep(written)).toEqual(JSON.parse(JSON.stringify(file)));
        expect(written.trimEnd().split("\n")).toHaveLength(file.rows.length + 2);
      }),
    );
  });

  it.each(["", "null", "[]", "{}", '{"version":"1.0","kind":"sweep","model":"m","params":["p"],"rows":[{}]}', '{"version":"2.0","kind":"sweep","model":"m","params":[],"rows":[]}', '{"version":"1.0"'])(
    "is told from %j",
    (other) => expect(readSweep(other)).toBeUndefined(),
  );

  it("loses nothing in CSV: doubles, fractions, bounds, words with any characters", () => {
    fc.assert(
      fc.property(fileArbitrary, (file) => {
        const [titles = [], ...cells] = readCsv(csvOf(file));
        expect(cells).toHaveLength(file.rows.length);
        file.rows.forEach((row, k) => {
          const cell = (title: string): string | undefined => cells[k]?.[titles.indexOf(title)];
          expect(cells[k]).toHaveLength(titles.length);
          expect(cell("word")).toBe(row.params["word"]);
          expect(cell("status")).toBe(row.status);
          expect(cell("message")).toBe(row.message);
          for (const series of seriesOf(file)) {
            const found = series.read(row);
            if (series.role === "param") continue;
            expect(cell(series.title)).toBe(found ? String(found.value) : "");
            if (found?.exact !== undefined) expect(cell(`${series.title}_exact`)).toBe(found.exact);
            if (found?.interval) expect([cell(`${series.title}_low`), cell(`${series.title}_high`)].map(Number)).toEqual(found.interval);
          }
        });
      }),
    );
  });
});

describe("the table", () => {
  const rows: SweepRow[] = [
    { params: { p: "1/3" }, status: "optimal", certificate: "exact", quantities: { revenue: { value: 2 / 3, exact: "2/3", interval: [2 / 3, 1] }, welfare: { value: 1, exact: "1", range: [1, 2] } }, theory: { a: { value: 1 }, b: { value: 2 }, c: { value: 3 }, d: { value: 4 }, e: { value: 5 } }, failed: ["revenue = 1"], seconds: 0 },
  ];
  const file: SweepFile = { version: "1.0", kind: "sweep", model: "m", params: ["p"], rows };

  it("shows bounds, says what optimality does not determine and what fails, and the first closed forms", () => {
    const { titles, rows: cells } = tableOf(file);
    expect(titles).toEqual(["p", "revenue", "welfare", "theory.a", "theory.b", "theory.c", "theory.d", "status", "certificate", "note"]);
    expect(cells[0]).toEqual(["1/3", "[0.666667, 1]", "1", "1", "2", "3", "4", "optimal", "exact", "FAILS revenue = 1; not determined: welfare"]);
  });

  it("shows what was asked for", () => expect(tableOf(file, ["theory.e", "welfare"]).titles).toEqual(["p", "welfare", "theory.e", "status", "certificate", "note"]));

  it("has its bounds in CSV", () => {
    const [titles = [], cells = []] = readCsv(csvOf(file));
    expect(["revenue_low", "revenue_high", "welfare_low", "welfare_high"].map((title) => Number(cells[titles.indexOf(title)]))).toEqual([2 / 3, 1, 1, 2]);
  });
});

async function posted(set: readonly string[]): Promise<SweepFile> {
  const spec = readFileSync("examples/textbook/posted-price.mech", "utf8");
  const axes = set.map((option) => parseAxis(option.split("=")[0] ?? "", option.split("=")[1] ?? "", (value) => parseSetValue(value), 100));
  const rows = await collect(sweep({ grid: makeGrid(axes), evaluate: (point) => evaluatePoint(spec, point), jobs: 1 }));
  return { version: "1.0", kind: "sweep", model: "posted_price", params: axes.map((axis) => axis.name), rows };
}

describe("evaluated points", () => {
  it("have the exact revenue of every posted price: price times the share of values that accept", async () => {
    const file = await posted(["top=3..5", "price=1..5:1/2"]);
    expect(file.rows).toHaveLength(27);
    for (const { params, status, quantities } of file.rows) {
      const [top, price] = [Number(params["top"]), Rational.parse(params["price"] ?? "") as Rational];
      const accepting = Array.from({ length: top }, (_, k) => Rational.integer(k + 1)).filter((value) => value.compare(price) >= 0).length;
      expect(status).toBe("evaluated");
      expect(quantities["revenue"]?.exact).toBe(price.mul(Rational.of(accepting, top)).toString());
    }
  });

  it("that do not compile are rows that say why, and the sweep goes on", async () => {
    const { rows } = await posted(["top={0, 2, apple}"]);
    expect(rows.map((row) => row.status)).toEqual(["invalid", "evaluated", "invalid"]);
    expect(rows[0]?.message).toMatch(/^MECH\d{4} /);
    expect(tableOf({ version: "1.0", kind: "sweep", model: "m", params: ["top"], rows }).titles).toEqual(["top", "revenue", "best", "status", "certificate", "note"]);
  });

  it("report claims that fail", async () => {
    const spec = "model m\nparam p = 1\nquantity q = p\nassert q <= 2\n";
    const axis = parseAxis("p", "1..3", (value) => parseSetValue(value), 10);
    const rows = await collect(sweep({ grid: makeGrid([axis]), evaluate: (point) => evaluatePoint(spec, point), jobs: 1 }));
    expect(rows.map((row) => row.failed)).toEqual([[], [], ["q <= 2"]]);
  });
});

describe("closed forms in rows", () => {
  it("are flat numbers with their fractions, further theorems after the first", () => {
    const block = { theorem: "one", cite: "A (2000)", because: "3", revenue: 0.5, weights: [0.25, 0.75], holds: true, exact: { revenue: "1/2" }, also: [{ theorem: "two", cite: "B", revenue: 0.4, bound: 1 }] };
    expect(theoryNumbers(block)).toEqual({ revenue: { value: 0.5, exact: "1/2" }, "weights[1]": { value: 0.25 }, "weights[2]": { value: 0.75 }, "two.revenue": { value: 0.4 }, bound: { value: 1 } });
  });
});
