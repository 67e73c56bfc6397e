/**
 * One buyer: the public signal can be taken to be the price that the seller will post, for an optimal mechanism for one
 * buyer is a lottery over optimal prices, and the lottery can be made part of the signal. The unknown is the joint law
 * `y(v, p)` of value and recommended price, and the seller must want to follow (Bergemann, Brooks and Morris 2015):
 *
 *     sum_p y(v, p) = f(v)                                                     for every value v
 *     sum_v y(v, p) (p [v >= p] - q [v >= q]) >= 0                             for all options p, q
 *
 * Every objective that is affine in the outcomes is affine in y, so one program reaches the whole triangle of revenue and
 * surplus. A tie between p and q is broken by the recommendation, that is, for whoever chooses the information.
 */
import type { EvaluationError } from "../../evaluate/error.ts";
import { evaluationError } from "../../evaluate/error.ts";
import { Rational } from "../../exact/rational.ts";
import { ProgramBuilder } from "../../lp/builder.ts";
import { fractionsOf } from "../../lp/fractions.ts";
import type { Fractions, Program } from "../../lp/program.ts";
import type { Model, Row } from "../../model/model.generated.ts";
import { planOf } from "../../rows/plan.ts";
import { columnAt, outcomeForm, type Auction, type OutcomeForm } from "./auction.ts";

/** The program, and what its columns mean: column `v * options.length + p` is the mass of type v with option p. */
export interface PriceProgram {
  readonly program: Program;
  /** Prices, ascending; undefined (last, if at all) is not to sell, which can be optimal only where a value is zero. */
  readonly options: readonly (Rational | undefined)[];
  /** An expression that is affine in the outcomes, as a vector over the columns and a constant. */
  linear(form: OutcomeForm): { readonly coefficients: Fractions; readonly offset: Rational };
}

/** Whether a buyer with this value takes the offer. */
export function accepts(value: Rational, option: Rational | undefined): boolean {
  return option !== undefined && value.compare(option) >= 0;
}

/** @throws EvaluationError for a `require` row that is no condition on averages */
export function priceProgram(model: Model, auction: Auction, sense: "maximize" | "minimize", objective: OutcomeForm): PriceProgram {
  const values = auction.buyers[0]?.values ?? [];
  const prices = [...values].sort((a, b) => a.compare(b));
  const options = prices[0]?.isZero() === true ? [...prices, undefined] : prices;
  const name = (option: Rational | undefined): string => (option ? option.toString() : "no sale");
  const column = (v: number, p: number): number => v * options.length + p;

  const builder = new ProgramBuilder(model.name, sense);
  const law = { name: "law", role: "probability" as const, indexNames: ["value", "price"], sentence: "the probability that the value is {value} and the price {price} is recommended" };
  builder.addColumns(law, values.length * options.length, Rational.zero, undefined, false, (m) => [String(values[Math.floor(m / options.length)]), name(options[m % options.length])]);
  const affine = (form: OutcomeForm): Rational[] => coefficientsOf(auction, form, options);
  affine(objective).forEach((coefficient, c) => builder.setObjective(c, coefficient));
  builder.addOffset(objective.constant);

  builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["value"], sentence: "the recommendations to value {value} have its prior probability" }, (v) => [String(values[v])]);
  for (const v of values.keys()) {
    builder.beginRow("=");
    for (const p of options.keys()) builder.add(column(v, p), Rational.one);
    builder.endRow(auction.prior[v] ?? Rational.zero);
  }
  builder.endRowFamily();

  const revenue = (v: Rational, option: Rational | undefined): Rational => (accepts(v, option) && option ? option : Rational.zero);
  const pairs = options.flatMap((_, p) => options.flatMap((__, q) => (p === q ? [] : [{ p, q }])));
  const obedience = { name: "obedience", role: "incentives" as const, indexNames: ["price", "other"], sentence: "{other} earns the seller no more than {price} when {price} is recommended" };
  builder.beginRowFamily({ ...obedience, dropTrivial: true }, (k) => [name(options[pairs[k]?.p ?? 0]), name(options[pairs[k]?.q ?? 0])]);
  for (const { p, q } of pairs) {
    builder.beginRow(">=");
    values.forEach((v, k) => builder.add(column(k, p), revenue(v, options[p]).sub(revenue(v, options[q]))));
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();
  for (const row of model.rows) if (row.source === "require") addRequirement(builder, auction, row, affine);
  return { program: builder.build(), options, linear: (form) => ({ coefficients: fractionsOf(affine(form)), offset: form.constant }) };
}

/** From coefficients of outcomes to coefficients of `y(v, p)`: at price p the outcome of v is `win = [v >= p]`, `pay = p [v >= p]`. */
function coefficientsOf(auction: Auction, { coefficients }: OutcomeForm, options: PriceProgram["options"]): Rational[] {
  const values = auction.buyers[0]?.values ?? [];
  return values.flatMap((value, v) => {
    const mass = auction.prior[v] ?? Rational.one;
    const win = (coefficients[columnAt(auction, auction.allocation, 0, v)] ?? Rational.zero).div(mass);
    const pay = (coefficients[columnAt(auction, auction.transfer, 0, v)] ?? Rational.zero).div(mass);
    return options.map((option) => (accepts(value, option) && option ? win.add(pay.mul(option)) : Rational.zero));
  });
}

/** `require` on averages binds the mover of the information: the seller of each signal knows nothing of the others. */
function addRequirement(builder: ProgramBuilder, auction: Auction, row: Row, affine: (form: OutcomeForm) => Rational[]): void {
  const { operator, left, right } = row.relation;
  if (operator === "holds" || row.binders.length > 0 || planOf(auction.seller.evaluator, row).kind !== "single") throw unfit(row);
  const [a, b] = [left, right].map((side) => outcomeForm(auction, side)) as [OutcomeForm, OutcomeForm];
  const difference = { coefficients: a.coefficients.map((x, c) => x.sub(b.coefficients[c] ?? Rational.zero)), constant: Rational.zero };
  builder.beginRowFamily({ name: row.name, role: "require", indexNames: [], span: row.span, sentence: row.sentence }, () => []);
  builder.beginRow(operator);
  affine(difference).forEach((coefficient, c) => builder.add(c, coefficient));
  builder.endRow(b.constant.sub(a.constant));
  builder.endRowFamily();
}

function unfit(row: Row): EvaluationError {
  return evaluationError("unsupported-construct", row.span, "In this program a `require` row compares averages, such as `E[pay[1]] >= 1`.", "Whoever chooses the information keeps it; rows at every profile belong to the mechanism, `feasible`.");
}
