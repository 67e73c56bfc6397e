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
import type { Expr, Given, Row } from "../model/model.generated.ts";
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

/** A row family of the spec over points; undefined for one that says nothing about the law, such as feasibility of given rules. */
export function pointRows(points: PointSet, row: Row): PointRows | undefined {
  const kind = kindOf(points, row);
  return kind && new PointRows(points, row, kind);
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

/** Names of the signals that are chosen, recommendations included. */
export function chosenNames(model: PointSet["model"]): ReadonlySet<string> {
  return new Set(model.variables.filter((variable) => !variable.given).map((variable) => variable.name));
}

/** Where a row stands: the values of its indices, and a point at which its condition holds. */
interface Place {
  readonly binders: readonly Value[];
  readonly point: number;
}

interface Group {
  readonly point: number;
  readonly outside: Rational;
  readonly points: number[];
  readonly values: Rational[];
}

export class PointRows {
  private readonly levels: { readonly set: Closure; readonly expr: Expr; readonly slot: number }[] = [];
  private readonly slots: Slots;
  private readonly condition: ((frame: Frame) => boolean) | undefined;
  private readonly context: MomentContext;

  constructor(
    private readonly points: PointSet,
    readonly row: Row,
    private readonly kind: Kind,
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
    this.forBinders((frame, binders) => {
      if (kind === "point") {
        const violates = (value: Rational): boolean => (operator === "=" ? !value.isZero() : operator === "<=" ? value.sign() > 0 : value.sign() < 0);
        this.forPoints(frame, (point) => {
          const { moment, outside } = contributionOf(lhs, rhs, frame);
          const value = moment.add(outside);
          if (!violates(value)) return;
          builder.beginRow(operator, places.push({ binders, point }) - 1);
          builder.add(point, value);
          builder.endRow(Rational.zero);
        });
        return;
      }
      const groups = this.gather(frame, lhs, rhs);
      for (const group of groups) {
        builder.beginRow(operator, places.push({ binders, point: group.point }) - 1);
        for (let k = 0; k < group.points.length; k++) builder.add(group.points[k] as number, group.values[k] as Rational);
        builder.endRow(kind === "single" ? group.outside.neg() : Rational.zero);
      }
    });
  }

  /** Points by what is conditioned on, with the coefficient of each. */
  private gather(frame: Frame, lhs: Moments, rhs: Moments): Iterable<Group> {
    const key = this.kind.kind === "moment" ? this.compileKey(this.kind.given, frame) : () => "";
    const single = this.kind.kind === "single";
    const groups = new Map<string, Group>();
    this.forPoints(frame, (point) => {
      const place = key(point);
      if (place === undefined) return;
      const { moment, outside } = contributionOf(lhs, rhs, frame);
      let group = groups.get(place);
      if (!group) groups.set(place, (group = { point, outside, points: [], values: [] }));
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
      group.points.push(point);
      group.values.push(value);
    });
    return groups.values();
  }

  /** A relation between truth values holds wherever there is mass. */
  private addConditions(builder: ProgramBuilder, places: Place[]): void {
    const holds = this.points.evaluator.compileBoolean(this.row.relation.left, this.slots);
    this.forBinders((frame, binders) =>
      this.forPoints(frame, (point) => {
        if (holds(frame)) return;
        builder.beginRow("=", places.push({ binders, point }) - 1);
        builder.add(point, Rational.one);
        builder.endRow(Rational.zero);
      }),
    );
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
      for (const agent of agents) key += `${space.law.knows[point * space.agents.length + agent]} `;
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
