/**
 * An informationally robust problem read from the spec, in numbers: payoffs and objective as affine forms in the outcome,
 * by *feature* of the state. With finitely many states a feature is a state, and a law of the state is its masses; over a
 * box, where everything is affine in the state, the features are the total mass and the mean of every coordinate.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Bound, Expr, Factor, Model, Move } from "../../../compiler/model/model.generated.ts";
import { bindings, evaluate, numberOf } from "./interpreter.ts";
import { readWorld } from "./prior.ts";
import { refuse, type Meter } from "./refusal.ts";
import { rowsOf } from "./rows.ts";
import { affine, known, place, plus, scalar, text, texts, valueOf, type Affine } from "./values.ts";
import { blank, enter, reportsAt, type World } from "./world.ts";

/** Constant first, then the coefficient of every number of the outcome. */
export type Form = Float64Array;

export interface Condition {
  /** `E[values] sense 0`, one value per feature. */
  readonly values: Float64Array;
  readonly sense: "<=" | ">=" | "=";
}

export interface LadderProblem {
  readonly k: number;
  /** Numbers of the outcome: `["q",["1"]]`. */
  readonly columns: readonly { readonly key: string; readonly lower: number; readonly upper: number }[];
  readonly rows: readonly { readonly form: Form; readonly operator: "<=" | ">=" | "=" }[];
  /** Objective, to be maximised, by feature. */
  readonly objective: readonly Form[];
  readonly agents: readonly { readonly payoff: readonly Form[]; readonly exit: boolean }[];
  readonly sign: 1 | -1;
  /** What every point of the state space is in features: the states themselves, or the corners of the box. */
  readonly corners: readonly Float64Array[];
  /** Values of the state components at every corner. */
  readonly names: readonly string[];
  readonly values: readonly (readonly string[])[];
  readonly prior?: Float64Array;
  readonly conditions: readonly Condition[];
  readonly box?: { readonly lower: Float64Array; readonly upper: Float64Array };
  /** Largest size of a form. */
  readonly scale: number;
}

/** @throws Refusal for what does not belong to such a problem */
export function readLadder(model: Model, designer: Move, nature: Move, meter: Meter): LadderProblem {
  const open = nature.chooses.includes("prior");
  const world = readWorld(withOneAction(open ? overCorners(model) : model), meter);
  const intervals = model.variables.flatMap((variable) => variable.components.map((component) => component.interval));
  const isBox = open && intervals.some((each) => each !== undefined);
  if (isBox && intervals.some((each) => each === undefined)) refuse("the checker knows boxes and finite sets of states, not mixtures of both");
  const number = (datum: Bound["lower"], otherwise: number): number => (datum === undefined ? otherwise : scalar(valueOf(datum)).toNumber());
  const columns = model.outcomes.flatMap(({ name, components }) =>
    components.map(({ index, bound }) => ({ key: JSON.stringify([name, texts(index)]), lower: number(bound.lower, -Infinity), upper: number(bound.upper, Infinity) })),
  );
  const at = reportsAt(world, enter(world.states[0] ?? refuse("there are no states"), blank).profile);
  const keys = columns.map(({ key }) => place(...(JSON.parse(key) as [string, string[]]), at));
  const form = (value: Affine): Form => Float64Array.from([value.constant, ...keys.map((key) => value.terms.get(key) ?? Rational.zero)], (each) => each.toNumber());
  const sign = designer.objectives[0]?.sense === "minimize" ? -1 : 1;
  const alone = (s: number): World => ({ ...world, states: world.states.slice(s, s + 1).map((state) => ({ ...state, probability: Rational.one })) });
  const byState = (read: (there: World, s: number) => Affine): Form[] => world.states.map((_, s) => form(read(alone(s), s)));
  const goal = (move: Move): Expr => move.objectives[0]?.value ?? refuse("a move has no objective", move.span);
  const own = byState((there) => numberOf(there, goal(designer), blank));
  const against = byState((there) => numberOf(there, goal(nature), blank));
  if (designer.objectives[0]?.sense === nature.objectives[0]?.sense || String(own) !== String(against)) refuse("the two movers are not opposed", nature.span);
  const agents = world.agents.flatMap(({ set: name, element }) => {
    const set = model.agents.find((each) => each.name === name);
    if (!set?.payoff) return [];
    const payoff = byState((there, s) => {
      const frame = enter(there.states[0] ?? refuse(`there is no state ${s}`), blank);
      const of = (definition: NonNullable<typeof set.payoff>): Affine => affine(evaluate(there, definition.value, { ...frame, locals: new Map(definition.parameters.map((each) => [each, element])) }));
      return set.payoff ? (set.outside ? plus(of(set.payoff), of(set.outside), Rational.integer(-1)) : of(set.payoff)) : known(Rational.zero);
    });
    return [{ payoff, exit: set.participation?.concept === "secure" }];
  });
  const rows = model.rows
    .filter((row) => row.source === "feasible" || row.source === "require")
    .flatMap((row) => [...rowsOf(world, row)].map((each) => ({ form: form(each.form), operator: each.operator })));
  const conditions = open ? conditionsOf(model, world, alone) : [];
  const states = world.states.length;
  const forms = [...own, ...agents.flatMap((each) => each.payoff)];
  const scale = forms.reduce((most, each) => each.reduce((m, v) => Math.max(m, Math.abs(v)), most), 1);
  const common = {
    k: ladderOf(model),
    columns,
    rows,
    sign: sign as 1 | -1,
    names: world.cells.map((cell) => cell.name),
    values: world.states.map((state) => world.cells.map((cell) => text(state.cells.get(cell.name) ?? ""))),
    scale,
  };
  const signed = own.map((each) => each.map((value) => value * sign));
  if (!isBox) {
    const corners = world.states.map((_, s) => Float64Array.from({ length: states }, (__, t) => (t === s ? 1 : 0)));
    const prior = open ? {} : { prior: Float64Array.from(world.states, (state) => state.probability.toNumber()) };
    return { ...common, objective: signed, agents, corners, conditions, ...prior };
  }
  const lower = Float64Array.from(intervals, (each) => number(each?.lower, 0));
  const upper = Float64Array.from(intervals, (each) => number(each?.upper, 0));
  const points = world.states.map((state) => Float64Array.from([1, ...world.cells.map((cell) => scalar(state.cells.get(cell.name) ?? refuse("a state is not complete")).toNumber())]));
  const affineIn = (values: readonly Float64Array[]): Float64Array[] => interpolated(points, values, lower, upper);
  return {
    ...common,
    objective: affineIn(signed),
    agents: agents.map((each) => ({ ...each, payoff: affineIn(each.payoff) })),
    corners: points,
    conditions: conditions.map(({ values, sense }) => ({ sense, values: Float64Array.from(affineIn(Array.from(values, (each) => Float64Array.of(each))), (each) => each[0] ?? 0) })),
    box: { lower, upper },
  };
}

/** k of the ladder {0, 1/k, ..., k} that every agent's actions are. */
function ladderOf(model: Model): number {
  const domains = model.messages.flatMap((message) => message.components.map((component) => component.domain.map((each) => scalar(valueOf(each)))));
  const k = Math.round(Math.sqrt((domains[0]?.length ?? 0) - 1));
  const isLadder = (values: readonly Rational[]): boolean => values.length === k * k + 1 && values.every((value, a) => value.equals(Rational.of(a, k)));
  return k >= 1 && domains.every(isLadder) ? k : refuse("the actions are no ladder {0, 1/k, ..., k}");
}

/** A state space that nature puts any law on: all combinations of values, and the ends of intervals. */
function overCorners(model: Model): Model {
  const variables = model.variables.map((variable) => ({
    ...variable,
    components: variable.components.map((each) => (each.interval ? { ...each, domain: [...new Map([each.interval.lower, each.interval.upper].map((end) => [JSON.stringify(end), end])).values()] } : each)),
  }));
  const prior = variables.flatMap((variable) =>
    variable.components.map(({ index, domain }): Factor => {
      const table = domain.map((value) => ({ values: [value], probability: Rational.of(1, Math.max(1, domain.length)).toString() }));
      return { targets: [{ of: variable.name, index }], law: "table", parents: [], table, span: variable.span };
    }),
  );
  return { ...model, variables, prior };
}

/** Everybody has one action, so that what is left depends on the state and the outcome. */
function withOneAction(model: Model): Model {
  return {
    ...model,
    messages: model.messages.map((message) => {
      const value = message.components[0]?.domain[0] ?? "0";
      const strategy = { parameters: message.indices.map((_, k) => `index ${k}`), value: { kind: "constant" as const, value, span: message.span } };
      return { ...message, components: message.components.map((each) => ({ ...each, domain: [value] })), strategy };
    }),
  };
}

/** Conditions on the law, in the order of the spec, by state. */
function conditionsOf(model: Model, world: World, alone: (s: number) => World): Condition[] {
  return model.ambiguity.flatMap(({ binders, relation }) =>
    bindings(world, binders, undefined, blank).map((frame): Condition => {
      const { operator } = relation;
      if (operator === "holds") return refuse("a condition on the prior compares two numbers");
      const values = Float64Array.from(world.states, (_, s) => scalar(numberOf(alone(s), relation.left, frame)).sub(scalar(numberOf(alone(s), relation.right, frame))).toNumber());
      return { values, sense: operator };
    }),
  );
}

/** What is affine in the state, as a value per unit of mass and slopes in the coordinates, from its values at the corners. */
function interpolated(points: readonly Float64Array[], values: readonly Float64Array[], lower: Float64Array, upper: Float64Array): Float64Array[] {
  const axes = lower.length;
  const find = (e: number): number => points.findIndex((point) => point.every((x, f) => f === 0 || x === (f - 1 === e ? upper[f - 1] : lower[f - 1])));
  const base = values[find(-1)] ?? refuse("the box has no lowest corner");
  const slopes = Array.from({ length: axes }, (_, e) => {
    const [low, high] = [lower[e] as number, upper[e] as number];
    const end = values[find(e)] ?? base;
    return base.map((value, d) => (high > low ? ((end[d] as number) - value) / (high - low) : 0));
  });
  const constant = base.map((value, d) => slopes.reduce((sum, slope, e) => sum - (slope[d] as number) * (lower[e] as number), value));
  return [constant, ...slopes];
}
