/** From a figure to a standalone SVG: Observable Plot draws the axes and the marks, this file the paper around them. */
import * as Plot from "@observablehq/plot";
import type { AxisDescription, CellMap, Chart, Figure, Mark } from "./figure.ts";
import { dashes, grayOf, inkOn, symbols } from "./style.ts";
import { clipped, element, printable, svgNamespace, textElement, type SvgDocument, type SvgElement } from "./svg.ts";

const chartWidth = 720;
const chartHeight = 460;
const legendLine = 20;
const padding = 16;
const marginLeft = 64;
/** Keeps the title of the vertical axis, which stands above it, apart from the last line of the legend. */
const legendGap = 10;

/** Drawn parts from top to bottom: header, legend, plots. */
interface Sheet {
  readonly width: number;
  height: number;
  readonly root: SvgElement;
}

/**
 * @param page any DOM: the page of a browser, or a library that implements one
 * @returns an SVG document with white background, fixed size, title and description
 * @example render(figure, page).startsWith("<svg") // true
 */
export function render(figure: Figure, page: SvgDocument): string {
  const sheet: Sheet = { width: figure.kind === "map" ? mapWidth(figure) : chartWidth, height: padding, root: page.createElementNS(svgNamespace, "svg") };
  header(sheet, figure, page);
  if (figure.kind === "chart") drawChart(sheet, figure, page);
  else drawMap(sheet, figure, page);
  const { root, width, height } = sheet;
  const size = { width: String(width), height: String(height) };
  for (const [name, value] of Object.entries({ xmlns: svgNamespace, ...size, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "mech-title mech-description", "font-family": "Helvetica, Arial, sans-serif", color: "black" })) root.setAttribute(name, value);
  // The background goes in last because only now the height is known, and first because everything else is on top.
  root.insertBefore(element(page, "rect", { ...size, fill: "white" }), root.firstChild);
  const title = textElement(page, "title", { id: "mech-title" }, figure.title);
  const description = textElement(page, "desc", { id: "mech-description" }, clipped(figure.description, 4000));
  root.insertBefore(description, root.firstChild);
  root.insertBefore(title, root.firstChild);
  return `${printable(root.outerHTML)}\n`;
}

function header(sheet: Sheet, { title, subtitle }: Figure, page: SvgDocument): void {
  const line = (text: string, size: number, weight: string): void => {
    sheet.height += size;
    const length = Math.floor(((sheet.width - 2 * padding) / size) * 1.9);
    sheet.root.append(textElement(page, "text", { x: String(padding), y: String(sheet.height), "font-size": String(size), "font-weight": weight }, clipped(text, length)));
    sheet.height += size * 0.5;
  };
  line(title, 17, "bold");
  if (subtitle !== undefined) line(subtitle, 13, "normal");
  sheet.height += 4;
}

function drawChart(sheet: Sheet, chart: Chart, page: SvgDocument): void {
  legend(sheet, chart, page);
  const scale = (axis: AxisDescription, ticks: number): Plot.ScaleOptions => ({
    domain: [axis.from, axis.to],
    label: axis.label,
    ...(axis.ticks ? { ticks: axis.ticks.map((tick) => tick.at), tickFormat: (at: number) => axis.ticks?.find((tick) => tick.at === at)?.text ?? "" } : { ticks }),
  });
  const drawing = Plot.plot({
    document: page,
    className: "mech-plot",
    width: chartWidth,
    height: chartHeight,
    marginLeft,
    marginRight: 28,
    marginTop: 30,
    marginBottom: 48,
    style: { fontSize: "13px", fontFamily: "inherit", color: "black", background: "white" },
    x: { ...scale(chart.x, 8), labelAnchor: "center", labelArrow: "none", labelOffset: 42 },
    y: { ...scale(chart.y, 8), grid: true, labelArrow: "none", labelOffset: marginLeft - padding },
    marks: [...chart.marks.filter((mark) => mark.kind === "region").flatMap(draw), Plot.frame({ stroke: "black" }), ...chart.marks.filter((mark) => mark.kind !== "region").flatMap(draw), ...chart.marks.flatMap(drawLabel)],
  }) as unknown as SvgElement;
  place(sheet, drawing, 0, chartHeight);
}

function draw(mark: Mark): Plot.Markish[] {
  switch (mark.kind) {
    case "line":
      return [
        Plot.line(mark.points, { x: "x", y: "y", stroke: "black", strokeWidth: 1.7, strokeLinecap: "butt", ...dashOf(mark.style) }),
        ...(mark.markers ? [Plot.dot(mark.points, { x: "x", y: "y", r: 3.5, symbol: symbolOf(mark.style), stroke: "black", fill: fillOf(mark.style) })] : []),
      ];
    case "region":
      return [Plot.line([...mark.corners, ...mark.corners.slice(0, 1)], { x: "x", y: "y", stroke: "none", fill: "#e4e4e4" })];
    case "whisker":
      return [Plot.ruleX([mark], { x: "x", y1: "low", y2: "high", stroke: "black", strokeWidth: 1 })];
    case "spot":
      return [Plot.dot([mark.at], { x: "x", y: "y", r: 5.5, symbol: symbolOf(mark.style), stroke: "black", strokeWidth: 1.4, fill: fillOf(mark.style) })];
  }
}

/** Labels come after all spots, so that none of them is covered. */
function drawLabel(mark: Mark): Plot.Markish[] {
  if (mark.kind !== "spot" || mark.label === undefined) return [];
  const { right, above } = mark.side ?? { right: true, above: true };
  return [Plot.text([mark.at], { x: "x", y: "y", text: () => mark.label, textAnchor: right ? "start" : "end", dx: right ? 9 : -9, dy: above ? -9 : 11, fontSize: 13, fontWeight: "bold", stroke: "white", strokeWidth: 4, fill: "black" })];
}

function dashOf(style: number): { readonly strokeDasharray?: string } {
  const dash = dashes[style % dashes.length] ?? "";
  return dash === "" ? {} : { strokeDasharray: dash };
}

function symbolOf(style: number): (typeof symbols)[number] {
  return symbols[style % symbols.length] ?? "circle";
}

/** The first round of symbols is filled, the next one open, and so on. */
function fillOf(style: number): string {
  return Math.floor(style / symbols.length) % 2 === 0 ? "black" : "white";
}

/** One line per named mark, with a sample of its dash pattern or symbol. */
function legend(sheet: Sheet, chart: Chart, page: SvgDocument): void {
  const entries = chart.marks.filter((mark) => (mark.kind === "line" || mark.kind === "spot") && mark.name !== undefined);
  if (entries.length === 1 && entries[0]?.kind === "line" && entries[0].name === chart.y.label) return;
  for (const mark of entries) {
    if (mark.kind !== "line" && mark.kind !== "spot") continue;
    const sample = mark.kind === "line" ? [{ x: 0, y: 0 }, { x: 1, y: 0 }] : [];
    const marks: Mark[] = mark.kind === "line" ? [{ ...mark, points: sample, markers: false }, ...(mark.markers ? [{ kind: "spot", name: "", style: mark.style, at: { x: 0.5, y: 0 } } as const] : [])] : [{ kind: "spot", name: "", style: mark.style, at: { x: 0.5, y: 0 } }];
    const drawing = Plot.plot({ document: page, className: "mech-plot", width: 52, height: legendLine, margin: 4, axis: null, x: { domain: [0, 1] }, y: { domain: [-1, 1] }, style: { background: "white" }, marks: marks.flatMap(draw) }) as unknown as SvgElement;
    drawing.setAttribute("x", String(padding));
    drawing.setAttribute("y", String(sheet.height));
    drawing.setAttribute("aria-hidden", "true");
    const text = textElement(page, "text", { x: String(padding + 58), y: String(sheet.height + 14), "font-size": "13" }, clipped(mark.name ?? "", 96));
    sheet.root.append(drawing, text);
    sheet.height += legendLine;
  }
  if (entries.length > 0) sheet.height += legendGap;
}

const panelColumns = 2;
const panelGap = 24;

function cellSide({ x, y }: CellMap): number {
  const count = Math.max(x.categories.length, y.categories.length);
  return Math.max(5, Math.min(56, Math.floor(360 / count)));
}

function panelSize(map: CellMap): { readonly width: number; readonly height: number } {
  const side = cellSide(map);
  const longest = map.y.categories.reduce((length, text) => Math.max(length, text.length), 1);
  return { width: 44 + 8 * longest + Math.max(120, side * map.x.categories.length) + 16, height: 34 + side * map.y.categories.length + 52 };
}

function mapWidth(map: CellMap): number {
  const columns = Math.min(panelColumns, map.panels.length);
  return Math.max(460, columns * (panelSize(map).width + panelGap) + padding);
}

function drawMap(sheet: Sheet, map: CellMap, page: SvgDocument): void {
  const { width, height } = panelSize(map);
  const side = cellSide(map);
  ramp(sheet, map, page);
  map.panels.forEach((panel, k) => {
    const column = k % panelColumns;
    const left = padding + column * (width + panelGap);
    sheet.root.append(textElement(page, "text", { x: String(left), y: String(sheet.height + 14), "font-size": "14", "font-weight": "bold" }, clipped(panel.title, 40)));
    const longest = panel.cells.reduce((length, cell) => Math.max(length, cell.text.length), 0);
    const cells = panel.cells.map((cell) => ({ ...cell, x: map.x.categories[cell.x] ?? "", y: map.y.categories[cell.y] ?? "", fill: grayOf(cell.value, map.shades) }));
    const every = (categories: readonly string[]): string[] => categories.filter((_, at) => at % Math.ceil((categories.length * 22) / Math.max(1, side * categories.length)) === 0);
    const labels = width - side * map.x.categories.length - 16;
    const drawing = Plot.plot({
      document: page,
      className: "mech-plot",
      width,
      height: height - 4,
      marginTop: 30,
      marginBottom: 46,
      marginLeft: labels,
      marginRight: 16,
      padding: 0,
      style: { fontSize: "12px", fontFamily: "inherit", color: "black", background: "white" },
      x: { type: "band", domain: map.x.categories, label: map.x.label, ticks: every(map.x.categories), tickSize: 3, labelAnchor: "center", labelArrow: "none", labelOffset: 40 },
      y: { type: "band", domain: [...map.y.categories].reverse(), label: map.y.label, ticks: every(map.y.categories), tickSize: 3, labelArrow: "none", labelAnchor: "top", labelOffset: labels },
      marks: [
        Plot.cell(cells, { x: "x", y: "y", fill: "fill", stroke: side >= 10 ? "#777" : "none", strokeWidth: 0.5 }),
        ...(longest * 7 + 4 <= side ? [Plot.text(cells, { x: "x", y: "y", text: "text", fill: (cell: { readonly fill: string }) => inkOn(cell.fill), fontSize: 12 })] : []),
        Plot.frame({ stroke: "black" }),
      ],
      color: { type: "identity" },
    }) as unknown as SvgElement;
    drawing.setAttribute("x", String(left));
    drawing.setAttribute("y", String(sheet.height + 18));
    sheet.root.append(drawing);
    if (column === panelColumns - 1 || k === map.panels.length - 1) sheet.height += height + 22;
  });
  sheet.height += padding / 2;
}

/** What the shades stand for: five of them, from the least to the greatest value. */
function ramp(sheet: Sheet, { shades }: CellMap, page: SvgDocument): void {
  for (let k = 0; k <= 4; k++) {
    const value = shades.low + ((shades.high - shades.low) * k) / 4;
    const left = padding + k * 82;
    sheet.root.append(
      element(page, "rect", { x: String(left), y: String(sheet.height), width: "22", height: "14", fill: grayOf(value, shades), stroke: "black", "stroke-width": "0.7" }),
      textElement(page, "text", { x: String(left + 28), y: String(sheet.height + 12), "font-size": "12" }, String(Number(value.toPrecision(3)))),
    );
  }
  sheet.height += 26;
}

function place(sheet: Sheet, drawing: SvgElement, left: number, height: number): void {
  drawing.setAttribute("x", String(left));
  drawing.setAttribute("y", String(sheet.height));
  sheet.root.append(drawing);
  sheet.height += height;
}
