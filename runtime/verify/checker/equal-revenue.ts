/**
 * The public signal of an equal-revenue split, `equal_revenue(X | A)`, drawn at the realised X: as much mass as possible goes
 * to the law on the values still left at which every price in it earns the same, until nothing is left (Bergemann, Brooks
 * and Morris 2015). X is the law given A of the one state component that it names; everything else keeps its realised value.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Expr } from "../../../compiler/model/model.generated.ts";
import { evaluate } from "./interpreter.ts";
import { refuse } from "./refusal.ts";
import { known, scalar, text, type Table, type Value } from "./values.ts";
import { children, type Cell, type Frame, type World } from "./world.ts";

type Distribution = Extract<Expr, { kind: "distribution" }>;

/** Values of one component, drawn afresh. */
export type Redraw = (cell: Cell) => readonly { readonly value: Value; readonly mass: Rational }[];

/** @throws Refusal where X is about several components, or about none */
export function splitSignal(world: World, expr: Distribution, frame: Frame, redraw: Redraw): Table["table"] {
  const [argument] = expr.arguments;
  if (!argument || !expr.given) return refuse("an equal-revenue law of nothing", expr.span);
  const locals = new Map(frame.locals);
  // Definitions keep their realised value, whatever they look at.
  const hold = (node: Expr): Expr => {
    if (node.kind === "definition") {
      const name = `held ${locals.size}`;
      locals.set(name, evaluate(world, node, frame));
      return { kind: "local", name, span: node.span };
    }
    return mapped(node, hold) as Expr;
  };
  const [of, event] = [hold(argument), hold(expr.given)];
  const inner: Frame = { ...frame, locals };
  const cells = [...new Set([of, event].flatMap((each) => named(world, each, inner)))].filter((cell) => drawnFirst(world, cell));
  const [cell, another] = cells;
  if (!cell || another) return refuse("the checker knows the equal-revenue split of one state component only", expr.span);
  const masses = new Map<string, { value: Rational; mass: Rational }>();
  let total = Rational.zero;
  for (const { value, mass } of redraw(cell)) {
    const there: Frame = { ...inner, state: new Map([...frame.state, [cell.name, value]]) };
    if (mass.isZero() || evaluate(world, event, there) !== true) continue;
    const outcome = scalar(evaluate(world, of, there));
    masses.set(String(outcome), { value: outcome, mass: (masses.get(String(outcome))?.mass ?? Rational.zero).add(mass) });
    total = total.add(mass);
  }
  const law = [...masses.values()].map(({ value, mass }) => ({ value, mass: mass.div(total) })).sort((a, b) => a.value.compare(b.value));
  if (law.some(({ value }) => value.sign() <= 0)) refuse("equal revenue needs positive values", expr.span);
  const realised = scalar(evaluate(world, of, inner));
  return signalsOf(law, realised) ?? refuse("this value has probability zero", expr.span);
}

/** Supports of the parts of the split, each with its probability at the realised value. */
function signalsOf(law: readonly { readonly value: Rational; readonly mass: Rational }[], realised: Rational): Table["table"] | undefined {
  const own = law.find(({ value }) => value.equals(realised));
  if (!own) return undefined;
  const signals: { key: Value; value: Value }[] = [];
  for (let left = [...law]; left.length > 0; ) {
    const lowest = (left[0] as (typeof left)[number]).value;
    // P[V >= a] = lowest / a.
    const parts = left.map(({ value }, l) => lowest.div(value).sub(left[l + 1] ? lowest.div((left[l + 1] as (typeof left)[number]).value) : Rational.zero));
    const ratios = left.map(({ mass }, l) => mass.div(parts[l] as Rational));
    const weight = ratios.reduce((least, each) => (each.compare(least) < 0 ? each : least));
    const at = left.findIndex(({ value }) => value.equals(realised));
    if (at >= 0) signals.push({ key: { form: "set", entries: left.map(({ value }) => known(value)) }, value: known(weight.mul(parts[at] as Rational).div(own.mass)) });
    left = left.map(({ value, mass }, l) => ({ value, mass: mass.sub(weight.mul(parts[l] as Rational)) })).filter(({ mass }) => mass.sign() > 0);
  }
  return signals;
}

/** Components that an expression names outside the index of another. */
function named(world: World, expr: Expr, frame: Frame): Cell[] {
  if (expr.kind !== "component") return children(expr).flatMap((child) => named(world, child, frame));
  const index = expr.index.map((each) => text(evaluate(world, each, frame)));
  return world.cells.filter((cell) => cell.of === expr.of && cell.index.map((each) => text(each)).join() === index.join());
}

/** State and type components are drawn by the prior; draws and signals come after them. */
function drawnFirst({ model }: World, cell: Cell): boolean {
  const variable = model.variables.find((each) => each.name === cell.of);
  return variable?.role === "state" || variable?.role === "type";
}

/** A copy of a node with its direct subexpressions changed. */
function mapped(node: unknown, change: (expr: Expr) => Expr): unknown {
  if (Array.isArray(node)) return node.map((each) => (isExpr(each) ? change(each) : mapped(each, change)));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]: [string, unknown]) => [key, isExpr(child) ? change(child) : mapped(child, change)]));
}

const isExpr = (node: unknown): node is Expr => typeof node === "object" && node !== null && "kind" in node && "span" in node;
