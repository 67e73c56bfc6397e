/** Reads a Model: its agents, the states that its prior can produce, and what everybody knows and sends there. */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Datum, Definition, Expr, Factor, Model } from "../../../compiler/model/model.generated.ts";
import { splitSignal } from "./equal-revenue.ts";
import { evaluate } from "./interpreter.ts";
import { refuse, type Meter } from "./refusal.ts";
import { affine, entries, known, named, plus, product, same, scalar, texts, tuple, valueOf, zero, type Table, type Value } from "./values.ts";
import { blank, knowledge, type Agent, type Cell, type Cells, type Frame, type State, type World } from "./world.ts";

/** @throws Refusal when the model cannot be read, or is too large */
export function readWorld(model: Model, meter: Meter): World {
  const { params, sets, agents, variables, messages } = model;
  const names = new Map([
    ...params.map((each): [string, Value] => [`param ${each.name}`, valueOf(each.value)]),
    ...[...sets, ...agents].map((each): [string, Value] => [`set ${each.name}`, { form: "set", entries: each.elements.map(valueOf) }]),
  ]);
  const cells = variables.flatMap((each) => cellsOf(each, each.audience !== "agent"));
  const sent = messages.flatMap((each) => cellsOf(each, false));
  const owners = variables.flatMap((each) => each.components.map((_, k) => (each.audience === "agent" ? each.observers[k] : undefined)));
  const senders = messages.flatMap((each) => each.senders);
  const everybody = agents.flatMap((set) =>
    set.elements.map((element): Agent => {
      const mine = (name: { readonly set: string; readonly element: Datum } | undefined): boolean =>
        name?.set === set.name && same(valueOf(name.element), valueOf(element));
      return {
        set: set.name,
        element: valueOf(element),
        observes: cells.filter((_, k) => mine(owners[k])),
        sends: sent.filter((_, k) => mine(senders[k])),
        knows: new Map(),
        options: [],
      };
    }),
  );
  const world: World = { model, meter, names, cells, agents: everybody, states: [] };
  const nothingDrawn: State = { cells: new Map(), probability: Rational.one, knows: [], sends: [] };
  world.states = inOrder(model.prior).reduce((states, factor) => states.flatMap((state) => extend(world, state, factor)), [nothingDrawn]);
  informAndSend(world);
  return world;
}

function cellsOf(group: Pick<Model["variables"][number], "name" | "components"> & { readonly strategy?: Definition }, hidden: boolean): Cell[] {
  return group.components.map((each) => ({
    name: named(group.name, texts(each.index)),
    of: group.name,
    index: each.index.map(valueOf),
    domain: each.domain.map(valueOf),
    hidden,
    strategy: group.strategy,
  }));
}

/** What the agents know in every state, what they can send, and what they do send. */
function informAndSend(world: World): void {
  const { agents, states, model, meter } = world;
  for (const state of states) {
    state.knows = agents.map((agent) => knowledge(agent, state.cells));
    agents.forEach((agent, a) => agent.knows.has(state.knows[a] as string) || agent.knows.set(state.knows[a] as string, state));
  }
  if (!model.direct) for (const agent of agents) for (const state of agent.knows.values()) strategy(world, agent, state.cells, true);
  for (const agent of agents) {
    if (model.direct) agent.options = [...agent.knows.values()].map((state) => truth(agent, state.cells));
    else {
      meter.spend(agent.sends.reduce((size, cell) => size * cell.domain.length, 1));
      agent.options = product(agent.sends.map((cell) => cell.domain)).map(tuple);
    }
  }
  for (const state of states) state.sends = agents.map((agent) => (model.direct ? truth(agent, state.cells) : strategy(world, agent, state.cells)));
}

function truth(agent: Agent, state: Cells): Value {
  return tuple(agent.observes.map((cell) => state.get(cell.name) as Value));
}

/** Factors with parents first. */
function inOrder(factors: readonly Factor[]): Factor[] {
  const done = new Set<Factor>();
  const visit = (factor: Factor): void => {
    if (done.has(factor)) return;
    for (const parent of factor.parents)
      for (const source of factors) if (source !== factor && source.targets.some((each) => equal(each, parent))) visit(source);
    done.add(factor);
  };
  const equal = (a: Factor["targets"][number], b: Factor["targets"][number]): boolean => a.of === b.of && JSON.stringify(a.index) === JSON.stringify(b.index);
  factors.forEach(visit);
  return [...done];
}

/** The states that follow when a factor of the joint law is drawn. */
function extend(world: World, state: State, factor: Factor): State[] {
  const targets = factor.targets.map(
    (each) => world.cells.find((cell) => cell.name === named(each.of, texts(each.index))) ?? refuse(`no component ${each.of}`, factor.span),
  );
  const frame: Frame = { ...blank, state: state.cells };
  const rows = drawn(world, factor, targets, frame);
  world.meter.spend(rows.length + 1);
  return rows
    .filter((row) => row.mass.sign() > 0)
    .map(({ values, mass }) => {
      const cells = new Map(state.cells);
      targets.forEach((cell, k) => {
        const value = values[k] ?? refuse("an outcome of a law is too short", factor.span);
        if (!cell.domain.some((each) => same(each, value))) cell.domain.push(value);
        cells.set(cell.name, value);
      });
      return { ...state, cells, probability: state.probability.mul(mass) };
    });
}

function drawn(world: World, factor: Factor, targets: readonly Cell[], frame: Frame): { values: Value[]; mass: Rational }[] {
  if (factor.law !== "table") return draws(world, factor, targets, frame);
  return (factor.table ?? []).map((row) => ({ values: row.values.map(valueOf), mass: scalar(valueOf(row.probability)) }));
}

function draws(world: World, factor: Factor, targets: readonly Cell[], frame: Frame): { values: Value[]; mass: Rational }[] {
  const rule = factor.rule ?? refuse("a law without a rule", factor.span);
  if (factor.law === "value") return [{ values: [evaluate(world, rule, frame)], mass: Rational.one }];
  if (drawsNothing(world, factor, frame)) return [{ values: targets.map(() => nothing), mass: Rational.one }];
  const one = lawOf(world, rule, frame, targets[0]?.domain ?? []).map(({ key, value }) => ({ values: flat(key, targets.length), mass: scalar(value) }));
  if (targets.length === 1 || one.some((each) => each.values.length > 1)) return one;
  return product(targets.map(() => one)).map((row) => ({
    values: row.flatMap((each) => each.values),
    mass: row.reduce((mass, each) => mass.mul(each.mass), Rational.one),
  }));
}

const nothing: Value = { form: "tuple", entries: [] };

/** A draw from an empty set draws nothing, and so does a draw that looks at one that drew nothing. */
function drawsNothing(world: World, { rule, targets, parents }: Factor, frame: Frame): boolean {
  const variable = (of: string): Model["variables"][number] | undefined => world.model.variables.find((each) => each.name === of);
  const isDraw = ({ of }: Factor["targets"][number]): boolean => variable(of)?.role === "draw";
  const isEmpty = (value: Value | undefined): boolean => typeof value === "object" && "form" in value && value.form !== "list" && value.entries.length === 0;
  if (targets.every(isDraw) && parents.some((each) => isDraw(each) && isEmpty(frame.state.get(named(each.of, texts(each.index)))))) return true;
  const open = targets.every(({ of }) => variable(of)?.components.every((each) => each.domain.length === 0) === true);
  const [set] = rule?.kind === "distribution" && rule.name === "uniform" && open ? rule.arguments : [];
  return set !== undefined && isEmpty(evaluate(world, set, frame));
}

function lawOf(world: World, expr: Expr, frame: Frame, domain: readonly Value[]): Table["table"] {
  if (expr.kind === "conditional") return lawOf(world, evaluate(world, expr.condition, frame) === true ? expr.then : expr.otherwise, frame, domain);
  if (expr.kind !== "distribution") {
    const value = evaluate(world, expr, frame);
    if (typeof value === "object" && "table" in value) return value.table;
    return entries(value).map((each, k) => ({ key: domain[k] ?? refuse("more probabilities than outcomes", expr.span), value: each }));
  }
  if (expr.name === "equal_revenue" && expr.given) return splitSignal(world, expr, frame, (cell) => redraw(world, cell, frame));
  const args = expr.arguments.map((each) => evaluate(world, each, frame));
  const [first] = args;
  if (expr.name === "point" && first !== undefined) return [{ key: first, value: known(Rational.one) }];
  if (expr.name === "bernoulli" && first)
    return [
      { key: zero, value: plus(known(Rational.one), affine(first), Rational.integer(-1)) },
      { key: known(Rational.one), value: first },
    ];
  if (expr.name !== "uniform" || args.length > 1)
    return refuse(`the checker does not know the law \`${expr.name}\` where it depends on other states`, expr.span);
  const support = first ? entries(first) : domain;
  return support.map((key) => ({ key, value: known(Rational.of(1, support.length)) }));
}

/** Values of one component by the factor that draws it alone. */
function redraw(world: World, cell: Cell, frame: Frame): { value: Value; mass: Rational }[] {
  const isIt = ({ of, index }: Factor["targets"][number]): boolean => named(of, texts(index)) === cell.name;
  const factor = world.model.prior.find(({ targets }) => targets.length === 1 && targets.some(isIt));
  if (!factor) return refuse(`the checker does not know the law of ${cell.name} alone`);
  return drawn(world, factor, [cell], frame).map(({ values, mass }) => ({ value: values[0] ?? refuse("an outcome of a law is too short", factor.span), mass }));
}

/** What an agent sends where nobody deviates; `open`: values that a strategy sends extend a domain that is not declared. */
function strategy(world: World, agent: Agent, cells: Cells, open = false): Value | undefined {
  const own = new Map(agent.observes.map((cell) => [cell.name, cells.get(cell.name) as Value]));
  const sent = agent.sends.map((cell) => {
    const value =
      cell.strategy &&
      evaluate(world, cell.strategy.value, {
        ...blank,
        locals: new Map(cell.strategy.parameters.map((name, k) => [name, cell.index[k] as Value])),
        state: own,
      });
    if (value !== undefined && open && !cell.domain.some((each) => same(each, value))) cell.domain.push(value);
    return value;
  });
  return sent.includes(undefined) ? undefined : tuple(sent as Value[]);
}

/** The entries of a joint outcome of several components; nested tuples are one. */
const flat = (value: Value, width: number): Value[] =>
  width > 1 && typeof value === "object" && "form" in value && value.form === "tuple" ? value.entries.flatMap((each) => flat(each, 2)) : [value];
