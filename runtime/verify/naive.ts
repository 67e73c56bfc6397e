/**
 * The naive reading of a Model for the checker: its states, agents and expressions, evaluated by walking the tree. A number is
 * an affine form in the chosen outcomes, so one evaluation gives both the coefficients of a row and, with values, its size.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { AgentTerm, Datum, Definition, Expr, Factor, Given, Model, Span } from "../../compiler/model/model.generated.ts";

/** Why nothing can be proved: the checker's only way to give up. */
export class Refusal extends Error {
  constructor(text: string, readonly span?: Span) {
    super(text);
  }
}

/** `constant + sum_k terms[k] x[k]`, where k is the {@link place} of a chosen outcome. */
export interface Affine { readonly constant: Rational; readonly terms: ReadonlyMap<string, Rational> }
export interface Many { readonly form: "tuple" | "list" | "set"; readonly entries: readonly Value[] }
export interface Table { readonly table: readonly { readonly key: Value; readonly value: Value }[] }
/** Text stands for a symbol. A distribution is the table of its probabilities. */
export type Value = Affine | boolean | string | Many | Table;

const noTerms: ReadonlyMap<string, Rational> = new Map();
export const known = (constant: Rational): Affine => ({ constant, terms: noTerms });
export const zero = known(Rational.zero);
export const plus = (a: Affine, b: Affine, factor = Rational.one): Affine => {
  const constant = a.constant.add(b.constant.mul(factor));
  if (b.terms.size === 0) return { constant, terms: a.terms };
  const terms = new Map(a.terms);
  for (const [key, coefficient] of b.terms) terms.set(key, (terms.get(key) ?? Rational.zero).add(coefficient.mul(factor)));
  return { constant, terms };
};
/** Name of an outcome at a message profile, e.g. `["win",["1"],["1","2"]]`. */
export const place = (of: string, index: readonly string[], at: readonly string[]): string => JSON.stringify([of, index, at]);
const tuple = (entries: readonly Value[]): Value => (entries.length === 1 ? (entries[0] as Value) : { form: "tuple", entries });
const named = (name: string, index: readonly string[]): string => (index.length > 0 ? `${name}[${index.join(", ")}]` : name);
const texts = (index: readonly Datum[]): string[] => index.map((each) => text(valueOf(each)));
const same = (a: Value, b: Value): boolean => text(a, true) === text(b, true);
const distinct = (values: readonly Value[]): Many => ({ form: "set", entries: [...new Map([...values].reverse().map((each) => [text(each, true), each])).values()].reverse() });
/** Every way to take one entry of each list, the last running fastest. */
export const product = <T>(lists: readonly (readonly T[])[]): T[][] => lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);

export function valueOf(datum: Datum): Value {
  if (typeof datum === "boolean") return datum;
  if (typeof datum === "string") return known(Rational.parse(datum) ?? refuse(`${datum} is not a number`));
  if ("float" in datum) return known(Rational.float(datum.float));
  if ("symbol" in datum) return datum.symbol;
  for (const form of ["tuple", "list", "set"] as const) if (form in datum) return { form, entries: (datum as Record<typeof form, Datum[]>)[form].map(valueOf) };
  if ("table" in datum) return { table: datum.table.map((entry) => ({ key: valueOf(entry.key), value: valueOf(entry.value) })) };
  if ("pmf" in datum) return { table: datum.pmf.map((entry) => ({ key: valueOf(entry.value), value: valueOf(entry.probability) })) };
  return refuse("the checker knows no continuous distributions");
}

/** A value as a spec would write it; with `sorted`, a text that equal sets share. */
export function text(value: Value, sorted = false): string {
  if (typeof value === "string") return /^[A-Za-z_]\w*$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  if ("constant" in value) return value.terms.size === 0 ? value.constant.toString() : refuse("a chosen value cannot decide which case applies");
  if ("table" in value) return `{${value.table.map((each) => `${text(each.key, sorted)}: ${text(each.value, sorted)}`).join(", ")}}`;
  const parts = value.entries.map((each) => text(each, sorted));
  if (sorted && value.form === "set") parts.sort();
  const [open, close] = value.form === "tuple" ? "()" : value.form === "list" ? "[]" : "{}";
  return `${open}${parts.join(", ")}${close}`;
}

function refuse(reason: string, span?: Span): never {
  throw new Refusal(reason, span);
}

/** One random variable or message component. */
interface Cell { readonly name: string; readonly of: string; readonly index: readonly Value[]; readonly domain: Value[]; readonly hidden: boolean; readonly strategy?: Definition }
interface Agent { readonly set: string; readonly element: Value; readonly observes: readonly Cell[]; readonly sends: readonly Cell[]; readonly knows: Map<string, State>; options: readonly Value[] }
type Cells = ReadonlyMap<string, Value>;
/** A state of positive probability, what every agent knows there (as text), and what she sends unless she deviates. */
export interface State { readonly cells: Cells; readonly probability: Rational; knows: readonly string[]; sends: readonly (Value | undefined)[] }
/** Where an expression is evaluated. Without `values` the chosen outcomes stay unknowns. */
export interface Frame {
  readonly locals: ReadonlyMap<string, Value>;
  readonly state: Cells;
  readonly profile: readonly (Value | undefined)[];
  readonly forced: ReadonlyMap<number, Value>;
  readonly values?: ReadonlyMap<string, Rational>;
}
export type Expectation = Extract<Expr, { kind: "expectation" }>;
type Family = Extract<Expr, { kind: "outcome" | "definition" | "quantity" | "payoff" | "outside" }>;

/** Direct subexpressions, found by shape: an expression has a kind and a span. */
export function children(node: object): Expr[] {
  return Object.values(node).flatMap((child: unknown) => (typeof child !== "object" || child === null ? [] : "kind" in child && "span" in child ? [child as Expr] : children(child)));
}

export class Naive {
  readonly cells: readonly Cell[];
  readonly agents: readonly Agent[];
  readonly states: readonly State[];
  private readonly names: ReadonlyMap<string, Value>;
  private steps = 0;

  /** @throws Refusal when the model cannot be read, or needs more than `limit` steps now or later */
  constructor(readonly model: Model, private readonly limit: number) {
    const { params, sets, agents, variables, messages } = model;
    this.names = new Map([...params.map((each): [string, Value] => [`param ${each.name}`, valueOf(each.value)]), ...[...sets, ...agents].map((each): [string, Value] => [`set ${each.name}`, { form: "set", entries: each.elements.map(valueOf) }])]);
    type Group = Pick<Model["variables"][number], "name" | "components"> & { strategy?: Definition };
    const cellsOf = (group: Group, hidden: boolean): Cell[] =>
      group.components.map((each) => ({ name: named(group.name, texts(each.index)), of: group.name, index: each.index.map(valueOf), domain: each.domain.map(valueOf), hidden, strategy: group.strategy }));
    this.cells = variables.flatMap((each) => cellsOf(each, each.audience !== "agent"));
    const owners = variables.flatMap((each) => each.components.map((_, k) => (each.audience === "agent" ? each.observers[k] : undefined)));
    const sent = messages.flatMap((each) => cellsOf(each, false));
    const senders = messages.flatMap((each) => each.senders);
    const is = (set: string, element: Datum) => (name: Model["messages"][number]["senders"][number] | undefined) => name?.set === set && text(valueOf(name.element)) === text(valueOf(element));
    this.agents = agents.flatMap((set) => set.elements.map((element): Agent => {
      const mine = is(set.name, element);
      return { set: set.name, element: valueOf(element), observes: this.cells.filter((_, k) => mine(owners[k])), sends: sent.filter((_, k) => mine(senders[k])), knows: new Map(), options: [] };
    }));
    this.states = this.inOrder(model.prior).reduce<State[]>((states, factor) => states.flatMap((state) => this.extend(state, factor)), [{ cells: new Map(), probability: Rational.one, knows: [], sends: [] }]);
    for (const state of this.states) {
      state.knows = this.agents.map((agent) => this.knowledge(agent, state.cells));
      this.agents.forEach((agent, a) => agent.knows.has(state.knows[a] as string) || agent.knows.set(state.knows[a] as string, state));
    }
    for (const agent of this.agents) for (const state of agent.knows.values()) this.strategy(agent, state.cells, true);
    for (const agent of this.agents) {
      if (model.direct) agent.options = [...agent.knows.values()].map((state) => tuple(agent.observes.map((cell) => state.cells.get(cell.name) as Value)));
      else agent.options = product(agent.sends.map((cell) => cell.domain)).map(tuple);
    }
    for (const state of this.states) state.sends = this.agents.map((agent) => this.strategy(agent, state.cells));
  }

  /** Counts work; long numbers count with the square of their length, as their arithmetic does. */
  spend(steps: number, size?: Rational): void {
    const digits = typeof size?.d === "bigint" || typeof size?.n === "bigint" ? size.n.toString(16).length + size.d.toString(16).length : 0;
    this.steps += steps + (digits * digits) / 50;
    if (this.steps > this.limit) refuse(`checking needs more than ${this.limit.toLocaleString("en")} steps`);
  }

  /** Factors with parents first. */
  private inOrder(factors: readonly Factor[]): Factor[] {
    const done = new Set<Factor>();
    const visit = (factor: Factor): void => {
      if (done.has(factor)) return;
      for (const parent of factor.parents) for (const source of factors) if (source !== factor && source.targets.some((each) => same2(each, parent))) visit(source);
      done.add(factor);
    };
    const same2 = (a: Factor["targets"][number], b: Factor["targets"][number]): boolean => a.of === b.of && JSON.stringify(a.index) === JSON.stringify(b.index);
    factors.forEach(visit);
    return [...done];
  }

  /** The states that follow when a factor of the joint law is drawn. */
  private extend(state: State, factor: Factor): State[] {
    const targets = factor.targets.map((each) => this.cells.find((cell) => cell.name === named(each.of, texts(each.index))) ?? refuse(`no component ${each.of}`, factor.span));
    const frame: Frame = { locals: new Map(), state: state.cells, profile: [], forced: new Map() };
    const rows = factor.law === "table" ? (factor.table ?? []).map((row) => ({ values: row.values.map(valueOf), mass: number(valueOf(row.probability)) })) : this.draws(factor, targets, frame);
    this.spend(rows.length + 1);
    return rows.filter((row) => row.mass.sign() > 0).map(({ values, mass }) => {
      const cells = new Map(state.cells);
      targets.forEach((cell, k) => {
        const value = values[k] ?? refuse("an outcome of a law is too short", factor.span);
        if (!cell.domain.some((each) => same(each, value))) cell.domain.push(value);
        cells.set(cell.name, value);
      });
      return { ...state, cells, probability: state.probability.mul(mass) };
    });
  }

  private draws(factor: Factor, targets: readonly Cell[], frame: Frame): { values: Value[]; mass: Rational }[] {
    const rule = factor.rule ?? refuse("a law without a rule", factor.span);
    if (factor.law === "value") return [{ values: [this.eval(rule, frame)], mass: Rational.one }];
    const law = this.law(rule, frame, targets[0]?.domain ?? []).map(({ key, value }) => ({ values: flat(key, targets.length), mass: number(value) }));
    if (targets.length === 1 || law.some((each) => each.values.length > 1)) return law;
    return product(targets.map(() => law)).map((row) => ({ values: row.flatMap((each) => each.values), mass: row.reduce((mass, each) => mass.mul(each.mass), Rational.one) }));
  }

  private law(expr: Expr, frame: Frame, domain: readonly Value[]): Table["table"] {
    if (expr.kind === "conditional") return this.law(this.eval(expr.condition, frame) === true ? expr.then : expr.otherwise, frame, domain);
    if (expr.kind !== "distribution") {
      const value = this.eval(expr, frame);
      if (typeof value === "object" && "table" in value) return value.table;
      return entries(value).map((each, k) => ({ key: domain[k] ?? refuse("more probabilities than outcomes", expr.span), value: each }));
    }
    const args = expr.arguments.map((each) => this.eval(each, frame));
    const [first] = args;
    if (expr.name === "bernoulli" && first) return [{ key: zero, value: plus(known(Rational.one), affine(first), Rational.integer(-1)) }, { key: known(Rational.one), value: first }];
    if (expr.name !== "uniform" || args.length > 1) return refuse(`the checker does not know the law \`${expr.name}\` where it depends on other states`, expr.span);
    const support = first ? entries(first) : domain;
    return support.map((key) => ({ key, value: known(Rational.of(1, support.length)) }));
  }

  private knowledge(agent: Agent, cells: Cells): string {
    return text(tuple(agent.observes.map((cell) => cells.get(cell.name) ?? refuse(`nothing says what ${agent.set} ${text(agent.element)} knows here`))));
  }

  /** What an agent sends where nobody deviates; `open`: values that a strategy sends extend a domain that is not declared. */
  strategy(agent: Agent, cells: Cells, open = false): Value | undefined {
    if (this.model.direct) return tuple(agent.observes.map((cell) => cells.get(cell.name) as Value));
    const own = new Map(agent.observes.map((cell) => [cell.name, cells.get(cell.name) as Value]));
    const sent = agent.sends.map((cell) => {
      const value = cell.strategy && this.eval(cell.strategy.value, { locals: new Map(cell.strategy.parameters.map((name, k) => [name, cell.index[k] as Value])), state: own, profile: [], forced: new Map() });
      if (value !== undefined && open && !cell.domain.some((each) => same(each, value))) cell.domain.push(value);
      return value;
    });
    return sent.includes(undefined) ? undefined : tuple(sent as Value[]);
  }

  enter(state: State, frame: Frame): Frame {
    return { ...frame, state: state.cells, profile: state.sends.map((message, a) => frame.forced.get(a) ?? message) };
  }
