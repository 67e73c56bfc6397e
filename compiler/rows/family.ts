/**
 * A family of rows, ready to be enumerated: the loop over its own indices and, inside, over what its relation leaves
 * free. Programs are built from it and given mechanisms are checked with it, so both mean the same rows.
 */
import { compileAgents } from "../evaluate/condition.ts";
import { isDetermined } from "../evaluate/determined.ts";
import { evaluationError } from "../evaluate/error.ts";
import type { Closure, Evaluator, Slots } from "../evaluate/evaluator.ts";
import { compileGiven } from "../evaluate/expectation.ts";
import { enterProfile, enterState, indexProfile, stateFromProfile, type Frame } from "../evaluate/frame.ts";
import { asEntries } from "../evaluate/builtins.ts";
import { formatValue, valueKey } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import type { Expr, Given, Row } from "../model/model.generated.ts";
import { planOf, type Plan } from "./plan.ts";

/** One row: the frame stands where its relation is to be evaluated. */
export interface RowVisit {
  readonly frame: Frame;
  /** Multiply the relation by this: the probability of the condition, so that nothing is divided. */
  readonly scale: Rational;
  /** Which value of the free part: decoded by {@link RowFamily.describe}. */
  readonly place: number;
  /** Values of the family's own indices; reused between visits. */
  readonly binders: readonly Value[];
}

export interface RowFamilyOptions {
  /** Only where there is probability: a row that a condition determines is otherwise read at impossible profiles too. */
  readonly onPath?: boolean;
}

export class RowFamily {
  readonly slots: Slots;
  /** Names of the indices of a member. */
  readonly indexNames: readonly string[];
  readonly plan: Plan;
  private readonly levels: { readonly name: string; readonly set: Closure; readonly setExpr: Expr; readonly slot: number }[] = [];
  private readonly condition: ((frame: Frame) => boolean) | undefined;
  private readonly places: (frame: Frame, visit: (scale: Rational, place: number) => void) => void;

  constructor(
    readonly evaluator: Evaluator,
    readonly row: Row,
    private readonly options: RowFamilyOptions = {},
  ) {
    let slots: Slots = new Map();
    for (const binder of row.binders) {
      const set = evaluator.compile(binder.set, slots);
      const bound = evaluator.bind(slots, binder.name);
      this.levels.push({ name: binder.name, set, setExpr: binder.set, slot: bound.slot });
      slots = bound.slots;
    }
    this.slots = slots;
    this.plan = planOf(evaluator, row);
    this.condition = row.condition && evaluator.compileBoolean(row.condition, slots);
    this.indexNames = [...row.binders.map((binder) => binder.name), ...(this.plan.kind === "single" ? [] : [this.placeName])];
    this.places = this.compilePlaces();
  }

  /** Name of the free part in sentences: what is known, or where. */
  get placeName(): string {
    return this.plan.kind === "moment" ? "knows" : "at";
  }

  /** The sentence of the family with a placeholder for every index. */
  get sentence(): string {
    const { sentence } = this.row;
    return this.plan.kind === "single" || sentence.includes(`{${this.placeName}}`) ? sentence : `${sentence} (${this.placeName} {${this.placeName}})`;
  }

  enumerate(visit: (row: RowVisit) => void): void {
    const { evaluator } = this;
    const frame = evaluator.frame();
    const binders: Value[] = [];
    const run = (level: number): void => {
      const current = this.levels[level];
      if (!current) {
        this.places(frame, (scale, place) => {
          if (this.condition && !this.condition(frame)) return;
          visit({ frame, scale, place, binders });
        });
        return;
      }
      const entries = asEntries(current.set(frame), this.row.span);
      for (const entry of entries) {
        frame.locals[current.slot] = entry;
        binders[level] = entry;
        run(level + 1);
      }
    };
    run(0);
  }

  /** Rows and (roughly) nonzeros, from the sizes of the sets alone: nothing is enumerated but the outermost index. */
  predict(): { readonly rows: number; readonly nonzeros: number; readonly formula: string } {
    const { space } = this.evaluator;
    const sizes = this.levels.map((level) => this.sizeOf(level.setExpr));
    const own = sizes.reduce((product, size) => product * size, 1);
    const knowledge = space.agents.map((agent) => agent.information.length);
    let places = 1;
    let terms = 2;
    if (this.plan.kind === "profile") places = this.plan.over === "messages" ? space.profileCount : space.law.count;
    else if (this.plan.kind === "moment") {
      const everybody = this.plan.given.length > 0 && this.plan.given.every((given) => given.kind === "information" && given.agent.index === undefined);
      places = everybody ? knowledge.reduce((product, size) => product * size, 1) : Math.max(1, ...knowledge);
      terms = everybody ? 2 : 2 * Math.ceil(space.law.count / places);
    } else terms = space.profileCount;
    const rows = own * places;
    const formula = `${this.row.name}: ${[...sizes, places].map((size) => size.toLocaleString("en")).join(" x ")} = ${rows.toLocaleString("en")} rows`;
    return { rows, nonzeros: rows * terms * 2, formula };
  }

  private sizeOf(set: Expr): number {
    const { space, world } = this.evaluator;
    if (set.kind === "messages") {
      const sizes = space.agents.map((agent) => Math.max(1, agent.options.length));
      return set.agent.others ? sizes.reduce((product, size) => product * size, 1) / Math.min(...sizes) : Math.max(...sizes);
    }
    if (set.kind === "set") return world.sets.get(set.of)?.entries.length ?? 1;
    return 1;
  }

  /** Index values of a member as text. */
  describe(binders: readonly Value[], place: number): readonly string[] {
    const own = binders.map(formatValue);
    return this.plan.kind === "single" ? own : [...own, this.describePlace(binders, place)];
  }

  private describePlace(binders: readonly Value[], place: number): string {
    const { space } = this.evaluator;
    const knowledge = (agent: number, k: number): string => {
      const known = space.agents[agent];
      const values = (known?.information[k] ?? []) as ArrayLike<number>;
      const parts = Array.from(values, (ordinal, at) => formatValue(space.components[known?.observes[at] as number]?.domain[ordinal] as Value));
      return parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`;
    };
    const all = (option: (agent: number) => number): string => {
      const parts = space.agents.flatMap((agent, a) => (agent.observes.length > 0 ? [knowledge(a, option(a))] : []));
      return parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`;
    };
    if (this.plan.kind === "profile") {
      if (this.plan.over === "states") return `state ${this.describeState(place)}`;
      const frame = this.evaluator.frame();
      enterProfile(frame, space, place);
      const parts = space.agents.flatMap((agent, a) => (agent.options.length > 1 ? [formatValue(agent.optionValues[frame.profile[a] as number] as Value)] : []));
      return parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`;
    }
    const agents = this.conditionedAgents(binders);
    if (place < 0) {
      let rest = -place - 1;
      const options = new Map<number, number>();
      for (const agent of [...agents].reverse()) {
        const size = space.agents[agent]?.information.length ?? 1;
        options.set(agent, rest % size);
        rest = Math.floor(rest / size);
      }
      const [only] = agents;
      return agents.length === 1 && only !== undefined ? knowledge(only, options.get(only) ?? 0) : all((agent) => options.get(agent) ?? 0);
    }
    const knows = (agent: number): number => space.law.knows[place * space.agents.length + agent] as number;
    const [only] = agents;
    const known = agents.length === 0 ? [] : [agents.length === 1 && only !== undefined ? knowledge(only, knows(only)) : all(knows)];
    return [...known, ...this.describeConditions(binders, place)].join(", ");
  }

  /** What is conditioned on besides information, e.g. `theta = 1`, at a state. */
  private describeConditions(binders: readonly Value[], state: number): readonly string[] {
    const { evaluator, slots } = this;
    const frame = this.frameAt(binders);
    enterState(frame, evaluator.space, state);
    const text = (expr: Expr): string => formatValue(evaluator.compile(expr, slots)(frame));
    const conditions = this.plan.kind === "moment" ? this.plan.given.flatMap((given) => (given.kind === "value" ? [given.of] : [])) : [];
    const words = conditions.map((of) => {
      if (of.kind !== "component" && of.kind !== "message") return text(of);
      return `${of.of}${of.index.length > 0 ? `[${of.index.map(text).join(", ")}]` : ""} = ${text(of)}`;
    });
    return [...new Set(words)];
  }

  private frameAt(binders: readonly Value[]): Frame {
    const frame = this.evaluator.frame();
    this.levels.forEach((level, k) => (frame.locals[level.slot] = binders[k] as Value));
    return frame;
  }

  private describeState(state: number): string {
    const { components, law } = this.evaluator.space;
    return components.map((component, c) => `${component.label} = ${formatValue(component.domain[law.digits[state * components.length + c] as number] as Value)}`).join(", ");
  }

  private conditionedAgents(binders: readonly Value[]): readonly number[] {
    if (this.plan.kind !== "moment") return [];
    const frame = this.frameAt(binders);
    return distinct(this.plan.given.flatMap((given) => (given.kind === "information" ? compileAgents(this.evaluator, given.agent, this.slots, this.row.span)(frame) : [])));
  }

  private compilePlaces(): (frame: Frame, visit: (scale: Rational, place: number) => void) => void {
    const { evaluator, plan } = this;
    const { space } = evaluator;
    switch (plan.kind) {
      case "single":
        return (_frame, visit) => visit(Rational.one, 0);
      case "profile":
        if (plan.over === "states") {
          return (frame, visit) => {
            for (let state = 0; state < space.law.count; state++) {
              enterState(frame, space, state);
              visit(Rational.one, state);
            }
          };
        }
        return (frame, visit) => {
          for (let profile = 0; profile < space.profileCount; profile++) {
            enterProfile(frame, space, profile);
            if (space.direct) stateFromProfile(frame, space);
            visit(Rational.one, profile);
          }
        };
      case "moment":
        return this.compileMoment(plan);
    }
  }

  private compileMoment(plan: Extract<Plan, { kind: "moment" }>): (frame: Frame, visit: (scale: Rational, place: number) => void) => void {
    const { evaluator, row, slots } = this;
    const { space } = evaluator;
    const determined = plan.expectations.map((each) => compileGiven(evaluator, each, slots).determined);
    const agentsOf = plan.given.flatMap((given) => (given.kind === "information" ? [compileAgents(evaluator, given.agent, slots, row.span)] : []));
    const values = plan.given.flatMap((given) => (given.kind === "value" ? [{ of: given.of, closure: evaluator.compile(given.of, slots) }] : []));
    const sides = [row.relation.left, row.relation.right];
    return (frame, visit) => {
      const agents = distinct(agentsOf.flatMap((each) => each(frame)));
      this.checkFixed(sides, plan.given, agents, frame);
      if (!this.options.onPath && values.length === 0 && determined.every((each) => each(frame))) {
        this.visitProduct(frame, agents, visit);
        return;
      }
      const [only] = agents;
      const single = only === undefined ? undefined : space.agents[only];
      if (values.length === 0 && agents.length === 1 && single) {
        single.statesOf.forEach((states, k) => {
          const state = states[0] as number;
          enterState(frame, space, state);
          visit(single.informationProbability[k] as Rational, state);
        });
        return;
      }
      const groups = new Map<string, { state: number; probability: Rational }>();
      for (let state = 0; state < space.law.count; state++) {
        enterState(frame, space, state);
        const key = [...agents.map((agent) => String(space.law.knows[state * space.agents.length + agent])), ...values.map((value) => valueKey(value.closure(frame)))].join(" ");
        const group = groups.get(key);
        const mass = space.law.probability[state] as Rational;
        if (group) group.probability = group.probability.add(mass);
        else groups.set(key, { state, probability: mass });
      }
      for (const { state, probability } of groups.values()) {
        enterState(frame, space, state);
        visit(probability, state);
      }
    };
  }

  /** Every combination of what the agents can know, also those of probability zero. Places are numbered -1, -2, ... */
  private visitProduct(frame: Frame, agents: readonly number[], visit: (scale: Rational, place: number) => void): void {
    const { space } = this.evaluator;
    frame.state.fill(-1);
    frame.stateIndex = -1;
    frame.profile.fill(-1);
    const run = (at: number, code: number): void => {
      const agent = agents[at];
      if (agent === undefined) {
        indexProfile(frame, space);
        visit(Rational.one, -code - 1);
        return;
      }
      const own = space.agents[agent];
      own?.information.forEach((row, k) => {
        own.observes.forEach((component, position) => (frame.state[component] = row[position] as number));
        frame.profile[agent] = space.direct ? k : (space.law.sends[(own.statesOf[k]?.[0] ?? 0) * space.agents.length + agent] as number);
        run(at + 1, code * own.information.length + k);
      });
    };
    run(0, 0);
  }

  /** What stands outside the expectations must be fixed by what they are conditioned on. */
  private checkFixed(sides: readonly Expr[], given: readonly Given[], agents: readonly number[], frame: Frame): void {
    const { evaluator, levels } = this;
    const known = new Map(levels.map((level) => [level.name, frame.locals[level.slot] as Value]));
    const fixed = new Set(agents.flatMap((agent) => evaluator.space.agents[agent]?.observes ?? []));
    for (const each of given) {
      if (each.kind !== "value" || each.of.kind !== "component") continue;
      const family = evaluator.space.variables.get(each.of.of);
      const index = each.of.index.map((part) => (part.kind === "local" ? known.get(part.name) : part.kind === "constant" ? evaluator.constant(part) : undefined));
      const position = family && index.every((value) => value !== undefined) ? family.lookup.position(index) : -1;
      if (family && position >= 0) fixed.add(family.first + position);
    }
    for (const side of sides) {
      if (isDetermined(evaluator, withoutExpectations(side), known, fixed)) continue;
      throw evaluationError("varies-outside-expectation", side.span, "What stands outside the expectation is not fixed by its condition.", "Put it into the expectation, or condition on it.");
    }
  }
}

/** The relation with every expectation replaced by a constant: what is left must be fixed by the conditions. */
function withoutExpectations(expr: Expr): Expr {
  if (expr.kind === "expectation") return { kind: "constant", value: "0", span: expr.span };
  if (expr.kind === "apply") return { ...expr, arguments: expr.arguments.map(withoutExpectations) };
  if (expr.kind === "conditional") return { ...expr, condition: withoutExpectations(expr.condition), then: withoutExpectations(expr.then), otherwise: withoutExpectations(expr.otherwise) };
  if (expr.kind === "aggregate" && expr.body) return { ...expr, body: withoutExpectations(expr.body) };
  return expr;
}

function distinct(agents: readonly number[]): readonly number[] {
  return [...new Set(agents)];
}
