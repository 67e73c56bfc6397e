/** Quantities against a swept parameter. */
import { Rational } from "../../compiler/exact/rational.ts";
import { boundsOf, numberOf, seriesOf, type Series } from "../sweep/columns.ts";
import type { SweepFile } from "../sweep/file.ts";
import type { SweepRow } from "../sweep/row.ts";
import { PlotRefusal, type Chart, type Mark, type Spot } from "./figure.ts";
import { numberText, spanOf, ticksAt } from "./numbers.ts";

export interface CurveOptions {
  /** Names of columns (quantities, `objective`, `theory.NAME`); by default the quantities of the spec. */
  readonly quantities?: readonly string[];
  /** The parameter on the horizontal axis; by default the first that takes several values. */
  readonly along?: string;
}

/** Curves that can still be told apart. */
const mostCurves = 12;
const mostDefaultQuantities = 6;

/**
 * One curve per quantity and per combination of the other parameters that vary. Points without a number interrupt a
 * curve; numbers known only as an interval have a whisker.
 *
 * @throws PlotRefusal when no parameter varies, or there are too many curves
 */
export function sweepFigure(file: SweepFile, options: CurveOptions = {}): Chart {
  const varying = file.params.filter((name) => new Set(file.rows.map((row) => row.params[name])).size > 1);
  const along = options.along ?? varying[0];
  if (along === undefined) throw new PlotRefusal("no parameter takes more than one value");
  if (!file.params.includes(along)) throw new PlotRefusal(`\`${along}\` is not a parameter of the sweep; it has ${file.params.join(", ")}`);
  const others = varying.filter((name) => name !== along);
  const quantities = chosen(file, options.quantities, others.length > 0);
  const groups = new Map<string, SweepRow[]>();
  for (const row of file.rows) {
    const group = others.map((name) => `${name} = ${row.params[name] ?? ""}`).join(", ");
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  if (groups.size * quantities.length > mostCurves) {
    throw new PlotRefusal(`there would be ${groups.size * quantities.length} curves; a plot shows at most ${mostCurves} (name one quantity, or sweep fewer values of ${others.join(", ")})`);
  }
  const axis = positions(file.rows, along);
  const marks: Mark[] = [];
  for (const [group, rows] of groups) {
    for (const quantity of quantities) {
      const name = [quantities.length > 1 || group === "" ? quantity.title : "", group].filter((part) => part !== "").join(", ");
      const points = rows.map((row): Spot => ({ x: axis.at(row), y: quantity.read(row)?.value ?? NaN })).sort((a, b) => a.x - b.x);
      marks.push({ kind: "line", name, style: marks.filter((mark) => mark.kind === "line").length, points, markers: points.length <= 60 });
      marks.push(...rows.flatMap((row) => whiskers(axis.at(row), quantity, row)));
    }
  }
  const heights = file.rows.flatMap((row) => quantities.flatMap((quantity) => numbersIn(quantity, row)));
  if (heights.length === 0) throw new PlotRefusal(`no point of the sweep has a number for ${quantities.map((each) => each.title).join(", ")}`);
  const label = quantities.map((each) => each.title).join(", ");
  return {
    kind: "chart",
    title: file.title ?? file.model,
    subtitle: `${label} against ${along}${fixed(file, varying)}`,
    description: describe(file, along, quantities),
    x: { label: along, ...axis.axis },
    y: { label, ...spanOf(heights) },
    marks,
  };
}

/** The columns to draw. @throws PlotRefusal for a name that no column has */
function chosen(file: SweepFile, names: readonly string[] | undefined, single: boolean): Series[] {
  const all = seriesOf(file).filter((series) => series.role !== "param");
  if (names && names.length > 0) {
    return names.map((name) => {
      const found = all.find((series) => series.title === name);
      if (!found) throw new PlotRefusal(`the sweep has no number called \`${name}\`; it has ${all.map((series) => series.title).join(", ") || "none"}`);
      return found;
    });
  }
  const quantities = all.filter((series) => series.role === "quantity");
  const [first] = quantities.length > 0 ? quantities : all;
  if (!first) throw new PlotRefusal("no point of the sweep has a result");
  return single ? [first] : quantities.length > 0 ? quantities.slice(0, mostDefaultQuantities) : [first];
}

function positions(rows: readonly SweepRow[], along: string): { at: (row: SweepRow) => number; axis: Omit<Chart["x"], "label"> } {
  const texts = [...new Set(rows.map((row) => row.params[along] ?? ""))];
  const numbers = texts.map(numberOf);
  if (numbers.every((each) => each !== undefined)) {
    const values = texts.map((text) => Rational.parse(text) as Rational);
    const ticks = ticksAt(values);
    return { at: (row) => numberOf(row.params[along] ?? "")?.value ?? NaN, axis: { ...spanOf(values.map((each) => each.toNumber())), ...(ticks ? { ticks } : {}) } };
  }
  // Words and lists stand side by side, in the order of the sweep.
  return {
    at: (row) => texts.indexOf(row.params[along] ?? "") + 1,
    axis: { from: 0.5, to: texts.length + 0.5, ticks: texts.map((text, k) => ({ at: k + 1, text: text.length > 24 ? `${text.slice(0, 23)}…` : text })) },
  };
}

function whiskers(x: number, quantity: Series, row: SweepRow): Mark[] {
  const number = quantity.read(row);
  const bounds = number && boundsOf(number);
  return bounds ? [{ kind: "whisker", x, low: bounds[0], high: bounds[1] }] : [];
}

function numbersIn(quantity: Series, row: SweepRow): number[] {
  const number = quantity.read(row);
  return number ? [number.value, ...(boundsOf(number) ?? [])].filter(Number.isFinite) : [];
}

function fixed(file: SweepFile, varying: readonly string[]): string {
  const [row] = file.rows;
  const constants = file.params.filter((name) => !varying.includes(name)).map((name) => `${name} = ${row?.params[name] ?? ""}`);
  const text = constants.join(", ");
  return text === "" || text.length > 80 ? "" : `, with ${text}`;
}

function describe(file: SweepFile, along: string, quantities: readonly Series[]): string {
  const [quantity] = quantities;
  const first = file.rows.slice(0, 40).map((row) => {
    const number = quantity?.read(row);
    return `${row.params[along] ?? ""}: ${number ? numberText(number.value, number.exact) : row.status}`;
  });
  return `${quantities.map((each) => each.title).join(", ")} against ${along} at ${file.rows.length} points. ${quantity?.title ?? ""} at ${first.join("; ")}${file.rows.length > 40 ? "; ..." : ""}.`;
}
