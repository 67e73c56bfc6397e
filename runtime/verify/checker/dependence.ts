/**
 * What an expression can depend on, read off its text: which components of the state, and whether the message profile or the
 * state at all. This decides what a row ranges over.
 */
import type { Expr } from "../../../compiler/model/model.generated.ts";
import { same, valueOf, type Value } from "./values.ts";
import { agentsNamed, children, definitionOf, indexOf, type Cell, type World } from "./world.ts";

/** Does what `agents` know fix the value of an expression? */
export function determined(world: World, expr: Expr, agents: readonly number[], locals: ReadonlyMap<string, Value>): boolean {
  const fixed = new Set(agents.flatMap((a) => world.agents[a]?.observes ?? []));
  return [...needs(world, expr, locals, new Set())].every((cell) => fixed.has(cell));
}

/** Components of the state that the text of an expression may depend on, when the messages of `deviating` are imposed. */
function needs(world: World, expr: Expr, locals: ReadonlyMap<string, Value>, deviating: ReadonlySet<number>): Set<Cell> {
  world.meter.spend(1);
  const index = (each: Expr): Value | undefined => (each.kind === "local" ? locals.get(each.name) : each.kind === "constant" ? valueOf(each.value) : undefined);
  const below = (parts: readonly Expr[], scope = locals, silent = deviating): Cell[] => parts.flatMap((part) => [...needs(world, part, scope, silent)]);
  const found = new Set<Cell>();
  const add = (cells: readonly Cell[]): void => cells.forEach((cell) => found.add(cell));
  if (expr.kind === "message" || expr.kind === "outcome" || (expr.kind === "component" && expr.view === "reported"))
    add(world.agents.flatMap((agent, a) => (deviating.has(a) ? [] : agent.observes)));
  else if (expr.kind === "component") {
    const at = expr.index.map(index);
    const family = world.cells.filter((cell) => cell.of === expr.of);
    add(at.includes(undefined) ? family : family.filter((cell) => cell.index.every((each, k) => same(each, at[k] as Value))));
  } else if (expr.kind === "expectation") return new Set(below(expr.given.flatMap((each) => (each.kind === "information" ? [] : [each.of]))));
  else if (expr.kind === "deviation") {
    const silent = new Set(deviating);
    for (const { who } of expr.reports)
      if (who.index && index(who.index) !== undefined) for (const a of agentsNamed(world, who, index(who.index))) silent.add(a);
    return new Set([...below(expr.reports.map((each) => each.what)), ...below([expr.body], locals, silent)]);
  } else if (expr.kind === "aggregate" || expr.kind === "builder") {
    const inner = new Map(locals);
    for (const binder of expr.kind === "builder" ? [expr.binder] : expr.binders) inner.delete(binder.name);
    return new Set(below(children(expr), inner));
  }
  const definition = definitionOf(world.model, expr);
  if (definition && expr.kind !== "outcome")
    add(
      below(
        [definition.value],
        new Map(
          indexOf(expr).flatMap((each, k): [string, Value][] => (index(each) === undefined ? [] : [[definition.parameters[k] ?? "", index(each) as Value]])),
        ),
      ),
    );
  add(below(children(expr)));
  return found;
}

/** What is read outside expectations: the message profile, the true state, components that nobody observes. */
export function reads(world: World, expr: Expr, called = false): Set<"profile" | "state" | "hidden"> {
  world.meter.spend(1);
  if (expr.kind === "expectation" && !called) return new Set();
  const found = new Set(children(expr).flatMap((child) => [...reads(world, child, called)]));
  const definition = definitionOf(world.model, expr);
  if (definition && expr.kind !== "outcome") {
    const body = reads(world, definition.value, true);
    if (!called && !body.has("state")) body.delete("hidden");
    for (const each of body) found.add(each);
  }
  if (expr.kind === "expectation") {
    found.delete("profile");
    found.delete("state");
    if (expr.given.some((each) => each.kind !== "event")) found.add("state");
  } else if (expr.kind === "component" && expr.view === "true") {
    found.add("state");
    if (world.cells.some((cell) => cell.of === expr.of && cell.hidden)) found.add("hidden");
  } else if (expr.kind === "component" || expr.kind === "message" || expr.kind === "outcome") found.add("profile");
  return found;
}
