/**
 * Rows of a program whose columns are the masses of points: prior consistency, and every row of the spec that speaks of
 * the law. A conditional row is multiplied by the probability of its condition, as in {@link RowFamily}; one that holds
 * point by point is multiplied by the mass of the point, so it only binds where the point has mass.
 */
import { asEntries } from "../evaluate/builtins.ts";
import { compileAgents } from "../evaluate/condition.ts";
import { evaluationError } from "../evaluate/error.ts";
import type { Closure, Slots } from "../evaluate/evaluator.ts";
import { enterState, type Frame } from "../evaluate/frame.ts";
import { formatValue, valueKey } from "../evaluate/keys.ts";
import { compileMoments, conditionKey, expectationsIn, hasKnownCondition, readsLaw, type MomentContext, type Moments } from "../evaluate/moments.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import type { ProgramBuilder } from "../lp/builder.ts";
import type { RowSense } from "../lp/program.ts";
import type { Expr, Given, Row } from "../model/model.generated.ts";
import { laterFactors } from "../spaces/later-laws.ts";
import { describeComponents, type PointSet } from "../spaces/points.ts";
import { planOf } from "./plan.ts";

/** How a row of the spec becomes rows over points. */
type Kind =
  /** One row per value of the condition. */
  | { readonly kind: "moment"; readonly given: readonly Given[] }
  /** One row in all. */
  | { readonly kind: "single" }
  /** One row per point. */
  | { readonly kind: "point" };

/**
 * A row family of the spec over points; undefined for one that says nothing about the law, such as feasibility of given rules.
 *
 * @param orbits when the points stand for orbits: then the rows that permuting the agents makes of one are added up
 */
export function pointRows(points: PointSet, row: Row, orbits?: OrbitSums): PointRows | undefined {
  const kind = kindOf(points, row);
  return kind && new PointRows(points, row, kind, orbits);
}

/** Points that stand for orbits under all permutations of the agents of a set. */
export interface OrbitSums {
  readonly agents: readonly Value[];
  /** Whether an index of a row ranges over those agents; then all its values are rows of one orbit. */
  isAgentBinder(binder: Row["binders"][number]): boolean;
  /** How many points a point stands for. */
  readonly sizes: readonly number[];
}

function kindOf({ evaluator, model }: PointSet, row: Row): Kind | undefined {
  const chosen = chosenNames(model);
  const all = [row.relation.left, row.relation.right].flatMap((side) => expectationsIn(evaluator, side));
  const conditional = all.filter((each) => !hasKnownCondition(evaluator, each, chosen));
  const [first] = conditional;
  if (first) return { kind: "moment", given: first.given };
  if (row.source === "feasible") return undefined;
  const plan = planOf(evaluator, row);
  if (plan.kind === "profile") return plan.over === "states" ? { kind: "point" } : undefined;
  return all.length > 0 ? { kind: "single" } : undefined;
}

/**
 * Names of the variables whose law is chosen: signals, recommendations included, what is drawn by a law that looks at one, and
 * every state where the prior is chosen too.
 */
export function chosenNames(model: PointSet["model"]): ReadonlySet<string> {
  const openPrior = model.moves.some((move) => move.chooses.includes("prior"));
  const later = laterFactors(model).flatMap((factor) => factor.targets.map((target) => target.of));
  return new Set([...model.variables.filter((variable) => openPrior || !variable.given).map((variable) => variable.name), ...later]);
}

/** Where a row stands: the values of its indices, and a point at which its condition holds. */
interface Place {
  readonly binders: readonly Value[];
  readonly point: number;
}

interface Group {
  readonly binders: readonly Value[];
  readonly point: number;
  readonly outside: Rational;
  /** How many rows are added up. */
  readonly rows: number;
  readonly points: number[];
  readonly values: Rational[];
}

export class PointRows {
  private readonly levels: { readonly set: Closure; readonly expr: Expr; readonly slot: number }[] = [];
  private readonly slots: Slots;
  private readonly condition: ((frame: Frame) => boolean) | undefined;
  private readonly context: MomentContext;
  /** Rows and nonzeros of the program over all points, as far as they have been added. */
  readonly full = { rows: 0, nonzeros: 0 };
  /** Where the rows that were added stand, in their order. */
  private readonly emitted: Place[] = [];

  constructor(
    private readonly points: PointSet,
    readonly row: Row,
    private readonly kind: Kind,
    private readonly orbits?: OrbitSums,
  ) {
    const { evaluator, model } = points;
    let slots: Slots = new Map();
    for (const binder of row.binders) {
      const set = evaluator.compile(binder.set, slots);
      const bound = evaluator.bind(slots, binder.name);
      this.levels.push({ set, expr: binder.set, slot: bound.slot });
      slots = bound.slots;
    }
    this.slots = slots;
    this.condition = row.condition && evaluator.compileBoolean(row.condition, slots);
    this.context = { evaluator, chosen: chosenNames(model), condition: kind.kind === "moment" ? conditionKey(kind.given) : "" };
    const pointwise = kind.kind === "point" || row.relation.operator === "holds";
    const average = pointwise
      ? [row.relation.left, row.relation.right]
          .flatMap((side) => expectationsIn(evaluator, side))
          .find((each) => readsLaw(evaluator, each, this.context.chosen))
      : undefined;
    if (average)
      throw evaluationError(
        "nonlinear-in-chosen",
        average.span,
        "This row holds point by point, and it is multiplied by the mass of the point: an expectation in it makes it a product of two masses.",
        "Take an expectation of the whole relation.",
      );
  }

  /** Nonzeros at most, from the sizes of the index sets: every point stands in one row per value of the indices. */
  predict(): { readonly nonzeros: number; readonly formula: string } {
    const { evaluator, count } = this.points;
    const sizes = this.levels.map(({ expr }) => {
      if (expr.kind === "messages")
        return Math.max(...evaluator.space.agents.map((agent) => agent.options.length)) ** (expr.agent.others ? evaluator.space.agents.length - 1 : 1);
      return expr.kind === "set" ? (evaluator.world.sets.get(expr.of)?.entries.length ?? 1) : 1;
    });
    const nonzeros = sizes.reduce((product, size) => product * size, count);
    return { nonzeros, formula: `${this.row.name}: ${[...sizes, count].map((size) => size.toLocaleString("en")).join(" x ")}` };
  }

  /** Index values of all rows that were added up in the k-th one; of rows about single points only the one at this point. */
  membersOf(k: number): (readonly string[])[] {
    const place = this.emitted[k];
    if (!place) return [];
    if (!this.orbits || this.kind.kind === "point") return [this.describe(place)];
    const { agents } = this.orbits;
    const own = place.binders.length;
    const where = this.describe(place).slice(own);
    const distinct: string[] = [];
    const slots = place.binders.map((value, at) => {
      const binder = this.row.binders[at];
      if (!binder || this.orbits?.isAgentBinder(binder) !== true) return -1;
      const key = valueKey(value);
      if (!distinct.includes(key)) distinct.push(key);
      return distinct.indexOf(key);
    });
    const assignments = distinct.reduce<Value[][]>((rows) => rows.flatMap((row) => agents.filter((agent) => !row.includes(agent)).map((agent) => [...row, agent])), [[]]);
    return assignments.map((chosen) => [...place.binders.map((value, at) => formatValue(slots[at] === -1 ? value : (chosen[slots[at] as number] as Value))), ...where]);
  }

  /** Appends the rows. @throws EvaluationError for what is not linear in the law */
  addTo(builder: ProgramBuilder): void {
    const { row } = this;
    const places: Place[] = [];
    const placeName = this.kind.kind === "moment" ? ["knows"] : this.kind.kind === "point" ? ["at"] : [];
    const indexNames = [...row.binders.map((binder) => binder.name), ...placeName];
    const sentence =
      placeName.length === 0 || row.sentence.includes(`{${placeName[0]}}`) ? row.sentence : `${row.sentence} (${placeName[0]} {${placeName[0]}})`;
    builder.beginRowFamily({ name: row.name, role: row.source, indexNames, span: row.span, sentence, dropTrivial: true }, (member) =>
      this.describe(places[member] as Place),
    );
    if (row.relation.operator === "holds") this.addConditions(builder, places);
    else this.addRelations(builder, row.relation.operator, places);
    builder.endRowFamily();
  }

  private addRelations(builder: ProgramBuilder, operator: "<=" | ">=" | "=", places: Place[]): void {
    const { left, right } = this.row.relation;
    const lhs = compileMoments(this.context, left, this.slots);
    const rhs = compileMoments(this.context, right, this.slots);
    const { kind } = this.kind;
    const groups = new Map<string, Group>();
    const emit = (): void => {
      for (const group of groups.values()) {
        builder.beginRow(operator, places.push({ binders: group.binders, point: group.point }) - 1);
        for (let k = 0; k < group.points.length; k++) builder.add(group.points[k] as number, group.values[k] as Rational);
        const rhs = kind === "single" ? group.outside.neg().mul(Rational.integer(group.rows)) : Rational.zero;
        if (builder.endRow(rhs) < 0) continue;
        this.full.rows += group.rows;
        this.emitted.push({ binders: group.binders, point: group.point });
      }
    };
    this.forBinders((frame, binders) => {
      if (kind === "point") {
        const violates = (value: Rational): boolean => (operator === "=" ? !value.isZero() : operator === "<=" ? value.sign() > 0 : value.sign() < 0);
        this.forPoints(frame, (point) => {
          const { moment, outside } = contributionOf(lhs, rhs, frame);
          const value = moment.add(outside);
          if (!violates(value)) return;
          this.addSingle(builder, operator, places.push({ binders, point }) - 1, binders, point, value);
        });
        return;
      }
      if (!this.orbits) groups.clear();
      this.gather(groups, binders, frame, lhs, rhs);
      if (!this.orbits) emit();
    });
    if (this.orbits && kind !== "point") emit();
  }

  /** Collects points by what is conditioned on, with the coefficient of each. */
  private gather(groups: Map<string, Group>, binders: readonly Value[], frame: Frame, lhs: Moments, rhs: Moments): void {
    const key = this.kind.kind === "moment" ? this.compileKey(this.kind.given, frame) : () => "";
    const single = this.kind.kind === "single";
    const { key: prefix, rows } = this.rowOrbit(binders);
    this.forPoints(frame, (point) => {
      const condition = key(point);
      if (condition === undefined) return;
      const { moment, outside } = contributionOf(lhs, rhs, frame);
      const place = `${prefix}${condition}`;
      let group = groups.get(place);
      if (!group) groups.set(place, (group = { binders, point, outside, rows, points: [], values: [] }));
      else if (!group.outside.equals(outside)) {
        throw evaluationError(
          "varies-outside-expectation",
          this.row.relation.left.span,
          "What stands outside the expectation is not fixed by its condition.",
          "Put it into the expectation, or condition on it.",
        );
      }
      const value = single ? moment : moment.add(outside);
      if (value.isZero()) return;
      this.full.nonzeros += this.orbits?.sizes[point] ?? 1;
      group.points.push(point);
      group.values.push(value);
    });
  }

  /**
   * The rows that permutations of the agents make of one with these index values: all whose agents coincide in the same
   * places, since some permutation takes any distinct agents to any others.
   */
  private rowOrbit(binders: readonly Value[]): { readonly key: string; readonly rows: number } {
    const { orbits, row } = this;
    if (!orbits) return { key: "", rows: 1 };
    const agents: string[] = [];
    const parts = binders.map((value, k) => {
      const binder = row.binders[k];
      const key = valueKey(value);
      if (!binder || !orbits.isAgentBinder(binder)) return key;
      if (!agents.includes(key)) agents.push(key);
      return `agent ${agents.indexOf(key)}`;
    });
    return { key: `${parts.join("|")}|`, rows: agents.reduce((count, _, k) => count * (orbits.agents.length - k), 1) };
  }

  /** A relation between truth values holds wherever there is mass. */
  private addConditions(builder: ProgramBuilder, places: Place[]): void {
    const holds = this.points.evaluator.compileBoolean(this.row.relation.left, this.slots);
    this.forBinders((frame, binders) =>
      this.forPoints(frame, (point) => {
        if (holds(frame)) return;
        this.addSingle(builder, "=", places.push({ binders, point }) - 1, binders, point, Rational.one);
      }),
    );
  }

  /** A row about one point. */
  private addSingle(builder: ProgramBuilder, operator: RowSense, member: number, binders: readonly Value[], point: number, value: Rational): void {
    builder.beginRow(operator, member);
    builder.add(point, value);
    if (builder.endRow(Rational.zero) < 0) return;
    this.emitted.push({ binders, point });
    const size = this.orbits?.sizes[point] ?? 1;
    this.full.rows += size;
    this.full.nonzeros += size;
  }

  private forBinders(visit: (frame: Frame, binders: readonly Value[]) => void): void {
    const frame = this.points.evaluator.frame();
    const run = (level: number, binders: readonly Value[]): void => {
      const current = this.levels[level];
      if (!current) return visit(frame, binders);
      for (const entry of asEntries(current.set(frame), this.row.span)) {
        frame.locals[current.slot] = entry;
        run(level + 1, [...binders, entry]);
      }
    };
    run(0, []);
  }

  private forPoints(frame: Frame, visit: (point: number) => void): void {
    const { evaluator, count } = this.points;
    evaluator.spend(count, this.row.span);
    for (let point = 0; point < count; point++) {
      enterState(frame, evaluator.space, point);
      if (this.condition && !this.condition(frame)) continue;
      visit(point);
    }
  }

  /** The value of the condition at the point that the frame stands at; undefined where one of its events does not happen. */
  private compileKey(given: readonly Given[], frame: Frame): (point: number) => string | undefined {
    const { evaluator } = this.points;
    const { space } = evaluator;
    const { orbits } = this;
    const width = space.components.length;
    // What different agents know is compared by value: the points that stand for orbits do not show every agent everything.
    const knownValues = (agent: number, point: number): string =>
      (space.agents[agent]?.observes ?? []).map((c) => keyOf(space.components[c]?.domain[space.law.digits[point * width + c] as number] as Value)).join(" ");
    const informed = given.flatMap((each) => (each.kind === "information" ? [compileAgents(evaluator, each.agent, this.slots, this.row.span)] : []));
    const agents = [...new Set(informed.flatMap((each) => each(frame)))];
    const values = given.flatMap((each) => (each.kind === "value" ? [evaluator.compile(each.of, this.slots)] : []));
    const events = given.flatMap((each) => (each.kind === "event" ? [evaluator.compileBoolean(each.of, this.slots)] : []));
    const keys = new Map<Value, string>();
    const keyOf = (value: Value): string => {
      let key = keys.get(value);
      if (key === undefined) keys.set(value, (key = valueKey(value)));
      return key;
    };
    return (point) => {
      if (!events.every((event) => event(frame))) return undefined;
      let key = "";
      for (const agent of agents) key += orbits ? `${knownValues(agent, point)};` : `${space.law.knows[point * space.agents.length + agent]} `;
      for (const value of values) key += `${keyOf(value(frame))} `;
      return key;
    };
  }

  /** Index values of a row as text: its own indices, then what is known, or where it holds. */
  private describe({ binders, point }: Place): readonly string[] {
    const { evaluator } = this.points;
    const own = binders.map(formatValue);
    if (this.kind.kind === "single") return own;
    if (this.kind.kind === "point")
      return [
        ...own,
        `state ${evaluator.space.components.map((component, c) => `${component.label} = ${describeComponents(this.points, [c], point)}`).join(", ")}`,
      ];
    const frame = evaluator.frame();
    this.levels.forEach(({ slot }, k) => (frame.locals[slot] = binders[k] as Value));
    enterState(frame, evaluator.space, point);
    const parts = this.kind.given.flatMap((given) => {
      if (given.kind === "event") return [];
      if (given.kind === "value") return [formatValue(evaluator.compile(given.of, this.slots)(frame))];
      return compileAgents(
        evaluator,
        given.agent,
        this.slots,
        this.row.span,
      )(frame).flatMap((agent) => {
        const { observes } = evaluator.space.agents[agent] ?? { observes: [] };
        return observes.length > 0 ? [describeComponents(this.points, observes, point)] : [];
      });
    });
    return [...own, parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`];
  }
}

const one = Rational.one;
const minusOne = Rational.integer(-1);

/** What the relation `left - right` gets from the point that the frame stands at. */
function contributionOf(lhs: Moments, rhs: Moments, frame: Frame): { moment: Rational; outside: Rational } {
  const sum = { moment: Rational.zero, outside: Rational.zero };
  const sink = {
    moment: (value: Rational) => {
      sum.moment = sum.moment.add(value);
    },
    outside: (value: Rational) => {
      sum.outside = sum.outside.add(value);
    },
  };
  lhs(frame, one, sink);
  rhs(frame, minusOne, sink);
  return sum;
}
