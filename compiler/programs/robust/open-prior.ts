/** A prior that is chosen: its support, and the rows that replace those of a given prior. */
import { evaluationError } from "../../evaluate/error.ts";
import { Rational } from "../../exact/rational.ts";
import type { Span } from "../../../grammar/span.ts";
import { ProgramBuilder } from "../../lp/builder.ts";
import type { Program } from "../../lp/program.ts";
import { toDatum } from "../../model/datum.ts";
import type { Factor, Model, Move } from "../../model/model.generated.ts";
import type { Points } from "../../spaces/points.ts";
import { momentRows, pointMasses } from "./point-masses.ts";
import type { RobustProblem } from "./problem.ts";

/** A move that chooses the prior needs one that is open, and nothing that is drawn by a rule. @throws EvaluationError */
export function refuseGivenPrior(model: Model, move: Move): void {
  const [given] = model.prior;
  if (given) throw evaluationError("nothing-to-choose", move.span, "The prior is chosen, but a law is given.", "Write `prior ... ~ any with ...` for every state and drop draws, or let the prior be given.", [{ span: given.span, text: "given here" }]);
}

/** The support of a prior that nature chooses: every combination of values, and the corners of intervals. */
export function withUniformPrior(model: Model): Model {
  const variables = model.variables.map((variable) => ({
    ...variable,
    components: variable.components.map((component) => (component.interval ? { ...component, domain: ends(component.interval) } : component)),
  }));
  const prior = variables.flatMap((variable) =>
    variable.components.map((component): Factor => {
      const probability = toDatum(Rational.of(1, component.domain.length));
      return { targets: [{ of: variable.name, index: component.index }], law: "table", parents: [], table: component.domain.map((value) => ({ values: [value], probability })), span: variable.span };
    }),
  );
  return { ...model, variables, prior };
}

function ends({ lower, upper }: NonNullable<Model["variables"][number]["components"][number]["interval"]>): Model["variables"][number]["components"][number]["domain"] {
  return JSON.stringify(lower) === JSON.stringify(upper) ? [lower] : [lower, upper];
}

/**
 * The laws of the state that keep the conditions of a problem, as a program without an objective: where it is infeasible,
 * the spec speaks of no prior at all.
 */
export function priorProgram(problem: RobustProblem, span: Span): Program {
  const builder = new ProgramBuilder("priors", "maximize");
  builder.addColumns({ name: "probability", role: "probability", indexNames: ["state"], span, sentence: "probability of the state {state}" }, problem.stateCount, Rational.zero, undefined, false, (state) => [problem.stateValues(state).join(", ")]);
  builder.beginRowFamily({ name: "total", role: "prior", indexNames: [], span, sentence: "probabilities sum to one" }, () => []);
  builder.beginRow("=");
  for (let state = 0; state < problem.stateCount; state++) builder.add(state, Rational.one);
  builder.endRow(Rational.one);
  builder.endRowFamily();
  builder.beginRowFamily({ name: "conditions", role: "prior", indexNames: ["condition"], span, sentence: "the prior keeps the condition {condition}" }, (j) => [problem.moments[j]?.label ?? ""]);
  for (const moment of problem.moments) {
    builder.beginRow(moment.sense);
    moment.values.forEach((value, state) => builder.add(state, value));
    builder.endRow(moment.rhs);
  }
  builder.endRowFamily();
  return builder.build();
}

/**
 * Rows of a law of states and signals whose prior is chosen: it sums to one, and keeps every moment condition. Their
 * multipliers say how the optimum responds to the conditions.
 */
export function addMomentRows(builder: ProgramBuilder, points: Points, model: Model): void {
  const span = model.moves[0]?.span ?? { start: 0, end: 0 };
  builder.beginRowFamily({ name: "total", role: "prior", indexNames: [], span, sentence: "probabilities sum to one" }, () => []);
  builder.beginRow("=");
  for (let point = 0; point < points.count; point++) builder.add(point, Rational.one);
  builder.endRow(Rational.one);
  builder.endRowFamily();
  const states = Array.from({ length: points.stateCount }, (_, state) => state * points.perState);
  const moments = momentRows(points.evaluator, pointMasses(points.evaluator, states), model.ambiguity);
  builder.beginRowFamily({ name: "moments", role: "prior", indexNames: ["condition"], span: model.ambiguity[0]?.span ?? span, sentence: "the prior keeps the condition {condition}" }, (j) => [moments[j]?.label ?? ""]);
  for (const moment of moments) {
    builder.beginRow(moment.sense);
    moment.values.forEach((value, state) => {
      for (let k = 0; k < points.perState; k++) builder.add(state * points.perState + k, value);
    });
    builder.endRow(moment.rhs);
  }
  builder.endRowFamily();
}
