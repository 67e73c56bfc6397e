/** What a plot shows, before anybody draws it: pure data, in the words of the spec. */

/** A place on an axis that gets a label. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface AxisDescription {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Chosen by the drawing library, in decimals, when absent. */
  readonly ticks?: readonly Tick[];
}

export interface Spot {
  readonly x: number;
  /** NaN interrupts a line. */
  readonly y: number;
}

/** Where the label of a spot stands: to the right or left of it, above or below. */
export interface Side {
  readonly right: boolean;
  readonly above: boolean;
}

/**
 * Something drawn in a chart. Lines and spots with a name are in the legend, in which `style` numbers the dash pattern or
 * the symbol, so that they can be told apart without colours.
 */
export type Mark =
  | { readonly kind: "line"; readonly name?: string; readonly style: number; readonly points: readonly Spot[]; readonly markers: boolean }
  | { readonly kind: "region"; readonly corners: readonly Spot[] }
  | { readonly kind: "whisker"; readonly x: number; readonly low: number; readonly high: number }
  | { readonly kind: "spot"; readonly name: string; readonly style: number; readonly at: Spot; readonly label?: string; readonly side?: Side };

/** A chart with two axes of numbers. */
export interface Chart {
  readonly kind: "chart";
  readonly title: string;
  readonly subtitle?: string;
  /** For readers who do not see it. */
  readonly description: string;
  readonly x: AxisDescription;
  readonly y: AxisDescription;
  readonly marks: readonly Mark[];
}

/** One cell of a map: positions among the categories, a number, and how it is written. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly text: string;
}

/** Panels of cells in shades of gray, with the same axes and the same scale. */
export interface CellMap {
  readonly kind: "map";
  readonly title: string;
  readonly subtitle?: string;
  readonly description: string;
  readonly x: { readonly label: string; readonly categories: readonly string[] };
  readonly y: { readonly label: string; readonly categories: readonly string[] };
  readonly panels: readonly { readonly title: string; readonly cells: readonly Cell[] }[];
  /** What white and the darkest gray stand for. */
  readonly shades: { readonly low: number; readonly high: number };
}

export type Figure = Chart | CellMap;

/** A plot that cannot be made of this spec; the message says what is missing. */
export class PlotRefusal extends Error {
  override readonly name = "PlotRefusal";
}
