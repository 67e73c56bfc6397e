/**
 * Proofs about information that somebody chooses for a given mechanism. The solution is a joint law of the state and the
 * chosen signals (a recommended message is a signal that its agent obeys); with points p = (state, signals):
 * - prior consistency: the masses of the points of a state add up to its prior probability;
 * - every row of the spec, multiplied by the probability of its condition, is `sum_p a_p mass_p operator 0`, where a_p is the
 *   relation with every average replaced by its value at p (masses sum to one, so a constant may be multiplied by each);
 * - optimality: for multipliers y of the right signs no law has an objective beyond
 *   `sum over states s of P(s) max over signals of (c_p - sum_r y_r a_rp)` (weak duality; the best multipliers of prior
 *   consistency are these maxima, so the solution's own are not read). Minimising, with min and the other signs.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Expr, Factor, Given, Model, Move, Row, Span } from "../../../compiler/model/model.generated.ts";
import type { Verdict } from "./checker.ts";
import { requireAffine, sharedCondition, speaksOfLaw } from "./averages.ts";
import { bindings, evaluate, informedBy, numberOf } from "./interpreter.ts";
import { readWorld } from "./prior.ts";
import { fault, refuse, type Meter } from "./refusal.ts";
import { rowsOf } from "./rows.ts";
import type { SolutionReader } from "./solution.ts";
import { datumOf, scalar, text, type Value } from "./values.ts";
import { blank, enter, type Frame, type State, type World } from "./world.ts";

/** What the proof needs of the checker. */
export interface Judge {
  reject(reason: string, span?: Span): void;
  readonly notes: string[];
  /** Whether a distance counts as none. */
  fits(distance: Rational): boolean;
  agree(a: Rational, b: Rational): boolean;
  checkRules(world: World, solution: SolutionReader): ReadonlyMap<string, Rational>;
  checkQuantities(world: World, solution: SolutionReader, values: ReadonlyMap<string, Rational>): void;
  readonly tolerance: number | undefined;
}

/** A point with its claimed mass, its part of the objective, and the state that it belongs to. */
interface Point {
  readonly state: State;
  readonly mass: Rational;
  readonly origin: string;
  reduced: Rational;
  /** No law gives it mass, because a row that holds point by point does not hold there. */
  excluded: boolean;
}

/** @throws Refusal for what cannot be read */
export function proveInformation(judge: Judge, spec: Model, move: Move, meter: Meter, solution: SolutionReader): Verdict["proved"] {
  if (spec.variables.some((each) => each.audience === "everybody")) refuse("the checker does not know public signals");
  const unruled = new Set(spec.variables.filter((each) => !each.given).map((each) => each.name));
  const looking = spec.prior.find((factor) => factor.parents.some((parent) => unruled.has(parent.of)));
  if (looking) refuse("the checker does not know laws that look at chosen signals", looking.span);
  const model = withRecommendations(spec);
  const world = readWorld({ ...model, prior: [...model.prior, ...uniformSignals(model)] }, meter);
  const [first, ...later] = move.objectives;
  if (!first) return refuse("the move has no objective", move.span);
  const sigma = first.sense === "minimize" ? -1 : 1;
  if (solution.status === "infeasible") {
    const points = world.states.map((state) => ({ state, mass: Rational.zero, origin: originOf(model, world, state), reduced: Rational.zero, excluded: false }));
    combine(judge, world, points, solution.multipliers("farkas"), 1, false);
    // Every law has y'A mass <= 0 by the rows, and yet more than that.
    const least = extreme(world, points, 1)?.neg();
    if (least && (least.inexact || least.sign() <= 0)) judge.reject(`the multipliers do not contradict the prior: the combined row can hold with slack ${least.neg()}`);
    return "infeasible";
  }
  if (solution.status !== "optimal") return refuse(`${move.mover} chooses the information, so the checker can prove \`optimal\` and \`infeasible\`, not \`${solution.status.slice(0, 40)}\``);

  const law = solution.law();
  const points = claimedPoints(judge, model, world, law);
  checkPrior(judge, world, points);
  const support = points.filter((each) => each.mass.sign() > 0);
  const solved = readWorld({ ...model, prior: [tableOf(model, world, support)] }, meter);
  judge.checkQuantities(solved, solution, judge.checkRules(solved, solution));
  checkGivenRows(judge, solved);

  const claimed = solution.objective();
  const reached = scalar(numberOf(solved, first.value, blank));
  if (!judge.agree(reached, claimed)) judge.reject(`the objective is ${reached} under this information, not ${claimed}`, first.value.span);
  const unproved = judge.tolerance !== undefined ? `rows and quantities hold within ${judge.tolerance}; optimality is not checked with a tolerance` : solution.has("duals") ? undefined : "there are no duals, so nothing proves optimality";
  requireAffine(world, first.value);
  for (const point of points) point.reduced = scalar(numberOf({ ...world, states: [point.state] }, first.value, enter(point.state, blank)));
  combine(judge, world, points, unproved === undefined ? solution.multipliers("duals") : new Map<string, Rational>(), sigma, true);
  if (unproved !== undefined) {
    judge.notes.push(unproved);
    return "feasible";
  }
  const bound = extreme(world, points, sigma);
  if (bound?.equals(claimed) !== true) judge.reject(`the duals bound the objective by ${bound ?? "nothing"}, not by ${claimed}`, move.span);
  if (later.length > 0) judge.notes.push("only the first objective is proved optimal, not how ties are broken");
  return "optimal";
}

/** Messages without a strategy become chosen signals of the same name, which are sent on. */
function withRecommendations(model: Model): Model {
  const silent = model.messages.filter((each) => !each.strategy);
  const parameters = (count: number): string[] => Array.from({ length: count }, (_, k) => `obeyed ${k}`);
  return {
    ...model,
    variables: [
      ...model.variables,
      ...silent.map(({ name, indices, components, senders, span }) => ({ name, role: "signal" as const, indices, components, audience: "agent" as const, observers: senders, given: false, span })),
    ],
    messages: model.messages.map((each) => {
      if (each.strategy) return each;
      const names = parameters(each.indices.length);
      const index = names.map((name): Expr => ({ kind: "local", name, span: each.span }));
      return { ...each, strategy: { parameters: names, value: { kind: "component", of: each.name, index, view: "true", span: each.span } } };
    }),
  };
}

const chosenVariables = (model: Model): Model["variables"] => model.variables.filter((each) => !each.given);

/** Chosen signals drawn evenly, so that the states of the world are all points; their probabilities are not used but to add up to the prior. */
function uniformSignals(model: Model): Factor[] {
  return chosenVariables(model).flatMap((variable) =>
    variable.components.map(({ index, domain }): Factor => ({
      targets: [{ of: variable.name, index }],
      law: "table",
      parents: [],
      table: domain.map((value) => ({ values: [value], probability: Rational.of(1, Math.max(1, domain.length)).toString() })),
      span: variable.span,
    })),
  );
}

/** The values of what is given, as text: the state that a point belongs to. */
function originOf(model: Model, world: World, state: State): string {
  const chosen = new Set(chosenVariables(model).map((each) => each.name));
  return JSON.stringify(world.cells.flatMap((cell) => (chosen.has(cell.of) ? [] : [text(state.cells.get(cell.name) as Value)])));
}

/** Every point with the mass that the solution gives it; entries that are no point, or come twice, are rejected. */
function claimedPoints(judge: Judge, model: Model, world: World, { labels, entries }: ReturnType<SolutionReader["law"]>): Point[] {
  const expected = new Set(world.cells.map((cell) => cell.name));
  if (labels.length !== expected.size || !labels.every((label) => expected.has(label))) fault("the information is not about the states and signals of this spec");
  const order = world.cells.map((cell) => labels.indexOf(cell.name));
  const masses = new Map<string, Rational>();
  for (const { values, mass } of entries) {
    const key = JSON.stringify(order.map((k) => values[k]));
    if (masses.has(key)) judge.reject(`the point ${key.slice(0, 200)} is given twice`);
    if (mass.sign() < 0 && !judge.fits(mass.neg())) judge.reject(`the point ${key.slice(0, 200)} has the negative mass ${mass}`);
    masses.set(key, mass);
  }
  const points = world.states.map((state): Point => {
    const key = JSON.stringify(world.cells.map((cell) => text(state.cells.get(cell.name) as Value)));
    const mass = masses.get(key) ?? Rational.zero;
    masses.delete(key);
    return { state, mass, origin: originOf(model, world, state), reduced: Rational.zero, excluded: false };
  });
  for (const key of masses.keys()) judge.reject(`there is no point ${key.slice(0, 200)}`);
  return points;
}

function checkPrior(judge: Judge, world: World, points: readonly Point[]): void {
  const sums = new Map<string, { claimed: Rational; prior: Rational }>();
  for (const { state, mass, origin } of points) {
    const sum = sums.get(origin) ?? { claimed: Rational.zero, prior: Rational.zero };
    sums.set(origin, { claimed: sum.claimed.add(mass), prior: sum.prior.add(state.probability) });
    world.meter.spend(1, sum.claimed);
  }
  for (const [origin, { claimed, prior }] of sums) if (!judge.agree(claimed, prior)) judge.reject(`the information at ${origin.slice(0, 200)} adds up to ${claimed}, not to ${prior}`);
}

function tableOf(model: Model, world: World, support: readonly Point[]): Factor {
  if (support.length === 0) fault("the information has no mass");
  return {
    targets: model.variables.flatMap((variable) => variable.components.map(({ index }) => ({ of: variable.name, index }))),
    law: "table",
    parents: [],
    table: support.map(({ state, mass }) => ({ values: world.cells.map((cell) => datumOf(state.cells.get(cell.name) as Value)), probability: datumOf({ constant: mass, terms: new Map() }) })),
    span: { start: 0, end: 0 },
  };
}

/** Rows that do not speak of the law hold under the given rules, or do not. */
function checkGivenRows(judge: Judge, world: World): void {
  for (const row of world.model.rows) {
    if (speaksOfLaw(world, row)) continue;
    for (const { form, label, operator } of rowsOf(world, row)) {
      const value = scalar(form);
      const excess = operator === "=" ? value.abs() : operator === ">=" ? value.neg() : value;
      if (!judge.fits(excess)) judge.reject(`${row.name} fails by ${excess}: ${label.words}`, row.span);
    }
  }
}

/** Rows about the law: each must hold at the claimed masses (if `checked`), and `reduced -= y_r a_rp` at every point. */
function combine(judge: Judge, world: World, points: readonly Point[], multipliers: ReadonlyMap<string, Rational>, sigma: 1 | -1, checked: boolean): void {
  const used = new Set<string>();
  for (const row of world.model.rows) {
    if (!speaksOfLaw(world, row)) continue;
    const given = sharedCondition(world, row);
    if (given === "point") {
      exclude(judge, world, row, points);
      continue;
    }
    for (const outer of bindings(world, row.binders, undefined, blank)) {
      const groups = new Map<string, { readonly key: string; activity: Rational }>();
      const own = row.binders.map(({ name }) => text(outer.locals.get(name) as Value));
      for (const point of points) {
        const frame = enter(point.state, outer);
        const alone = { ...world, states: [point.state] };
        if (row.condition && evaluate(alone, row.condition, frame) !== true) continue;
        const value = relationAt(alone, row, frame);
        const { key, where } = placeOf(alone, row, given, point.state, frame);
        let group = groups.get(key);
        if (!group) groups.set(key, (group = { key: JSON.stringify([row.name, where === undefined ? own : [...own, where]]), activity: Rational.zero }));
        const y = multipliers.get(group.key);
        if (y) point.reduced = point.reduced.sub(y.mul(value));
        if (point.mass.sign() !== 0) group.activity = group.activity.add(point.mass.mul(value));
        world.meter.spend(1, point.reduced);
      }
      const operator = row.relation.operator as "<=" | ">=" | "=";
      for (const { key, activity } of groups.values()) {
        const y = multipliers.get(key);
        if (y && used.has(key)) refuse(`two rows are called ${key}, so that its multiplier says nothing`, row.span);
        if (y) used.add(key);
        if (y && operator !== "=" && y.sign() * sigma * (operator === "<=" ? 1 : -1) < 0) judge.reject(`the multiplier ${y} of ${key.slice(0, 200)} has the wrong sign`, row.span);
        const excess = operator === "=" ? activity.abs() : operator === ">=" ? activity.neg() : activity;
        if (checked && !judge.fits(excess)) judge.reject(`${row.name} fails by ${excess}, weighted with the probability of its condition: ${key.slice(0, 200)}`, row.span);
      }
    }
  }
  // The best multipliers of prior consistency and of rows point by point are known, so the solution's own are not needed.
  const known = new Set(["prior", ...world.model.rows.filter((row) => speaksOfLaw(world, row) && sharedCondition(world, row) === "point").map((row) => row.name)]);
  for (const key of multipliers.keys()) if (!used.has(key) && !known.has((JSON.parse(key) as [string])[0])) judge.reject(`there is no row ${key.slice(0, 200)}, but it has a multiplier`);
}

/** `left - right` with every average replaced by its value at the one state of the world; a truth value that fails counts as one. */
function relationAt(world: World, { relation }: Row, frame: Frame): Rational {
  if (relation.operator === "holds") return evaluate(world, relation.left, frame) === true ? Rational.zero : Rational.one;
  return scalar(numberOf(world, relation.left, frame)).sub(scalar(numberOf(world, relation.right, frame)));
}

/** A row that holds point by point: where it does not, there may be no mass. */
function exclude(judge: Judge, world: World, row: Row, points: readonly Point[]): void {
  const { operator } = row.relation;
  for (const outer of bindings(world, row.binders, undefined, blank)) {
    for (const point of points) {
      const alone = { ...world, states: [point.state] };
      const frame = enter(point.state, outer);
      if (row.condition && evaluate(alone, row.condition, frame) !== true) continue;
      const value = relationAt(alone, row, frame);
      const fails = operator === "<=" ? value.sign() > 0 : operator === ">=" ? value.sign() < 0 : !value.isZero();
      if (!fails) continue;
      point.excluded = true;
      if (!judge.fits(point.mass)) judge.reject(`${row.name} fails where the information has mass ${point.mass}: ${point.origin.slice(0, 200)}`, row.span);
    }
  }
}

/** Which row of the family a point stands in, and what the row is called besides its own indices. */
function placeOf(world: World, row: Row, given: readonly Given[] | "none", state: State, frame: Frame): { key: string; where?: string } {
  if (given === "none") return { key: "" };
  const parts = given.flatMap((each) => {
    if (each.kind === "value") return [text(evaluate(world, each.of, frame))];
    if (each.kind === "event") return refuse("the checker does not know averages given an event", row.span);
    return informedBy(world, [each], frame).flatMap((a) => ((world.agents[a]?.observes.length ?? 0) > 0 ? [state.knows[a] ?? ""] : []));
  });
  return { key: JSON.stringify(parts), where: parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})` };
}

/** `sum over states of P(state) max (sigma 1) or min over its points of what is left of them`; undefined when a state has no point left. */
function extreme(world: World, points: readonly Point[], sigma: 1 | -1): Rational | undefined {
  const best = new Map<string, { value?: Rational; probability: Rational }>();
  for (const { state, origin, reduced, excluded } of points) {
    const known = best.get(origin);
    const value = excluded || (known?.value && known.value.compare(reduced) * sigma >= 0) ? known?.value : reduced;
    best.set(origin, { ...(value ? { value } : {}), probability: (known?.probability ?? Rational.zero).add(state.probability) });
    world.meter.spend(1, value);
  }
  let sum = Rational.zero;
  for (const { value, probability } of best.values()) {
    if (!value) return undefined;
    sum = sum.add(value.mul(probability));
  }
  return sum;
}
