/**
 * Evaluates expressions of a Model by walking the tree: nothing is compiled, shared or remembered, so that there is little to
 * get wrong.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { AgentTerm, Expr, Given } from "../../../compiler/model/model.generated.ts";
import { determined } from "./dependence.ts";
import { applyOperator, range, total } from "./operators.ts";
import { refuse } from "./refusal.ts";
import { distinct, entries, known, named, place, product, same, scalar, text, valueOf, zero, type Affine, type Value } from "./values.ts";
import { agentsNamed, definitionOf, enter, indexOf, knowledge, reportsAt, type Agent, type Frame, type State, type World } from "./world.ts";

export type Expectation = Extract<Expr, { kind: "expectation" }>;

/** The agents that a term stands for. */
export function agentsOf(world: World, term: AgentTerm, frame: Frame): number[] {
  return agentsNamed(world, term, term.index && evaluate(world, term.index, frame));
}

/** Agents whose information is conditioned on. */
export function informedBy(world: World, given: readonly Given[], frame: Frame): number[] {
  return [...new Set(given.flatMap((each) => (each.kind === "information" ? agentsOf(world, each.agent, frame) : [])))];
}

/** Do the conditions alone fix what is averaged? Then it is its own expectation, also where their probability is zero. */
export function isDetermined(world: World, { body, given }: Expectation, frame: Frame): boolean {
  return given.length > 0 && given.every((each) => each.kind === "information") && determined(world, body, informedBy(world, given, frame), frame.locals);
}

/**
 * The value of an expression; affine in the chosen outcomes while they are unknown.
 *
 * @throws Refusal where it has none, or is not affine
 */
export function evaluate(world: World, expr: Expr, frame: Frame): Value {
  const value = walk(world, expr, frame);
  world.meter.spend(1, typeof value === "object" && "constant" in value ? value.constant : undefined);
  return value;
}

/** @throws Refusal when the value is not a number */
export function numberOf(world: World, expr: Expr, frame: Frame): Affine {
  const value = evaluate(world, expr, frame);
  return typeof value === "object" && "constant" in value ? value : refuse(`${text(value)} is not a number`, expr.span);
}

function walk(world: World, expr: Expr, frame: Frame): Value {
  const unknown = (): never => refuse(`what \`${"of" in expr ? expr.of : expr.kind}\` is here is not determined`, expr.span);
  switch (expr.kind) {
    case "constant":
      return valueOf(expr.value);
    case "param":
    case "set":
      return world.names.get(`${expr.kind} ${expr.of}`) ?? unknown();
    case "local":
      return frame.locals.get(expr.name) ?? unknown();
    case "component":
    case "message": {
      const name = named(
        expr.of,
        expr.index.map((each) => text(evaluate(world, each, frame))),
      );
      if (expr.kind === "component" && expr.view === "true") return frame.state.get(name) ?? unknown();
      for (const [a, agent] of world.agents.entries()) {
        const told = expr.kind === "message" ? agent.sends : agent.observes;
        const slot = told.findIndex((cell) => cell.name === name);
        const message = frame.profile[a];
        if (slot >= 0 && message !== undefined) return told.length === 1 ? message : (entries(message)[slot] ?? unknown());
      }
      return unknown();
    }
    case "outcome":
    case "definition":
    case "quantity":
    case "payoff":
    case "outside":
      return call(world, expr, frame);
    case "apply":
      return applyOperator(
        expr.operator,
        { count: expr.arguments.length, value: (k) => evaluate(world, expr.arguments[k] ?? refuse("an argument is missing", expr.span), frame) },
        world.meter,
        expr.span,
      );
    case "conditional":
      return evaluate(world, evaluate(world, expr.condition, frame) === true ? expr.then : expr.otherwise, frame);
    case "aggregate":
      return aggregate(world, expr, frame);
    case "collection": {
      const all = expr.entries.map((each) => evaluate(world, each, frame));
      return expr.form === "set" ? distinct(all) : { form: expr.form, entries: all };
    }
    case "table":
      return { table: expr.entries.map((each) => ({ key: evaluate(world, each.key, frame), value: evaluate(world, each.value, frame) })) };
    case "range":
      return range(
        scalar(evaluate(world, expr.from, frame)),
        scalar(evaluate(world, expr.to, frame)),
        expr.step ? scalar(evaluate(world, expr.step, frame)) : Rational.one,
        world.meter,
      );
    case "builder":
      return { form: "set", entries: bindings(world, [expr.binder], expr.condition, frame).map((inner) => inner.locals.get(expr.binder.name) as Value) };
    case "expectation": {
      if (isDetermined(world, expr, frame)) return evaluate(world, expr.body, frame);
      const states = condition(world, expr.given, frame);
      const mass = states.reduce((sum, state) => sum.add(state.probability), Rational.zero);
      if (mass.isZero()) return refuse("this condition has probability zero", expr.span);
      return total(
        states.map((state) => ({ value: numberOf(world, expr.body, enter(state, frame)), factor: state.probability.div(mass) })),
        world.meter,
      );
    }
    case "deviation": {
      let inner = frame;
      for (const report of expr.reports) {
        const who = agentsOf(world, report.who, inner);
        const what = evaluate(world, report.what, inner);
        const told = new Map(who.map((a, k) => [a, report.who.others || !report.who.index ? (entries(what)[k] ?? unknown()) : what]));
        inner = { ...inner, forced: new Map([...inner.forced, ...told]), profile: world.agents.map((_, a) => told.get(a) ?? inner.profile[a]) };
      }
      return evaluate(world, expr.body, inner);
    }
    case "messages": {
      const options = agentsOf(world, expr.agent, frame).map((a) => world.agents[a]?.options ?? []);
      world.meter.spend(options.reduce((size, each) => size * each.length, 1));
      return { form: "set", entries: expr.agent.others ? product(options).map((each) => ({ form: "tuple", entries: each })) : (options[0] ?? []) };
    }
    case "distribution":
      return unknown();
  }
}

function call(world: World, expr: Extract<Expr, { kind: "outcome" | "definition" | "quantity" | "payoff" | "outside" }>, frame: Frame): Value {
  const index = indexOf(expr).map((each) => evaluate(world, each, frame));
  const definition = definitionOf(world.model, expr);
  if (definition) return evaluate(world, definition.value, { ...frame, locals: new Map(definition.parameters.map((name, k) => [name, index[k] as Value])) });
  if (expr.kind !== "outcome") return expr.kind === "outside" ? zero : refuse("a definition is missing", expr.span);
  const key = place(
    expr.of,
    index.map((each) => text(each)),
    reportsAt(world, frame.profile),
  );
  if (!frame.values) return { constant: Rational.zero, terms: new Map([[key, Rational.one]]) };
  return known(frame.values.get(key) ?? refuse(`there is no value of ${key}`, expr.span));
}

/** States that agree with the frame on what is conditioned on. Events are true or false at each state. */
function condition(world: World, given: readonly Given[], frame: Frame): readonly State[] {
  const informed = informedBy(world, given, frame);
  const knows = informed.map((a) => knowledge(world.agents[a] as Agent, frame.state));
  const rest = given.flatMap((each) =>
    each.kind === "information" ? [] : [{ of: each.of, wanted: each.kind === "event" ? true : evaluate(world, each.of, frame) }],
  );
  world.meter.spend(world.states.length);
  return world.states.filter(
    (state) => informed.every((a, k) => state.knows[a] === knows[k]) && rest.every(({ of, wanted }) => same(evaluate(world, of, enter(state, frame)), wanted)),
  );
}

/** The frames in which the body of an aggregate is evaluated. */
export function bindings(world: World, binders: readonly { readonly name: string; readonly set: Expr }[], condition: Expr | undefined, frame: Frame): Frame[] {
  const frames = binders.reduce<Frame[]>(
    (all, { name, set }) =>
      all.flatMap((each) =>
        entries(evaluate(world, set, each)).map((value) => (world.meter.spend(1), { ...each, locals: new Map(each.locals).set(name, value) })),
      ),
    [frame],
  );
  return condition ? frames.filter((each) => evaluate(world, condition, each) === true) : frames;
}

function aggregate(world: World, expr: Extract<Expr, { kind: "aggregate" }>, frame: Frame): Value {
  const { operator, body, binders } = expr;
  const frames = bindings(world, binders, expr.condition, frame);
  if (operator === "count") return known(Rational.integer(frames.filter((each) => !body || evaluate(world, body, each) === true).length));
  if (!body) return refuse(`\`${operator}\` without a body`, expr.span);
  if (operator === "all") return frames.every((each) => evaluate(world, body, each) === true);
  if (operator === "exists") return frames.some((each) => evaluate(world, body, each) === true);
  const values = frames.map((each) => numberOf(world, body, each));
  if (operator === "sum")
    return total(
      values.map((value) => ({ value })),
      world.meter,
    );
  const numbers = values.map(scalar);
  if (operator === "product") return known(numbers.reduce((a, b) => a.mul(b), Rational.one));
  const sign = operator === "min" || operator === "argmin" ? -1 : 1;
  const sorted = [...numbers].sort((a, b) => sign * b.compare(a));
  const rank = operator === "nth" && expr.rank ? scalar(evaluate(world, expr.rank, frame)).toNumber() : 1;
  const extreme = sorted[rank - 1];
  if (operator === "argmax" || operator === "argmin")
    return {
      form: "set",
      entries: frames.filter((_, k) => extreme && numbers[k]?.equals(extreme)).map((each) => each.locals.get(binders[0]?.name ?? "") as Value),
    };
  return known(extreme ?? refuse(`there is no value of rank ${rank}`, expr.span));
}
