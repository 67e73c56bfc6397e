/**
 * The revenue-surplus triangle (Bergemann, Brooks and Morris 2015 for one buyer; for several buyers, who are not told apart
 * by it, the outer bound of Alijani, Banerjee, Munagala and Wang): the seller cannot be held below the revenue of the optimal
 * auction without signals, the buyers cannot lose, and nobody shares more than the efficient surplus.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { optimalAuction } from "../theory/auctions/independent-auction.ts";
import type { Environment } from "./environment.ts";
import { PlotRefusal, type Chart, type Mark, type Side, type Spot } from "./figure.ts";
import { numberText, spanOf } from "./numbers.ts";

/** A pair of numbers with their exact forms, where known. */
export interface SharePoint {
  readonly name: string;
  readonly surplus: { readonly value: number; readonly exact?: string };
  readonly revenue: { readonly value: number; readonly exact?: string };
}

export interface TriangleData {
  readonly title: string;
  /** What the axes are called in the specs. */
  readonly words: { readonly surplus: string; readonly revenue: string };
  /** Specs, or one spec under several parameters. */
  readonly points: readonly SharePoint[];
  /** One good and known laws of the values; without it there are only the points. */
  readonly environment?: Environment;
}

/** @throws PlotRefusal when there is nothing to draw */
export function triangleFigure({ title, words, points, environment }: TriangleData): Chart {
  const benchmarks = environment ? benchmarksOf(environment) : [];
  const all = [...points, ...benchmarks];
  if (all.length === 0) throw new PlotRefusal("no spec has both revenue and surplus");
  const firstBest = environment?.firstBest;
  const floor = environment?.marginals && optimalAuction(environment.marginals).revenue;
  const marks: Mark[] = [];
  if (firstBest && floor) {
    const [w, r] = [firstBest.toNumber(), floor.toNumber()];
    marks.push({ kind: "region", corners: [{ x: 0, y: r }, { x: 0, y: w }, { x: w - r, y: r }] });
    marks.push({ kind: "line", name: `revenue of the optimal auction without signals (${numberText(r, floor.toString())})`, style: 2, points: [{ x: 0, y: r }, { x: w, y: r }], markers: false });
  }
  if (firstBest) {
    const w = firstBest.toNumber();
    marks.push({ kind: "line", name: `efficient: ${words.revenue} + ${words.surplus} = ${numberText(w, firstBest.toString())}`, style: 1, points: [{ x: 0, y: w }, { x: w, y: 0 }], markers: false });
  }
  const letters = lettersOf(all);
  const reach = Math.max(firstBest?.toNumber() ?? 0, ...all.flatMap((point) => [Math.abs(point.surplus.value), Math.abs(point.revenue.value)]));
  all.forEach((point, k) => {
    const at = spotOf(point);
    const name = `${letterOf(k)}  ${point.name}: ${words.surplus} ${numberText(point.surplus.value, point.surplus.exact)}, ${words.revenue} ${numberText(point.revenue.value, point.revenue.exact)}`;
    // Points on top of each other share one label, with all their letters.
    const label = letters.get(keyOf(at));
    letters.delete(keyOf(at));
    marks.push({ kind: "spot", name, style: k, at, ...(label === undefined ? {} : { label, side: sideOf(at, all.map(spotOf), reach) }) });
  });
  const axis = (numbers: readonly number[]): { from: number; to: number } => {
    const { from, to } = spanOf([0, firstBest?.toNumber() ?? 0, ...numbers]);
    return { from: Math.min(0, ...numbers) < 0 ? from : 0, to };
  };
  const region = firstBest && floor ? " The shaded triangle is bounded by the optimal auction without signals, by zero surplus and by efficiency." : "";
  return {
    kind: "chart",
    title,
    subtitle: `${words.revenue} against ${words.surplus}${environment && !environment.marginals ? " (values are correlated: no bound without signals is drawn)" : ""}`,
    description: `${words.revenue} against ${words.surplus} at ${all.length} points: ${all.map((each) => `${each.name} (${words.surplus} ${each.surplus.value}, ${words.revenue} ${each.revenue.value})`).join("; ")}.${region}`,
    x: { label: words.surplus, ...axis(all.map((each) => each.surplus.value)) },
    y: { label: words.revenue, ...axis(all.map((each) => each.revenue.value)) },
    marks,
  };
}

/** The points that every such picture has: no signals, the second-price auction, full extraction. */
function benchmarksOf({ marginals, firstBest, second }: Environment): SharePoint[] {
  const point = (name: string, surplus: Rational, revenue: Rational): SharePoint => ({ name, surplus: exactly(surplus), revenue: exactly(revenue) });
  const best = marginals && optimalAuction(marginals);
  return [
    ...(best ? [point("optimal auction without signals", best.buyerSurplus, best.revenue)] : []),
    point("second-price auction (VCG)", firstBest.sub(second), second),
    point("full extraction", Rational.zero, firstBest),
  ];
}

/** The side of a spot on which its label is farthest from the other spots. */
function sideOf(at: Spot, spots: readonly Spot[], reach: number): Side {
  const others = spots.filter((spot) => keyOf(spot) !== keyOf(at));
  const room = ({ right, above }: Side): number => {
    const [x, y] = [at.x + (right ? 0.03 : -0.03) * reach, at.y + (above ? 0.04 : -0.04) * reach];
    return others.reduce((least, other) => Math.min(least, Math.hypot(other.x - x, other.y - y)), 0.1 * reach);
  };
  const sides: readonly Side[] = [true, false].flatMap((right) => [true, false].map((above) => ({ right, above })));
  // A label to the left of the vertical axis would stand on its numbers.
  return sides.filter(({ right }) => right || at.x > 0.05 * reach).reduce((best, side) => (room(side) > room(best) + 1e-9 ? side : best));
}

function exactly(value: Rational): { readonly value: number; readonly exact?: string } {
  return value.inexact ? { value: value.toNumber() } : { value: value.toNumber(), exact: value.toString() };
}

function spotOf(point: SharePoint): Spot {
  return { x: point.surplus.value, y: point.revenue.value };
}

function lettersOf(points: readonly SharePoint[]): Map<string, string> {
  const letters = new Map<string, string>();
  points.forEach((point, k) => {
    const key = keyOf(spotOf(point));
    const before = letters.get(key);
    letters.set(key, before === undefined ? letterOf(k) : `${before}, ${letterOf(k)}`);
  });
  return letters;
}

function keyOf({ x, y }: Spot): string {
  return `${x.toPrecision(6)} ${y.toPrecision(6)}`;
}

/** A, B, ..., Z, A1, B1, ... */
function letterOf(k: number): string {
  return String.fromCharCode(65 + (k % 26)) + (k < 26 ? "" : String(Math.floor(k / 26)));
}
