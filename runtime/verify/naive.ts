/**
 * The naive reading of a Model for the checker: its states, agents and expressions, evaluated by walking the tree. A number is
 * an affine form in the chosen outcomes, so one evaluation gives both the coefficients of a row and, with values, its size.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { AgentTerm, Datum, Definition, Expr, Factor, Given, Model, Span } from "../../compiler/model/model.generated.ts";

/** Why nothing can be proved: the checker's only way to give up. */
export class Refusal extends Error {
  constructor(
    text: string,
    readonly span?: Span,
  ) {
    super(text);
  }
}

/** `constant + sum_k terms[k] x[k]`, where k is the {@link place} of a chosen outcome. */
export interface Affine {
  readonly constant: Rational;
  readonly terms: ReadonlyMap<string, Rational>;
}
export interface Many {
  readonly form: "tuple" | "list" | "set";
  readonly entries: readonly Value[];
}
export interface Table {
  readonly table: readonly { readonly key: Value; readonly value: Value }[];
}
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
export const texts = (index: readonly Datum[]): string[] => index.map((each) => text(valueOf(each)));
const same = (a: Value, b: Value): boolean => text(a, true) === text(b, true);
const distinct = (values: readonly Value[]): Many => ({
  form: "set",
  entries: [...new Map([...values].reverse().map((each) => [text(each, true), each])).values()].reverse(),
});
/** Every way to take one entry of each list, the last running fastest. */
export const product = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])), [[]]);

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
interface Cell {
  readonly name: string;
  readonly of: string;
  readonly index: readonly Value[];
  readonly domain: Value[];
  readonly hidden: boolean;
  readonly strategy?: Definition;
}
interface Agent {
  readonly set: string;
  readonly element: Value;
  readonly observes: readonly Cell[];
  readonly sends: readonly Cell[];
  readonly knows: Map<string, State>;
  options: readonly Value[];
}
type Cells = ReadonlyMap<string, Value>;
/** A state of positive probability, what every agent knows there (as text), and what she sends unless she deviates. */
export interface State {
  readonly cells: Cells;
  readonly probability: Rational;
  knows: readonly string[];
  sends: readonly (Value | undefined)[];
}
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
  return Object.values(node).flatMap((child: unknown) =>
    typeof child !== "object" || child === null ? [] : "kind" in child && "span" in child ? [child as Expr] : children(child),
  );
}

export class Naive {
  readonly cells: readonly Cell[];
  readonly agents: readonly Agent[];
  readonly states: readonly State[];
  private readonly names: ReadonlyMap<string, Value>;
  private steps = 0;

  /** @throws Refusal when the model cannot be read, or needs more than `limit` steps now or later */
  constructor(
    readonly model: Model,
    private readonly limit: number,
  ) {
    const { params, sets, agents, variables, messages } = model;
    this.names = new Map([
      ...params.map((each): [string, Value] => [`param ${each.name}`, valueOf(each.value)]),
      ...[...sets, ...agents].map((each): [string, Value] => [`set ${each.name}`, { form: "set", entries: each.elements.map(valueOf) }]),
    ]);
    type Group = Pick<Model["variables"][number], "name" | "components"> & { strategy?: Definition };
    const cellsOf = (group: Group, hidden: boolean): Cell[] =>
      group.components.map((each) => ({
        name: named(group.name, texts(each.index)),
        of: group.name,
        index: each.index.map(valueOf),
        domain: each.domain.map(valueOf),
        hidden,
        strategy: group.strategy,
      }));
    this.cells = variables.flatMap((each) => cellsOf(each, each.audience !== "agent"));
    const owners = variables.flatMap((each) => each.components.map((_, k) => (each.audience === "agent" ? each.observers[k] : undefined)));
    const sent = messages.flatMap((each) => cellsOf(each, false));
    const senders = messages.flatMap((each) => each.senders);
    const is = (set: string, element: Datum) => (name: Model["messages"][number]["senders"][number] | undefined) =>
      name?.set === set && text(valueOf(name.element)) === text(valueOf(element));
    this.agents = agents.flatMap((set) =>
      set.elements.map((element): Agent => {
        const mine = is(set.name, element);
        return {
          set: set.name,
          element: valueOf(element),
          observes: this.cells.filter((_, k) => mine(owners[k])),
          sends: sent.filter((_, k) => mine(senders[k])),
          knows: new Map(),
          options: [],
        };
      }),
    );
    this.states = this.inOrder(model.prior).reduce<State[]>(
      (states, factor) => states.flatMap((state) => this.extend(state, factor)),
      [{ cells: new Map(), probability: Rational.one, knows: [], sends: [] }],
    );
    for (const state of this.states) {
      state.knows = this.agents.map((agent) => this.knowledge(agent, state.cells));
      this.agents.forEach((agent, a) => agent.knows.has(state.knows[a] as string) || agent.knows.set(state.knows[a] as string, state));
    }
    for (const agent of this.agents) for (const state of agent.knows.values()) this.strategy(agent, state.cells, true);
    for (const agent of this.agents) {
      if (model.direct) agent.options = [...agent.knows.values()].map((state) => tuple(agent.observes.map((cell) => state.cells.get(cell.name) as Value)));
      else {
        this.spend(agent.sends.reduce((size, cell) => size * cell.domain.length, 1));
        agent.options = product(agent.sends.map((cell) => cell.domain)).map(tuple);
      }
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
      for (const parent of factor.parents)
        for (const source of factors) if (source !== factor && source.targets.some((each) => equal(each, parent))) visit(source);
      done.add(factor);
    };
    const equal = (a: Factor["targets"][number], b: Factor["targets"][number]): boolean => a.of === b.of && JSON.stringify(a.index) === JSON.stringify(b.index);
    factors.forEach(visit);
    return [...done];
  }

  /** The states that follow when a factor of the joint law is drawn. */
  private extend(state: State, factor: Factor): State[] {
    const targets = factor.targets.map(
      (each) => this.cells.find((cell) => cell.name === named(each.of, texts(each.index))) ?? refuse(`no component ${each.of}`, factor.span),
    );
    const frame: Frame = { locals: new Map(), state: state.cells, profile: [], forced: new Map() };
    const rows =
      factor.law === "table"
        ? (factor.table ?? []).map((row) => ({ values: row.values.map(valueOf), mass: scalar(valueOf(row.probability)) }))
        : this.draws(factor, targets, frame);
    this.spend(rows.length + 1);
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

  private draws(factor: Factor, targets: readonly Cell[], frame: Frame): { values: Value[]; mass: Rational }[] {
    const rule = factor.rule ?? refuse("a law without a rule", factor.span);
    if (factor.law === "value") return [{ values: [this.eval(rule, frame)], mass: Rational.one }];
    const law = this.law(rule, frame, targets[0]?.domain ?? []).map(({ key, value }) => ({ values: flat(key, targets.length), mass: scalar(value) }));
    if (targets.length === 1 || law.some((each) => each.values.length > 1)) return law;
    return product(targets.map(() => law)).map((row) => ({
      values: row.flatMap((each) => each.values),
      mass: row.reduce((mass, each) => mass.mul(each.mass), Rational.one),
    }));
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

  private knowledge(agent: Agent, cells: Cells): string {
    return text(tuple(agent.observes.map((cell) => cells.get(cell.name) ?? refuse(`nothing says what ${agent.set} ${text(agent.element)} knows here`))));
  }

  /** What an agent sends where nobody deviates; `open`: values that a strategy sends extend a domain that is not declared. */
  strategy(agent: Agent, cells: Cells, open = false): Value | undefined {
    if (this.model.direct) return tuple(agent.observes.map((cell) => cells.get(cell.name) as Value));
    const own = new Map(agent.observes.map((cell) => [cell.name, cells.get(cell.name) as Value]));
    const sent = agent.sends.map((cell) => {
      const value =
        cell.strategy &&
        this.eval(cell.strategy.value, {
          locals: new Map(cell.strategy.parameters.map((name, k) => [name, cell.index[k] as Value])),
          state: own,
          profile: [],
          forced: new Map(),
        });
      if (value !== undefined && open && !cell.domain.some((each) => same(each, value))) cell.domain.push(value);
      return value;
    });
    return sent.includes(undefined) ? undefined : tuple(sent as Value[]);
  }

  enter(state: State, frame: Frame): Frame {
    return { ...frame, state: state.cells, profile: state.sends.map((message, a) => frame.forced.get(a) ?? message) };
  }

  agentsOf(term: AgentTerm, frame: Frame): number[] {
    const all = [...this.agents.keys()];
    const { set, index } = term;
    if (!index) return all.filter((a) => this.agents[a]?.set === set);
    const element = this.eval(index, frame);
    const one =
      all.find((a) => this.agents[a]?.set === set && same(this.agents[a].element, element)) ?? refuse(`no agent ${set}[${text(element)}]`, index.span);
    return term.others ? all.filter((a) => a !== one) : [one];
  }

  /** States that agree with the frame on what is conditioned on. Events are true or false at each state. */
  private condition(given: readonly Given[], frame: Frame): readonly State[] {
    const informed = given.flatMap((each) => (each.kind === "information" ? this.agentsOf(each.agent, frame) : []));
    const knows = informed.map((a) => this.knowledge(this.agents[a] as Agent, frame.state));
    const rest = given.flatMap((each) =>
      each.kind === "information" ? [] : [{ of: each.of, wanted: each.kind === "event" ? true : this.eval(each.of, frame) }],
    );
    this.spend(this.states.length);
    return this.states.filter(
      (state) => informed.every((a, k) => state.knows[a] === knows[k]) && rest.every(({ of, wanted }) => same(this.eval(of, this.enter(state, frame)), wanted)),
    );
  }

  /** Do the conditions alone fix what is averaged? Then it is its own expectation, also where their probability is zero. */
  determined({ body, given }: Expectation, frame: Frame): boolean {
    if (given.length === 0 || given.some((each) => each.kind !== "information")) return false;
    const agents = given.flatMap((each) => (each.kind === "information" ? this.agentsOf(each.agent, frame) : []));
    const fixed = new Set(agents.flatMap((a) => this.agents[a]?.observes ?? []));
    return [...this.needs(body, frame.locals, new Set())].every((cell) => fixed.has(cell));
  }

  /** Components of the state that the text of an expression may depend on, when the messages of `deviating` are imposed. */
  private needs(expr: Expr, locals: ReadonlyMap<string, Value>, deviating: ReadonlySet<number>): Set<Cell> {
    this.spend(1);
    const index = (each: Expr): Value | undefined =>
      each.kind === "local" ? locals.get(each.name) : each.kind === "constant" ? valueOf(each.value) : undefined;
    const below = (parts: readonly Expr[], scope = locals, silent = deviating): Cell[] => parts.flatMap((part) => [...this.needs(part, scope, silent)]);
    const found = new Set<Cell>();
    const add = (cells: readonly Cell[]): void => cells.forEach((cell) => found.add(cell));
    if (expr.kind === "message" || expr.kind === "outcome" || (expr.kind === "component" && expr.view === "reported"))
      add(this.agents.flatMap((agent, a) => (deviating.has(a) ? [] : agent.observes)));
    else if (expr.kind === "component") {
      const at = expr.index.map(index);
      const family = this.cells.filter((cell) => cell.of === expr.of);
      add(at.includes(undefined) ? family : family.filter((cell) => cell.index.every((each, k) => same(each, at[k] as Value))));
    } else if (expr.kind === "expectation") return new Set(below(expr.given.flatMap((each) => (each.kind === "information" ? [] : [each.of]))));
    else if (expr.kind === "deviation") {
      const silent = new Set(deviating);
      for (const { who } of expr.reports)
        if (who.index && index(who.index) !== undefined) for (const a of this.agentsOf(who, { ...blank, locals })) silent.add(a);
      return new Set([...below(expr.reports.map((each) => each.what)), ...below([expr.body], locals, silent)]);
    } else if (expr.kind === "aggregate" || expr.kind === "builder") {
      const inner = new Map(locals);
      for (const binder of expr.kind === "builder" ? [expr.binder] : expr.binders) inner.delete(binder.name);
      return new Set(below(children(expr), inner));
    }
    const definition = this.definitionOf(expr);
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
  reads(expr: Expr, called = false): Set<"profile" | "state" | "hidden"> {
    this.spend(1);
    if (expr.kind === "expectation" && !called) return new Set();
    const found = new Set(children(expr).flatMap((child) => [...this.reads(child, called)]));
    const definition = this.definitionOf(expr);
    if (definition && expr.kind !== "outcome") {
      const body = this.reads(definition.value, true);
      if (!called && !body.has("state")) body.delete("hidden");
      for (const each of body) found.add(each);
    }
    if (expr.kind === "expectation") {
      found.delete("profile");
      found.delete("state");
      if (expr.given.some((each) => each.kind !== "event")) found.add("state");
    } else if (expr.kind === "component" && expr.view === "true") {
      found.add("state");
      if (this.cells.some((cell) => cell.of === expr.of && cell.hidden)) found.add("hidden");
    } else if (expr.kind === "component" || expr.kind === "message" || expr.kind === "outcome") found.add("profile");
    return found;
  }

  private definitionOf(expr: Expr): Definition | undefined {
    const { agents, outcomes, quantities, definitions } = this.model;
    if (expr.kind === "payoff" || expr.kind === "outside") return agents.find((each) => each.name === expr.agent.set)?.[expr.kind];
    if (expr.kind === "outcome") return outcomes.find((each) => each.name === expr.of)?.rule;
    if (expr.kind === "quantity") return quantities.find((each) => each.name === expr.of)?.definition;
    const found = expr.kind === "definition" ? definitions.find((each) => each.name === expr.of) : undefined;
    return found && { parameters: found.parameters.map((each) => each.name), value: found.value };
  }

  /** The reports at a message profile, one text per agent who has something to report. */
  at(profile: Frame["profile"]): string[] {
    return this.agents.flatMap((agent, a) =>
      agent.observes.length + agent.sends.length > 0 ? [text(profile[a] ?? refuse("nothing says which messages are sent here"))] : [],
    );
  }

  private call(expr: Family, frame: Frame): Value {
    const index = indexOf(expr).map((each) => this.eval(each, frame));
    const definition = this.definitionOf(expr);
    if (definition) return this.eval(definition.value, { ...frame, locals: new Map(definition.parameters.map((name, k) => [name, index[k] as Value])) });
    if (expr.kind !== "outcome") return expr.kind === "outside" ? zero : refuse("a definition is missing", expr.span);
    const key = place(
      expr.of,
      index.map((each) => text(each)),
      this.at(frame.profile),
    );
    if (!frame.values) return { constant: Rational.zero, terms: new Map([[key, Rational.one]]) };
    return known(frame.values.get(key) ?? refuse(`there is no value of ${key}`, expr.span));
  }

  /** @throws Refusal */
  number(expr: Expr, frame: Frame): Affine {
    const value = this.eval(expr, frame);
    return typeof value === "object" && "constant" in value ? value : refuse(`${text(value)} is not a number`, expr.span);
  }

  eval(expr: Expr, frame: Frame): Value {
    const value = this.walk(expr, frame);
    this.spend(1, typeof value === "object" && "constant" in value ? value.constant : undefined);
    return value;
  }

  private walk(expr: Expr, frame: Frame): Value {
    const unknown = (): never => refuse(`what \`${"of" in expr ? expr.of : expr.kind}\` is here is not determined`, expr.span);
    switch (expr.kind) {
      case "constant":
        return valueOf(expr.value);
      case "param":
      case "set":
        return this.names.get(`${expr.kind} ${expr.of}`) ?? unknown();
      case "local":
        return frame.locals.get(expr.name) ?? unknown();
      case "component":
      case "message": {
        const name = named(
          expr.of,
          expr.index.map((each) => text(this.eval(each, frame))),
        );
        if (expr.kind === "component" && expr.view === "true") return frame.state.get(name) ?? unknown();
        for (const [a, agent] of this.agents.entries()) {
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
        return this.call(expr, frame);
      case "apply":
        return this.apply(expr.operator, expr.arguments, frame, expr.span);
      case "conditional":
        return this.eval(this.eval(expr.condition, frame) === true ? expr.then : expr.otherwise, frame);
      case "aggregate":
        return this.aggregate(expr, frame);
      case "collection": {
        const all = expr.entries.map((each) => this.eval(each, frame));
        return expr.form === "set" ? distinct(all) : { form: expr.form, entries: all };
      }
      case "table":
        return { table: expr.entries.map((each) => ({ key: this.eval(each.key, frame), value: this.eval(each.value, frame) })) };
      case "range":
        return this.range(
          scalar(this.eval(expr.from, frame)),
          scalar(this.eval(expr.to, frame)),
          expr.step ? scalar(this.eval(expr.step, frame)) : Rational.one,
        );
      case "builder":
        return { form: "set", entries: this.bindings([expr.binder], expr.condition, frame).map((inner) => inner.locals.get(expr.binder.name) as Value) };
      case "expectation": {
        if (this.determined(expr, frame)) return this.eval(expr.body, frame);
        const states = this.condition(expr.given, frame);
        const mass = states.reduce((sum, state) => sum.add(state.probability), Rational.zero);
        if (mass.isZero()) return refuse("this condition has probability zero", expr.span);
        return this.total(states.map((state) => ({ value: this.number(expr.body, this.enter(state, frame)), factor: state.probability.div(mass) })));
      }
      case "deviation": {
        let inner = frame;
        for (const report of expr.reports) {
          const who = this.agentsOf(report.who, inner);
          const what = this.eval(report.what, inner);
          const told = new Map(who.map((a, k) => [a, report.who.others || !report.who.index ? (entries(what)[k] ?? unknown()) : what]));
          inner = { ...inner, forced: new Map([...inner.forced, ...told]), profile: this.agents.map((_, a) => told.get(a) ?? inner.profile[a]) };
        }
        return this.eval(expr.body, inner);
      }
      case "messages": {
        const options = this.agentsOf(expr.agent, frame).map((a) => this.agents[a]?.options ?? []);
        this.spend(options.reduce((size, each) => size * each.length, 1));
        return { form: "set", entries: expr.agent.others ? product(options).map((each) => ({ form: "tuple", entries: each })) : (options[0] ?? []) };
      }
      case "distribution":
        return unknown();
    }
  }

  private total(parts: readonly { readonly value: Affine; readonly factor?: Rational }[]): Affine {
    return parts.reduce((sum, { value, factor }) => {
      this.spend(value.terms.size, sum.constant);
      return plus(sum, value, factor);
    }, zero);
  }

  private range(from: Rational, to: Rational, step: Rational): Many {
    const all: Value[] = [];
    for (let each = from; step.sign() > 0 && each.compare(to) <= 0; each = each.add(step)) {
      this.spend(1);
      all.push(known(each));
    }
    return { form: "set", entries: all };
  }

  /** The frames in which the body of an aggregate is evaluated. */
  bindings(binders: readonly { readonly name: string; readonly set: Expr }[], condition: Expr | undefined, frame: Frame): Frame[] {
    const frames = binders.reduce<Frame[]>(
      (all, { name, set }) =>
        all.flatMap((each) => entries(this.eval(set, each)).map((value) => (this.spend(1), { ...each, locals: new Map(each.locals).set(name, value) }))),
      [frame],
    );
    return condition ? frames.filter((each) => this.eval(condition, each) === true) : frames;
  }

  private aggregate(expr: Extract<Expr, { kind: "aggregate" }>, frame: Frame): Value {
    const { operator, body, binders } = expr;
    const frames = this.bindings(binders, expr.condition, frame);
    if (operator === "count") return known(Rational.integer(frames.filter((each) => !body || this.eval(body, each) === true).length));
    if (!body) return refuse(`\`${operator}\` without a body`, expr.span);
    if (operator === "all") return frames.every((each) => this.eval(body, each) === true);
    if (operator === "exists") return frames.some((each) => this.eval(body, each) === true);
    const values = frames.map((each) => this.number(body, each));
    if (operator === "sum") return this.total(values.map((value) => ({ value })));
    const numbers = values.map(scalar);
    if (operator === "product") return known(numbers.reduce((a, b) => a.mul(b), Rational.one));
    const sign = operator === "min" || operator === "argmin" ? -1 : 1;
    const sorted = [...numbers].sort((a, b) => sign * b.compare(a));
    const rank = operator === "nth" && expr.rank ? scalar(this.eval(expr.rank, frame)).toNumber() : 1;
    const extreme = sorted[rank - 1];
    if (operator === "argmax" || operator === "argmin")
      return {
        form: "set",
        entries: frames.filter((_, k) => extreme && numbers[k]?.equals(extreme)).map((each) => each.locals.get(binders[0]?.name ?? "") as Value),
      };
    return known(extreme ?? refuse(`there is no value of rank ${rank}`, expr.span));
  }

  private apply(operator: string, args: readonly Expr[], frame: Frame, span: Span): Value {
    const value = (k: number): Value => this.eval(args[k] ?? refuse("an argument is missing", span), frame);
    const form = (k: number): Affine => affine(value(k));
    const number = (k: number): Rational => scalar(value(k));
    const order = (): number => number(0).compare(number(1));
    const set = (k: number): readonly Value[] => entries(value(k));
    const has = (list: readonly Value[], wanted: Value): boolean => list.some((each) => same(each, wanted));
    const fold = (step: (a: Rational, b: Rational) => Rational, initial?: Rational): Affine => {
      const first = value(0);
      const all = (args.length > 1 ? args.map((_, k) => value(k)) : typeof first === "object" && "form" in first ? first.entries : [first]).map(scalar);
      return known(initial ? all.reduce(step, initial) : all.length > 0 ? all.reduce(step) : refuse("an extreme over nothing", span));
    };
    const irrational = (compute: (x: number) => number, at: Rational, exact: Rational): Affine =>
      known(number(0).equals(at) ? exact : Rational.float(compute(number(0).toNumber())));
    switch (operator) {
      case "+":
        return plus(form(0), form(1));
      case "-":
        return plus(form(0), form(1), Rational.integer(-1));
      case "negate":
        return plus(zero, form(0), Rational.integer(-1));
      case "*": {
        const [a, b] = [form(0), form(1)];
        return a.terms.size === 0 ? plus(zero, b, a.constant) : plus(zero, a, scalar(b));
      }
      case "/":
        return plus(zero, form(0), Rational.one.div(number(1)));
      case "^": {
        const [base, exponent] = [number(0), number(1)];
        if (!exponent.isInteger()) return known(Rational.float(base.toNumber() ** exponent.toNumber()));
        this.spend((Math.abs(exponent.toNumber()) * base.toString().length) ** 2 / 50);
        return known(base.pow(exponent.toNumber()));
      }
      case "not":
        return value(0) !== true;
      case "and":
        return value(0) === true && value(1) === true;
      case "or":
        return value(0) === true || value(1) === true;
      case "=":
        return same(value(0), value(1));
      case "!=":
        return !same(value(0), value(1));
      case "<":
        return order() < 0;
      case "<=":
        return order() <= 0;
      case ">":
        return order() > 0;
      case ">=":
        return order() >= 0;
      case "in":
        return has(set(1), value(0));
      case "not in":
        return !has(set(1), value(0));
      case "at": {
        const [from, key] = [value(0), value(1)];
        const entry =
          typeof from === "object" && "table" in from ? from.table.find((each) => same(each.key, key))?.value : entries(from)[scalar(key).toNumber() - 1];
        return entry ?? refuse(`there is no entry ${text(key)}`, span);
      }
      case "abs":
        return known(number(0).abs());
      case "sign":
        return known(Rational.integer(number(0).sign()));
      case "floor":
        return known(floor(number(0)));
      case "ceil":
        return known(floor(number(0).neg()).neg());
      case "round":
        return known(floor(number(0).add(Rational.of(1, 2))));
      case "exp":
        return irrational(Math.exp, Rational.zero, Rational.one);
      case "log":
        return irrational(Math.log, Rational.one, Rational.zero);
      case "sqrt":
        return root(number(0));
      case "max":
        return fold((a, b) => (a.compare(b) >= 0 ? a : b));
      case "min":
        return fold((a, b) => (a.compare(b) <= 0 ? a : b));
      case "sum":
        return this.total(set(0).map((each) => ({ value: affine(each) })));
      case "product":
        return fold((a, b) => a.mul(b), Rational.one);
      case "size":
        return known(Rational.integer(set(0).length));
      case "union":
        return distinct([...set(0), ...set(1)]);
      case "intersection":
        return distinct(set(0).filter((each) => has(set(1), each)));
      case "difference":
        return distinct(set(0).filter((each) => !has(set(1), each)));
      case "subset":
        return set(0).every((each) => has(set(1), each));
      case "grid":
        return this.range(number(0), number(1), number(2));
      case "ladder":
        return this.range(Rational.zero, number(0), Rational.one.div(number(0)));
      default:
        return refuse(`the checker does not know \`${operator}\``, span);
    }
  }
}

/** Nowhere: no state, no messages. */
export const blank: Frame = { locals: new Map(), state: new Map(), profile: [], forced: new Map() };
const indexOf = (expr: Expr): readonly Expr[] => ("index" in expr ? expr.index : "agent" in expr && expr.agent.index ? [expr.agent.index] : []);
const affine = (value: Value): Affine => (typeof value === "object" && "constant" in value ? value : refuse(`${text(value)} is not a number`));
export const scalar = (value: Value): Rational => (affine(value).terms.size === 0 ? affine(value).constant : refuse("what is chosen enters nonlinearly"));
export const entries = (value: Value): readonly Value[] =>
  typeof value === "object" && "form" in value ? value.entries : refuse(`${text(value)} has no entries`);
/** The entries of a joint outcome of several components; nested tuples are one. */
const flat = (value: Value, width: number): Value[] =>
  width > 1 && typeof value === "object" && "form" in value && value.form === "tuple" ? value.entries.flatMap((each) => flat(each, 2)) : [value];
const floor = (x: Rational): Rational => {
  if (x.inexact) return Rational.float(Math.floor(x.toNumber()));
  const down = x.numerator() / x.denominator();
  return Rational.of(x.sign() < 0 && !x.isInteger() ? down - 1n : down);
};
const root = (x: Rational): Affine => {
  const guess = Rational.of(Math.round(Math.sqrt(Number(x.n))), Math.round(Math.sqrt(Number(x.d))));
  return known(!x.inexact && guess.mul(guess).equals(x) ? guess : Rational.float(Math.sqrt(x.toNumber())));
};
