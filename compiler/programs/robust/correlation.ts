/**
 * The designer's mechanism against the worst prior, for concepts that ask nothing of beliefs (dominant strategies, ex-post
 * participation): only moments or marginals of the prior are known, such as the laws of single values but not their
 * correlation. The inner minimum over priors is replaced by its dual,
 *
 *     maximise   a0 + sum_j a_j m_j
 *     subject to a0 + sum_j a_j f_j(s) <= objective(s)   for all states s,   and the rows of the mechanism,
 *
 * where E[f_j] = m_j are the conditions on the prior; the duals of the new rows are the worst prior.
 */
import { evaluationError } from "../../evaluate/error.ts";
import { Rational } from "../../exact/rational.ts";
import { ProgramBuilder } from "../../lp/builder.ts";
import { fractionAt } from "../../lp/fractions.ts";
import type { Program } from "../../lp/program.ts";
import type { Expr, Model, Move } from "../../model/model.generated.ts";
import { RowFamily } from "../../rows/family.ts";
import type { Limits } from "../limits.ts";
import { compileMechanismCell } from "../mechanism.ts";
import type { CorrelationTask } from "../task.ts";
import { contains } from "./affine.ts";
import { refuseGivenPrior, withUniformPrior } from "./open-prior.ts";
import { affineForm, momentRows, pointMasses, refuseNonlinearInLaw } from "./point-masses.ts";

/** Concepts whose rows hold at every profile of types, whatever its probability. */
const beliefFree: ReadonlySet<string> = new Set(["dominant", "ex_post", "none"]);

/** Whether one player chooses the mechanism and another the prior alone, in either order. */
export function isCorrelationRobust({ moves }: Model): boolean {
  return moves.length === 2 && moves.some((move) => move.chooses.join() === "mechanism") && moves.some((move) => move.chooses.join() === "prior");
}

/** @throws EvaluationError for concepts that depend on beliefs, and for what is not linear */
export function compileCorrelationCell(spec: Model, limits: Limits): CorrelationTask {
  const designer = spec.moves.find((move) => move.chooses.join() === "mechanism") as Move;
  const nature = spec.moves.find((move) => move.chooses.join() === "prior") as Move;
  refuseGivenPrior(spec, nature);
  refuseBeliefs(spec);
  const [main, then] = designer.objectives;
  const [opposed] = nature.objectives;
  if (!main || !opposed) throw evaluationError("objective-not-a-quantity", designer.span, "A move has no objective.");
  if (then) throw evaluationError("unsupported-construct", then.value.span, "A mechanism against the worst prior has one objective.", "Drop the `then`.");
  const interval = spec.variables.find((variable) => variable.components.some((component) => component.interval || component.domain.length === 0));
  if (interval) throw evaluationError("continuous-needs-discretize", interval.span, `\`${interval.name}\` needs a finite set of values here.`, "Declare it `in grid(0, 1, 1/10)`.");
  const model = withUniformPrior(spec);
  const base = compileMechanismCell(model, designer, limits);
  const { evaluator, program: mechanism } = base;
  refuseUnconditional(model, evaluator);
  const masses = pointMasses(evaluator);
  const form = (value: Expr): ReturnType<typeof affineForm>[] => {
    refuseNonlinearInLaw(evaluator, value);
    return masses.map((mass) => affineForm(mass, value, mechanism.columnCount));
  };
  const objective = form(main.value);
  const against = form(opposed.value);
  const same = objective.every((own, s) => own.constant.equals(against[s]?.constant ?? Rational.zero) && own.coefficients.every((value, d) => value.equals(against[s]?.coefficients[d] ?? Rational.zero)));
  if (!same || main.sense === opposed.sense) throw evaluationError("unsupported-moves", nature.span, "The two movers are not opposed: nature must minimise what the designer maximises.", "Give both moves the same quantity.");

  const maximise = main.sense === "maximize";
  const moments = momentRows(evaluator, masses, spec.ambiguity);
  const builder = copyOf(mechanism, main.sense);
  const first = builder.addColumns({ name: "sensitivity", role: "auxiliary", indexNames: ["condition"], span: nature.span, sentence: "sensitivity of the objective to the condition {condition}" }, moments.length + 1, undefined, undefined, false, (j) => [j === 0 ? "total" : (moments[j - 1]?.label ?? "")]);
  builder.setObjective(first, Rational.one);
  moments.forEach(({ sense, rhs }, j) => {
    builder.setObjective(first + 1 + j, rhs);
    // A condition that may only be exceeded supports a minimum from below with a nonnegative weight.
    if (sense !== "=") builder.setBounds(first + 1 + j, (sense === ">=") === maximise ? Rational.zero : undefined, (sense === ">=") === maximise ? undefined : Rational.zero);
  });
  const firstState = builder.rowCount;
  const { components, law } = evaluator.space;
  const describe = (state: number): string => components.map((component, c) => `${component.label} = ${String(component.domain[law.digits[state * components.length + c] as number])}`).join(", ");
  builder.beginRowFamily({ name: "worst_prior", role: "prior", indexNames: ["state"], span: nature.span, sentence: "nature may choose the state {state}" }, (state) => [describe(state)]);
  objective.forEach((own, s) => {
    builder.beginRow(maximise ? "<=" : ">=");
    builder.add(first, Rational.one);
    moments.forEach((moment, j) => {
      if (!moment.values[s]?.isZero()) builder.add(first + 1 + j, moment.values[s] as Rational);
    });
    own.coefficients.forEach((value, d) => {
      if (!value.isZero()) builder.add(d, value.neg());
    });
    builder.endRow(own.constant);
  });
  builder.endRowFamily();
  return { kind: "correlation", model: spec, evaluator, base, program: builder.build(), firstState, firstSensitivity: first + 1, conditions: moments.map((moment) => moment.label), designer: designer.mover, nature: nature.mover };
}

function refuseBeliefs(model: Model): void {
  for (const set of model.agents) {
    for (const declared of [set.incentives, set.participation]) {
      if (!declared || beliefFree.has(declared.concept)) continue;
      throw evaluationError("unsupported-construct", declared.span, `\`${declared.concept}\` depends on what agents believe, and nature chooses the prior after the mechanism.`, "Use `incentives dominant` and `participation ex_post`, or let nature choose the information as well.");
    }
  }
}

/** A `require` row on averages would depend on the prior that nature chooses later. */
function refuseUnconditional(model: Model, evaluator: CorrelationTask["evaluator"]): void {
  for (const row of model.rows) {
    if (row.source === "incentives" || row.source === "participation") continue;
    const averaged = [row.relation.left, row.relation.right].find((side) => contains(evaluator, side, (node) => node.kind === "expectation"));
    if (averaged && new RowFamily(evaluator, row).plan.kind !== "profile") throw evaluationError("unsupported-construct", averaged.span, "This row is about an average, which depends on the prior that nature chooses.", "State it at every profile, without `E[...]`.");
  }
}

/** The rows and columns of a program, with another objective to come. */
function copyOf(program: Program, sense: Program["sense"]): ProgramBuilder {
  const builder = new ProgramBuilder(program.name, sense);
  for (const family of program.columnFamilies) {
    builder.addColumns(family, family.count, undefined, undefined, false, (member) => program.columnIndices(family.first + member));
    for (let column = family.first; column < family.first + family.count; column++) builder.setBounds(column, program.lower[column], program.upper[column]);
  }
  for (const family of program.rowFamilies) {
    builder.beginRowFamily(family, (member) => program.rowIndices(family.first + member));
    for (let row = family.first; row < family.first + family.count; row++) {
      builder.beginRow(program.rowSense[row] ?? "=");
      for (let entry = program.start[row] ?? 0; entry < (program.start[row + 1] ?? 0); entry++) builder.add(program.index[entry] as number, fractionAt(program.value, entry));
      builder.endRow(fractionAt(program.rhs, row));
    }
    builder.endRowFamily();
  }
  return builder;
}
