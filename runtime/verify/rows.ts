/**
 * Checks every row of the spec by direct evaluation: incentives, participation, feasibility and `require`, exhaustively,
 * with the worst violation as a counterexample. A row is violated when its relation fails by more than the tolerance,
 * which is zero for exact data.
 */
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { fillSentence } from "../../compiler/lp/families.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import { RowFamily, type RowFamilyOptions, type RowVisit } from "../../compiler/rows/family.ts";
import { amount, type LineOf } from "../report/amount.ts";
import type { Check, Counterexample } from "../report/result.generated.ts";
import { rulesAt } from "./outcomes.ts";

/** Largest violation that counts as none when values are inexact, relative to the size of the two sides. */
export const inexactTolerance = 1e-7;

/** @throws EvaluationError when a rule cannot be evaluated at some profile */
export function checkRows(model: Model, evaluator: Evaluator, lineOf: LineOf, options: RowFamilyOptions = {}): Check[] {
  return model.rows.map((row) => checkRow(new RowFamily(evaluator, row, options), lineOf));
}

interface Worst {
  readonly excess: Rational;
  readonly left: Rational;
  readonly right: Rational;
  readonly binders: readonly Value[];
  readonly place: number;
  readonly rule: readonly string[];
}

function checkRow(family: RowFamily, lineOf: LineOf): Check {
  const { row, evaluator } = family;
  const { operator } = row.relation;
  let rows = 0;
  let worst: Worst | undefined;
  const keep = (visit: RowVisit, excess: Rational, left: Rational, right: Rational): void => {
    if (worst && excess.compare(worst.excess) <= 0) return;
    worst = { excess, left, right, binders: [...visit.binders], place: visit.place, rule: row.source === "incentives" ? [] : rulesAt(evaluator, visit.frame) };
  };
  if (operator === "holds") {
    const holds = evaluator.compileBoolean(row.relation.left, family.slots);
    family.enumerate((visit) => {
      rows++;
      if (!holds(visit.frame)) keep(visit, Rational.one, Rational.zero, Rational.one);
    });
  } else {
    const left = evaluator.compileNumber(row.relation.left, family.slots);
    const right = evaluator.compileNumber(row.relation.right, family.slots);
    family.enumerate((visit) => {
      rows++;
      const a = left(visit.frame);
      const b = right(visit.frame);
      const excess = violation(operator, a, b);
      if (excess.sign() > 0 && excess.compare(tolerance(a, b)) > 0) keep(visit, excess, a, b);
    });
  }
  if (!worst) return { name: row.name, holds: true, rows };
  return { name: row.name, holds: false, rows, worst: amount(worst.excess), counterexample: counterexample(family, worst, lineOf) };
}

/** How far `left operator right` is from holding; at most zero when it holds. */
function violation(operator: "<=" | ">=" | "=", left: Rational, right: Rational): Rational {
  const difference = left.sub(right);
  return operator === "<=" ? difference : operator === ">=" ? difference.neg() : difference.abs();
}

function tolerance(a: Rational, b: Rational): Rational {
  if (!a.inexact && !b.inexact) return Rational.zero;
  return Rational.float(inexactTolerance * Math.max(1, Math.abs(a.toNumber()), Math.abs(b.toNumber())));
}

/** The violated row in words: who, what she knows, what she should report instead, and what she gains. */
function counterexample(family: RowFamily, worst: Worst, lineOf: LineOf): Counterexample {
  const { row } = family;
  const index = family.describe(worst.binders, worst.place);
  const named = (name: string): string | undefined => {
    const position = family.indexNames.indexOf(name);
    return position < 0 ? undefined : index[position];
  };
  const agent = row.agentSet !== undefined && worst.binders[0] !== undefined ? `${row.agentSet}[${formatValue(worst.binders[0])}]` : undefined;
  const knows = named("knows");
  const at = named("at");
  const deviation = row.source === "incentives" ? named("report") : undefined;
  const rivals = row.source === "incentives" ? named("rivals") : undefined;
  return {
    sentence: fillSentence(family.sentence, family.indexNames, index),
    index: [...index],
    ...(agent === undefined ? {} : { agent }),
    ...(knows === undefined ? {} : { knows }),
    ...(at === undefined ? {} : { at }),
    ...(deviation === undefined ? {} : { deviation }),
    ...(rivals === undefined ? {} : { rivals }),
    left: amount(worst.left),
    right: amount(worst.right),
    gain: amount(worst.excess),
    ...(row.span.end > 0 ? { line: lineOf(row.span.start) } : {}),
    ...(worst.rule.length > 0 ? { rule: [...worst.rule] } : {}),
  };
}
