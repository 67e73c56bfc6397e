/**
 * The points of a program that chooses information: a state of positive probability, a value of every chosen signal, and
 * a recommended message of every agent without a strategy. A recommendation is a signal that its agent obeys (Bergemann
 * and Morris 2016, Theorem 1), so the points are the states of a model in which the chosen signals have some law.
 */
import { evaluationError } from "../evaluate/error.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { checkSize } from "../lp/size.ts";
import { toDatum } from "../model/datum.ts";
import type { ComponentRef, Datum, Expr, Factor, Message, Model, Variable } from "../model/model.generated.ts";
import { defaultLimits, type Limits } from "../programs/limits.ts";
import { laterFactors, laterLaws, type LaterLaws } from "./later-laws.ts";
import { componentNumber } from "./law.ts";
import { buildSpace } from "./space.ts";
import { buildWorld } from "./world.ts";

export interface Points extends PointSet {
  readonly stateCount: number;
  /** Prior probability of every state. */
  readonly prior: readonly Rational[];
  /** Point = state * perState + mixed radix of the ordinals of the chosen components. */
  readonly sizes: readonly number[];
  readonly perState: number;
  /** Present when given laws look at chosen signals; then points have no such order, and `sizes` is empty. */
  readonly later?: LaterLaws;
}

/** Points at which rows and quantities can be read: all of them, one per orbit, or a sample. */
export interface PointSet {
  /** The model with recommendations as signals; its rows, payoffs and quantities are those of the spec. */
  readonly model: Model;
  /** The points are its states. Their law in it is not the chosen one, and nothing here depends on it. */
  readonly evaluator: Evaluator;
  readonly count: number;
  /** Components of the chosen signals and recommendations, ascending. */
  readonly chosen: readonly number[];
}

/** Turns messages without a strategy into recommendations: a chosen signal of the same name that the sender follows. */
export function withRecommendations(model: Model): Model {
  const silent = model.messages.filter((message) => !message.strategy);
  if (silent.length === 0) return model;
  return {
    ...model,
    variables: [...model.variables, ...silent.map(recommendation)],
    messages: model.messages.map((message) => (message.strategy ? message : obeyed(message))),
  };
}

function recommendation({ name, indices, components, senders, span }: Message): Variable {
  return { name, role: "signal", indices, components, audience: "agent", observers: senders, given: false, span };
}

function obeyed(message: Message): Message {
  const { name, span } = message;
  const parameters = message.indices.map((_, k) => `index ${k}`);
  const index = parameters.map((parameter): Expr => ({ kind: "local", name: parameter, span }));
  return { ...message, strategy: { parameters, value: { kind: "component", of: name, index, view: "true", span } } };
}

/**
 * Enumerates the points.
 *
 * @throws EvaluationError with the formula when there are more than the limits allow
 */
export function buildPoints(spec: Model, limits: Limits): Points {
  const model = withRecommendations(spec);
  const free = model.variables.filter((variable) => !variable.given).flatMap((variable) => variable.components.map((component) => ({ variable, component })));
  const hasLater = laterFactors(model).length > 0;
  const base = (hasLater ? spaceOf(withLaws(model, (domain) => domain), { ...limits, states: limits.columns }) : givenLaw(model, limits)).space;
  const sizes = hasLater ? [] : free.map(({ component }) => component.domain.length);
  const perState = sizes.reduce((product, size) => product * size, 1);
  const count = base.law.count * perState;
  const formula = `${base.law.count.toLocaleString("en")} states x ${sizes.join(" x ")} signals = ${count.toLocaleString("en")} columns`;
  const excess = checkSize({ rows: 0, columns: count, nonzeros: count, formula }, limits);
  const span = free[0]?.variable.span ?? model.moves[0]?.span ?? { start: 0, end: 0 };
  if (excess) {
    throw evaluationError(
      "program-too-large",
      span,
      `The program would have a column per state and profile of signals: ${formula}; the limit is ${excess.limit.toLocaleString("en")} ${excess.what}.`,
      "Use fewer agents or coarser sets of signals, or raise the limit with --limit.",
    );
  }
  const evaluator = spaceOf(
    withLaws(model, (domain) => domain),
    { ...limits, states: Math.max(limits.states, count) },
  );
  const { space } = evaluator;
  const chosen = free.map(({ variable, component }) => componentNumber(space.variables, { of: variable.name, index: component.index }));
  const later = laterLaws(model, space);
  if (later) return { model, evaluator, count, stateCount: later.states.length, prior: later.prior, chosen, sizes, perState, later };
  const weight = Rational.integer(perState);
  const prior = Array.from({ length: base.law.count }, (_, state) => (space.law.probability[state * perState] as Rational).mul(weight));
  return { model, evaluator, count, stateCount: base.law.count, prior, chosen, sizes, perState };
}

/** The law of what is given, with one value for every chosen signal. @param model with recommendations */
export function givenLaw(model: Model, limits: Limits): Evaluator {
  return spaceOf(
    withLaws(model, (domain) => domain.slice(0, 1)),
    limits,
  );
}

function spaceOf(model: Model, limits: Limits): Evaluator {
  const world = buildWorld(model, () => ({ kind: "table", values: [] }));
  buildSpace(model, world, limits);
  return new Evaluator(world);
}

/** Gives every chosen signal the uniform law over a part of its domain, after all that is given. */
function withLaws(model: Model, part: (domain: Datum[]) => Datum[]): Model {
  const factors = model.variables
    .filter((variable) => !variable.given)
    .flatMap((variable) =>
      variable.components.map((component): Factor => {
        const values = part(component.domain);
        const probability = toDatum(Rational.of(1, values.length));
        return {
          targets: [{ of: variable.name, index: component.index }],
          law: "table",
          parents: [],
          table: values.map((value) => ({ values: [value], probability })),
          span: variable.span,
        };
      }),
    );
  return { ...model, prior: [...model.prior, ...factors] };
}

/**
 * The points with these values of all components (given ones and chosen ones, in the order of the model), and no others.
 *
 * @param spec the model of the spec; recommendations are added here
 * @throws EvaluationError for values outside the domains
 */
export function pointsAt(spec: Model, rows: readonly (readonly Value[])[]): PointSet {
  const model = withRecommendations(spec);
  const targets = componentRefs(model);
  const span = model.moves[0]?.span ?? { start: 0, end: 0 };
  const probability = toDatum(Rational.of(1, Math.max(1, rows.length)));
  const table = rows.map((values) => ({ values: values.map(toDatum), probability }));
  // Profiles of messages are not enumerated by anything that reads points, so their number does not matter.
  const evaluator = spaceOf({ ...model, prior: [{ targets, law: "table", parents: [], table, span }] }, { ...defaultLimits, states: rows.length, profiles: Infinity });
  const free = new Set(model.variables.filter((variable) => !variable.given).map((variable) => variable.name));
  return { model, evaluator, count: rows.length, chosen: targets.flatMap((target, c) => (free.has(target.of) ? [c] : [])) };
}

/** All components of a model, in order. */
function componentRefs(model: Model): ComponentRef[] {
  return model.variables.flatMap((variable) => variable.components.map((component) => ({ of: variable.name, index: component.index })));
}

/**
 * The world in which the points have the given masses: states, given signals and chosen signals are drawn together. What
 * a spec means is recomputed there with no reference to the program. Masses that are not positive are left out.
 *
 * @throws EvaluationError when no mass is positive
 */
export function solvedPoints(points: PointSet, mass: (point: number) => Rational, limits: Limits): Evaluator {
  const support: { readonly values: readonly Value[]; readonly mass: Rational }[] = [];
  for (let point = 0; point < points.count; point++) {
    if (mass(point).sign() > 0) support.push({ values: valuesOf(points, point), mass: mass(point) });
  }
  return solvedLaw(points.model, support, limits);
}

/** The same for points given by the values of their components. */
export function solvedLaw(model: Model, support: readonly { readonly values: readonly Value[]; readonly mass: Rational }[], limits: Limits): Evaluator {
  const table: NonNullable<Factor["table"]> = support.map(({ values, mass }) => ({ values: values.map(toDatum), probability: toDatum(mass) }));
  const span = model.moves[0]?.span ?? { start: 0, end: 0 };
  if (table.length === 0) throw evaluationError("prior-sum", span, "The solved law has no mass.");
  return spaceOf({ ...model, prior: [{ targets: componentRefs(model), law: "table", parents: [], table, span }] }, { ...limits, states: Math.max(limits.states, table.length) });
}

/** Values of all components at a point. */
export function valuesOf({ evaluator }: PointSet, point: number): readonly Value[] {
  const { law, components } = evaluator.space;
  return components.map((component, c) => component.domain[law.digits[point * components.length + c] as number] as Value);
}

/** Values of some components at a point, as text. */
export function describeComponents({ evaluator }: PointSet, components: readonly number[], point: number): string {
  const { space } = evaluator;
  const texts = components.map((c) => formatValue(space.components[c]?.domain[space.law.digits[point * space.components.length + c] as number] as Value));
  return texts.length === 1 ? (texts[0] as string) : `(${texts.join(", ")})`;
}
