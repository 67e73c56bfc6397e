/**
 * Numbers that are affine in the law of the state, read off at every single state: the evaluator is put into the world
 * in which that state is certain. This serves objectives (affine in the outcome as well) and moment conditions alike.
 */
import { evaluationError } from "../../evaluate/error.ts";
import { Evaluator, noSlots, type Slots } from "../../evaluate/evaluator.ts";
import { asEntries } from "../../evaluate/builtins.ts";
import { enterState } from "../../evaluate/frame.ts";
import { formatValue } from "../../evaluate/keys.ts";
import { compileLinear } from "../../evaluate/linear.ts";
import type { Value } from "../../evaluate/value.ts";
import { Rational } from "../../exact/rational.ts";
import type { RowSense } from "../../lp/program.ts";
import type { Expr, Moment } from "../../model/model.generated.ts";
import { notAffineInLaw } from "./affine.ts";
import type { AffineForm, MomentRow } from "./problem.ts";

/** An evaluator per state (of all, or of those numbered), each in the world in which that state has probability one. */
export function pointMasses(evaluator: Evaluator, states: readonly number[] = Array.from({ length: evaluator.space.law.count }, (_, state) => state)): readonly Evaluator[] {
  const { space } = evaluator;
  const { law } = space;
  const width = space.components.length;
  const agents = space.agents.length;
  return states.map((state) => {
    const certain = {
      count: 1,
      digits: law.digits.slice(state * width, (state + 1) * width),
      probability: [Rational.one],
      knows: law.knows.slice(state * agents, (state + 1) * agents),
      sends: law.sends.slice(state * agents, (state + 1) * agents),
    };
    return new Evaluator({ ...evaluator.world, space: { ...space, law: certain } });
  });
}

/** An expression that is affine in the outcome, at the one state of an evaluator of {@link pointMasses}. */
export function affineForm(evaluator: Evaluator, expr: Expr, columnCount: number): AffineForm {
  const coefficients = new Array<Rational>(columnCount).fill(Rational.zero);
  let constant = Rational.zero;
  const frame = evaluator.frame();
  enterState(frame, evaluator.space, 0);
  compileLinear(evaluator, expr, noSlots)(frame, Rational.one, {
    column: (column, coefficient) => (coefficients[column] = (coefficients[column] as Rational).add(coefficient)),
    constant: (value) => (constant = constant.add(value)),
  });
  return { coefficients, constant };
}

/** Refuses what is not affine in the law. @throws EvaluationError that names the innermost offending part */
export function refuseNonlinearInLaw(evaluator: Evaluator, expr: Expr): void {
  const offence = notAffineInLaw(evaluator, expr);
  if (offence) throw evaluationError("unsupported-construct", offence.span, "This is not linear in the law of the state, which is chosen here.", "Use sums of unconditional expectations, `E[...]`, times known numbers.");
}

/**
 * The moment conditions of `any with`, one per value of their indices: E[left - right] (<=, =, >=) 0, with what does not
 * depend on the state on the right-hand side.
 *
 * @throws EvaluationError for a condition that is not linear in the law
 */
export function momentRows(evaluator: Evaluator, masses: readonly Evaluator[], moments: readonly Moment[]): MomentRow[] {
  return moments.flatMap((moment) => {
    const { operator, left, right } = moment.relation;
    if (operator === "holds") throw evaluationError("prior-constraint-not-linear", moment.span, "A condition on the prior compares two numbers.", "For example `any with E[value[i]] = mean[i] for i in bidder`.");
    for (const side of [left, right]) refuseNonlinearInLaw(evaluator, side);
    const members: { readonly label: string; readonly values: Rational[]; readonly rhs: Rational[] }[] = [];
    for (const mass of masses) {
      let member = 0;
      visitBinders(mass, moment, (values, slots, frame) => {
        const label = `${operator === "=" ? "" : `${operator} `}${values.map(formatValue).join(", ")}`;
        const row = (members[member] ??= { label, values: [], rhs: [] });
        row.values.push(mass.compileNumber(left, slots)(frame));
        row.rhs.push(mass.compileNumber(right, slots)(frame));
        member++;
      });
    }
    return members.map(({ label, values, rhs }) => momentRow(label, operator, values, rhs));
  });
}

/** Moves a side that is the same at every state to the right. */
function momentRow(label: string, sense: RowSense, left: readonly Rational[], right: readonly Rational[]): MomentRow {
  const [first] = right;
  if (first && right.every((value) => value.equals(first))) return { label, values: left, sense, rhs: first };
  return { label, values: left.map((value, state) => value.sub(right[state] as Rational)), sense, rhs: Rational.zero };
}

function visitBinders(evaluator: Evaluator, moment: Moment, visit: (values: readonly Value[], slots: Slots, frame: ReturnType<Evaluator["frame"]>) => void): void {
  const frame = evaluator.frame();
  enterState(frame, evaluator.space, 0);
  const descend = (level: number, slots: Slots, values: readonly Value[]): void => {
    const binder = moment.binders[level];
    if (!binder) return visit(values, slots, frame);
    const bound = evaluator.bind(slots, binder.name);
    for (const entry of asEntries(evaluator.compile(binder.set, slots)(frame), moment.span)) {
      frame.locals[bound.slot] = entry;
      descend(level + 1, bound.slots, [...values, entry]);
    }
  };
  descend(0, noSlots, []);
}
