/** What is left of a spec after a public signal: the signal is a constant, and the prior is the law of the rest given the signal. */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Datum, Expr, Factor, Model, Variable } from "../../../compiler/model/model.generated.ts";
import { refuse } from "./refusal.ts";
import { datumOf, known, named, text, texts, type Value } from "./values.ts";
import type { Cells, State, World } from "./world.ts";

/** A public signal in words, the states it is sent in, and its probability. */
export interface Signal {
  readonly label: string;
  readonly states: readonly State[];
  readonly mass: Rational;
}

/** States grouped by what everybody sees. @throws Refusal if there are none */
export function publicSignals(world: World, seen: readonly Variable[]): Signal[] {
  const names = namesOf(seen);
  const groups = new Map<string, { label: string; states: State[]; mass: Rational }>();
  for (const state of world.states) {
    const label = labelAt(names, state.cells);
    const group = groups.get(label) ?? { label, states: [], mass: Rational.zero };
    groups.set(label, group);
    group.states.push(state);
    group.mass = group.mass.add(state.probability);
  }
  return groups.size > 0 ? [...groups.values()] : refuse("no public signal has positive probability");
}

/** The values of what everybody sees, as results print them. */
function labelAt(names: readonly string[], cells: Cells): string {
  return names.map((name) => text(cells.get(name) ?? refuse(`nothing says what ${name} is`))).join(", ");
}

/** The model after a signal: `kept` are the variables that agents observe or that something looks at. */
export function modelAfter(model: Model, { states, mass }: Signal, seen: readonly Variable[]): Model {
  const cells = states[0]?.cells ?? new Map<string, Value>();
  const read = componentsRead(model);
  const kept = model.variables.filter((each) => !seen.includes(each) && (each.audience === "agent" || read.has(each.name)));
  const { prior: _, variables: __, ...rest } = model;
  const constants = new Map(seen.map((variable) => [variable.name, constantOf(variable, cells)]));
  return { ...(replaced(rest, constants) as typeof rest), variables: kept, prior: [tableOf(kept, states, mass)] };
}

/** The joint law of some variables over some states, as a table. */
export function tableOf(kept: readonly Variable[], states: readonly State[], mass: Rational): Factor {
  const names = namesOf(kept);
  const rows = new Map<string, { values: Datum[]; probability: Rational }>();
  for (const { cells, probability } of states) {
    const values = names.map((name) => datumOf(cells.get(name) ?? refuse(`nothing says what ${name} is`)));
    const key = JSON.stringify(values);
    const row = rows.get(key) ?? { values, probability: Rational.zero };
    rows.set(key, { ...row, probability: row.probability.add(probability) });
  }
  return {
    targets: kept.flatMap((variable) => variable.components.map(({ index }) => ({ of: variable.name, index }))),
    law: "table",
    parents: [],
    table: [...rows.values()].map(({ values, probability }) => ({ values, probability: datumOf(known(probability.div(mass))) })),
    span: { start: 0, end: 0 },
  };
}

const namesOf = (variables: readonly Variable[]): string[] => variables.flatMap((variable) => variable.components.map(({ index }) => named(variable.name, texts(index))));

/** The value of a family of variables as nested tables over its indices. */
function constantOf(variable: Variable, cells: Cells): Datum {
  const entry = (index: readonly Datum[]): Datum => datumOf(cells.get(named(variable.name, texts(index))) ?? refuse(`nothing says what ${variable.name} is`));
  const table = (indices: readonly (readonly Datum[])[], depth: number): Datum => {
    const [first] = indices;
    if (first && depth === first.length) return entry(first);
    const heads = new Map(indices.map((index) => [JSON.stringify(index[depth]), index[depth] as Datum]));
    return { table: [...heads].map(([key, head]) => ({ key: head, value: table(indices.filter((index) => JSON.stringify(index[depth]) === key), depth + 1) })) };
  };
  return table(variable.components.map(({ index }) => index), 0);
}

/** The same tree with components of some families replaced by look-ups in constants. */
function replaced(node: unknown, constants: ReadonlyMap<string, Datum>): unknown {
  if (Array.isArray(node)) return node.map((each) => replaced(each, constants));
  if (typeof node !== "object" || node === null) return node;
  const { kind, of, index, span } = node as Partial<Extract<Expr, { kind: "component" }>>;
  const constant = kind === "component" && of !== undefined ? constants.get(of) : undefined;
  if (constant !== undefined && index && span)
    return index.reduce<Expr>((from, each) => ({ kind: "apply", operator: "at", arguments: [from, replaced(each, constants) as Expr], span }), { kind: "constant", value: constant, span });
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, replaced(child, constants)]));
}

/** Families that rules, rows, payoffs, quantities or objectives look at; definitions count when something uses them. */
function componentsRead({ messages, outcomes, rows, quantities, agents, moves, definitions }: Model): Set<string> {
  const [found, followed] = [new Set<string>(), new Set<string>()];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { kind, of } = node as { kind?: unknown; of?: unknown };
    if (kind === "component") found.add(String(of));
    if (kind === "definition" && !followed.has(String(of))) {
      followed.add(String(of));
      visit(definitions.find((each) => each.name === of)?.value);
    }
    Object.values(node).forEach(visit);
  };
  visit([messages, outcomes, rows, quantities, agents, moves]);
  return found;
}
