/** The rows of a spec, one by one, as `form operator 0`: what they range over, and what they are called. */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Expr, Row } from "../../../compiler/model/model.generated.ts";
import { reads } from "./dependence.ts";
import { bindings, evaluate, informedBy, isDetermined, numberOf, type Expectation } from "./interpreter.ts";
import { named, plus, product, text, zero, type Affine, type Value } from "./values.ts";
import { blank, children, enter, profiles, type Frame, type State, type World } from "./world.ts";

export interface ReadRow {
  readonly form: Affine;
  /** The form is the relation of the spec times this: the probability of its condition. */
  readonly scale: Rational;
  readonly operator: "<=" | ">=" | "=";
  /** What its multiplier is found by, e.g. `["balance",["1"]]`, and the row in words. */
  readonly label: { readonly key: string; readonly words: string };
}

/** One value of what a row ranges over besides its own indices. */
interface Place {
  readonly frame: Frame;
  readonly scale: Rational;
  readonly where?: string;
}

/** The rows of a family, one per value of its indices and of what its relation leaves free. */
export function* rowsOf(world: World, row: Row): Generator<ReadRow> {
  const { left, right, operator } = row.relation;
  for (const outer of bindings(world, row.binders, undefined, blank)) {
    for (const { frame, scale, where } of places(world, row, outer)) {
      if (row.condition && evaluate(world, row.condition, frame) !== true) continue;
      const own = row.binders.map(({ name }) => text(outer.locals.get(name) as Value));
      const label = { key: JSON.stringify([row.name, where === undefined ? own : [...own, where]]), words: inWords(row, own, where) };
      if (operator === "holds") {
        const holds = evaluate(world, left, frame) === true;
        yield { form: { ...zero, constant: Rational.integer(holds ? 0 : -1) }, scale, operator: ">=", label };
      } else {
        const difference = plus(numberOf(world, left, frame), numberOf(world, right, frame), Rational.integer(-1));
        yield { form: plus(zero, difference, scale), scale, operator, label };
      }
    }
  }
}

/** The sentence of the family with its placeholders filled. */
function inWords({ binders, sentence }: Row, own: readonly string[], where: string | undefined): string {
  const filled = sentence.replace(
    /\{([^{}]*)\}/g,
    (hole, name: string) => (name === "knows" || name === "at" ? where : own[binders.findIndex((each) => each.name === name)]) ?? hole,
  );
  return where === undefined || /\{(knows|at)\}/.test(sentence) ? filled : `${filled} (at ${where})`;
}

/**
 * With conditional expectations, a row ranges over every value of what is conditioned on, weighted with its probability; or over
 * every combination of what the agents can know, also of probability zero, where that determines what is averaged. Otherwise over
 * every message profile, or every state if it looks at the true state; or over nothing if all is averaged.
 */
function places(world: World, row: Row, outer: Frame): Iterable<Place> {
  const sides = [row.relation.left, row.relation.right];
  const expectations = sides.flatMap(outermost);
  const given = expectations.filter((each) => each.given.some(({ kind }) => kind !== "event")).flatMap((each) => each.given);
  if (given.length > 0) {
    const conditions = given.flatMap((each) => (each.kind === "value" ? [each.of] : []));
    const informed = informedBy(world, given, outer);
    return conditions.length === 0 && expectations.every((each) => isDetermined(world, each, outer))
      ? combinations(world, outer, informed)
      : groups(world, outer, informed, conditions);
  }
  const read = new Set([...sides, ...(row.condition ? [row.condition] : [])].flatMap((side) => [...reads(world, side)]));
  if (!read.has("profile") && !read.has("state")) return [{ frame: outer, scale: Rational.one }];
  return read.has("hidden") || (read.has("state") && !world.model.direct) ? everyState(world, outer) : everyProfile(world, outer);
}

/** Expectations that stand in the relation itself, not inside another expectation. */
function outermost(side: Expr): Expectation[] {
  return side.kind === "expectation" ? [side] : children(side).flatMap(outermost);
}

function* everyState({ cells, states }: World, outer: Frame): Generator<Place> {
  for (const state of states) {
    const values = cells.map(({ name }) => `${name} = ${text(state.cells.get(name) as Value)}`).join(", ");
    yield { frame: enter(state, outer), scale: Rational.one, where: `state ${values}` };
  }
}

function* everyProfile(world: World, outer: Frame): Generator<Place> {
  const { agents, model } = world;
  for (const profile of profiles(world)) {
    const reported = agents.flatMap((agent, a) =>
      model.direct ? agent.observes.map((cell, k): [string, Value] => [cell.name, part(profile[a] as Value, agent.observes.length, k)]) : [],
    );
    const where = joined(agents.flatMap((agent, a) => (agent.options.length > 1 ? [text(profile[a] as Value)] : [])));
    yield { frame: { ...outer, profile, state: new Map(reported) }, scale: Rational.one, where };
  }
}

/** Every combination of what some agents can know. */
function* combinations(world: World, outer: Frame, informed: readonly number[]): Generator<Place> {
  const { agents } = world;
  for (const combination of product(informed.map((a) => [...(agents[a]?.knows ?? [])]))) {
    const known = new Map(informed.map((a, k) => [a, combination[k] as [string, State]]));
    const state = new Map(
      [...known].flatMap(([a, [, source]]) => (agents[a]?.observes ?? []).map((cell): [string, Value] => [cell.name, source.cells.get(cell.name) as Value])),
    );
    const where = whatIsKnown(world, informed, (a) => known.get(a)?.[0] ?? [...(agents[a]?.knows.keys() ?? [])][0] ?? "");
    yield { frame: { ...outer, state, profile: agents.map((_, a) => known.get(a)?.[1].sends[a]) }, scale: Rational.one, where };
  }
}

/** States grouped by what some agents know and by the values of the conditions. */
function* groups(world: World, outer: Frame, informed: readonly number[], conditions: readonly Expr[]): Generator<Place> {
  const found = new Map<string, { first: State; mass: Rational }>();
  for (const state of world.states) {
    const key = JSON.stringify([...informed.map((a) => state.knows[a]), ...conditions.map((each) => text(evaluate(world, each, enter(state, outer)), true))]);
    const group = found.get(key);
    found.set(key, { first: group?.first ?? state, mass: (group?.mass ?? Rational.zero).add(state.probability) });
  }
  for (const { first, mass } of found.values()) {
    const frame = enter(first, outer);
    const known = informed.length > 0 ? [whatIsKnown(world, informed, (a) => first.knows[a] ?? "")] : [];
    const where = [...known, ...new Set(conditions.map((each) => condition(world, each, frame)))].join(", ");
    yield { frame, scale: mass, where };
  }
}

/** `theta = 1`; of what has no name, the value. */
function condition(world: World, of: Expr, frame: Frame): string {
  const value = text(evaluate(world, of, frame));
  if (of.kind !== "component" && of.kind !== "message") return value;
  return `${named(
    of.of,
    of.index.map((each) => text(evaluate(world, each, frame))),
  )} = ${value}`;
}

function whatIsKnown({ agents }: World, informed: readonly number[], knows: (agent: number) => string): string {
  const [only] = informed;
  if (informed.length === 1 && only !== undefined) return knows(only);
  return joined(agents.flatMap((agent, a) => (agent.observes.length > 0 ? [knows(a)] : [])));
}

const joined = (parts: readonly string[]): string => (parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`);

/** What an agent reports about one of the `count` components that she observes. */
function part(message: Value, count: number, k: number): Value {
  return count === 1 ? message : typeof message === "object" && "form" in message ? (message.entries[k] as Value) : message;
}
