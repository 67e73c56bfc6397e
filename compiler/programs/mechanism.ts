/**
 * The cell in which one player chooses the mechanism: one linear program with a column per chosen outcome and message
 * profile, and the rows of feasibility, `require`, incentives and participation (programs P3, P4 of the literature:
 * Myerson, Cremer-McLean, dominant-strategy auctions, bilateral trade). Discrete outcomes make it a mixed-integer program.
 */
import { evaluationError } from "../evaluate/error.ts";
import { Evaluator, noSlots } from "../evaluate/evaluator.ts";
import { enterProfile } from "../evaluate/frame.ts";
import { formatValue } from "../evaluate/keys.ts";
import { compileLinear, type LinearSink } from "../evaluate/linear.ts";
import { readsOf } from "../evaluate/reads.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { ProgramBuilder } from "../lp/builder.ts";
import { fractionsOf } from "../lp/fractions.ts";
import { checkSize } from "../lp/size.ts";
import { fromDatum, numberFromDatum } from "../model/datum.ts";
import type { Bound, Expr, Model, Move, Outcome, Row } from "../model/model.generated.ts";
import { RowFamily } from "../rows/family.ts";
import { buildSpace } from "../spaces/space.ts";
import { buildWorld } from "../spaces/world.ts";
import { addChoiceColumns, choiceColumns } from "./choices.ts";
import type { Limits } from "./limits.ts";
import type { ChosenOutcome, MechanismTask, Stage } from "./task.ts";

/** @throws EvaluationError for what is not linear, too large, or wrong in the data */
export function compileMechanismCell(model: Model, move: Move, limits: Limits): MechanismTask {
  const world = buildWorld(model, () => ({ kind: "chosen", first: 0 }));
  const space = buildSpace(model, world, limits);
  const evaluator = new Evaluator(world);
  const [main, ...later] = move.objectives;
  if (!main) throw evaluationError("objective-not-a-quantity", move.span, "This move has no objective.");
  const builder = new ProgramBuilder(model.name, main.sense);

  const chosen: ChosenOutcome[] = [];
  for (const outcome of model.outcomes) {
    if (outcome.rule) continue;
    const columns = outcome.components.length * space.profileCount;
    const excess = checkSize({ rows: 0, columns: builder.columnCount + columns + choiceColumns(outcome) * space.profileCount, nonzeros: 0, formula: `${outcome.name}: ${outcome.components.length} x ${space.profileCount} profiles` }, limits);
    if (excess) throw tooLarge(outcome.span, excess);
    const first = addOutcomeColumns(builder, evaluator, outcome, columns);
    const family = world.outcomes.get(outcome.name);
    if (family) family.source = { kind: "chosen", first };
    chosen.push({ outcome, first, componentCount: outcome.components.length });
  }

  const families = model.rows.map((row) => new RowFamily(evaluator, row));
  refuseTooLarge(families, builder.columnCount, limits);
  for (const { outcome, first } of chosen) addChoiceColumns(builder, outcome, first, space.profileCount);
  for (const family of families) addRows(builder, family, limits);

  addObjective(evaluator, main.value, { column: (column, coefficient) => builder.addObjective(column, coefficient), constant: (value) => builder.addOffset(value) });
  const stages = later.map((objective): Stage => {
    const values: Rational[] = new Array<Rational>(builder.columnCount).fill(Rational.zero);
    let offset = Rational.zero;
    addObjective(evaluator, objective.value, {
      column: (column, coefficient) => (values[column] = (values[column] as Rational).add(coefficient)),
      constant: (value) => (offset = offset.add(value)),
    });
    return { sense: objective.sense, text: objective.text, objective: fractionsOf(values), offset };
  });
  return { kind: "mechanism", model, evaluator, program: builder.build(), stages, chosen, mover: move.mover };
}

function addOutcomeColumns(builder: ProgramBuilder, evaluator: Evaluator, outcome: Outcome, count: number): number {
  const { space } = evaluator;
  const family = {
    name: outcome.name,
    role: outcome.role,
    indexNames: [...outcome.indices.map((index) => index.name), "at"],
    span: outcome.span,
    sentence: `${outcome.name}${outcome.indices.length > 0 ? `[${outcome.indices.map((index) => `{${index.name}}`).join(", ")}]` : ""} when the reports are {at}`,
  };
  const labels = outcome.components.map((component) => component.index.map((each) => formatValue(fromDatum(each))));
  const indices = (member: number): string[] => [...(labels[Math.floor(member / space.profileCount)] ?? []), describeProfile(evaluator, member % space.profileCount)];
  const common = outcome.components[0]?.bound ?? {};
  const first = builder.addColumns(family, count, lowerOf(common), upperOf(common), isInteger(common), indices);
  outcome.components.forEach(({ bound }, c) => {
    if (JSON.stringify(bound) === JSON.stringify(common)) return;
    for (let p = 0; p < space.profileCount; p++) builder.setBounds(first + c * space.profileCount + p, lowerOf(bound), upperOf(bound));
  });
  return first;
}

const lowerOf = (bound: Bound): Rational | undefined => (bound.lower === undefined ? undefined : numberFromDatum(bound.lower));
const upperOf = (bound: Bound): Rational | undefined => (bound.upper === undefined ? undefined : numberFromDatum(bound.upper));

/** Consecutive integers are an integer column; other finite sets get a binary per choice (see choices.ts). */
function isInteger(bound: Bound): boolean {
  const choices = bound.choices?.map(numberFromDatum);
  return choices !== undefined && choices.every((value, k) => value.isInteger() && (k === 0 || value.sub(choices[k - 1] as Rational).equals(Rational.one)));
}

/** What the agents report at a message profile: `(2, 1)`; agents without a choice are left out. */
export function describeProfile(evaluator: Evaluator, profile: number): string {
  const { space } = evaluator;
  const frame = evaluator.frame();
  enterProfile(frame, space, profile);
  const parts = space.agents.flatMap((agent, a) => (agent.observes.length + agent.sends.length > 0 ? [formatValue(agent.optionValues[frame.profile[a] as number] as Value)] : []));
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(", ")})`;
}

function refuseTooLarge(families: readonly RowFamily[], columns: number, limits: Limits): void {
  let rows = 0;
  let nonzeros = 0;
  const formulas: string[] = [];
  for (const family of families) {
    const size = family.predict();
    rows += size.rows;
    nonzeros += size.nonzeros;
    formulas.push(size.formula);
    const excess = checkSize({ rows, columns, nonzeros, formula: formulas.join("; ") }, limits);
    if (excess) throw tooLarge(family.row.span, excess);
  }
}

function tooLarge(span: Row["span"], excess: { readonly what: string; readonly predicted: number; readonly limit: number; readonly formula: string }): Error {
  return evaluationError(
    "program-too-large",
    span,
    `The program would have about ${Math.round(excess.predicted).toLocaleString("en")} ${excess.what}; the limit is ${excess.limit.toLocaleString("en")} (${excess.formula}).`,
    "Use fewer agents, coarser sets or a weaker concept, or raise the limit with --limit.",
  );
}

function addRows(builder: ProgramBuilder, family: RowFamily, limits: Limits): void {
  const { row, evaluator, slots } = family;
  const { operator, left, right } = row.relation;
  const width = row.binders.length;
  // Index values of every row, flat: references to values that exist anyway, and one number for the place.
  const binders: Value[] = [];
  const places: number[] = [];
  const indices = (member: number): readonly string[] => family.describe(binders.slice(member * width, (member + 1) * width), places[member] as number);
  builder.beginRowFamily({ name: row.name, role: row.source, indexNames: family.indexNames, span: row.span, sentence: family.sentence, dropTrivial: true }, indices);
  const remember = (values: readonly Value[], place: number): void => {
    for (let k = 0; k < width; k++) binders.push(values[k] as Value);
    places.push(place);
  };
  if (operator === "holds") {
    if (readsOf(evaluator, left).chosen) throw evaluationError("nonlinear-in-chosen", left.span, "A condition on what is chosen is not a linear row.", "State it as `left <= right` or `left = right`.");
    const holds = evaluator.compileBoolean(left, slots);
    family.enumerate((visit) => {
      if (holds(visit.frame)) return;
      remember(visit.binders, visit.place);
      builder.beginRow(">=");
      builder.endRow(Rational.one);
    });
    builder.endRowFamily();
    return;
  }
  const lhs = compileLinear(evaluator, left, slots);
  const rhs = compileLinear(evaluator, right, slots);
  let constant = Rational.zero;
  const sink: LinearSink = {
    column: (column, coefficient) => builder.add(column, coefficient),
    constant: (value) => {
      constant = constant.add(value);
    },
  };
  family.enumerate((visit) => {
    remember(visit.binders, visit.place);
    builder.beginRow(operator);
    constant = Rational.zero;
    lhs(visit.frame, visit.scale, sink);
    rhs(visit.frame, visit.scale.neg(), sink);
    builder.endRow(constant.neg());
    if (builder.nonzeroCount > limits.nonzeros) {
      throw tooLarge(row.span, { what: "nonzeros", predicted: builder.nonzeroCount, limit: limits.nonzeros, formula: row.name });
    }
  });
  builder.endRowFamily();
}

function addObjective(evaluator: Evaluator, value: Expr, sink: LinearSink): void {
  const reads = readsOf(evaluator, value);
  if (reads.profile || reads.state) {
    throw evaluationError("objective-not-a-quantity", value.span, "The objective depends on the profile.", "An objective is one number: take an expectation, `E[...]`.");
  }
  compileLinear(evaluator, value, noSlots)(evaluator.frame(), Rational.one, sink);
}
