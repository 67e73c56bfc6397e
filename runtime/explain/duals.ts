/**
 * Duals that speak: the multipliers of an exact optimum by construct of the spec, with what each means, and the table of
 * complementary slackness. Signs: docs/semantics/duality.md.
 */
import type { Rational } from "../../compiler/exact/rational.ts";
import { IntegerProgramError } from "../../compiler/lp/dualize.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { reducedCosts, rowActivity } from "../../compiler/lp/inspect.ts";
import type { Family, Program } from "../../compiler/lp/program.ts";
import { describeColumn, describeRow } from "./member.ts";
import type { Member } from "./member.ts";
import type { Optimal } from "./proof.ts";

export interface DualEntry extends Member {
  readonly row: number;
  /** Derivative of the optimum with respect to the right-hand side. */
  readonly value: Rational;
  /** Distance to the right-hand side, nonnegative; zero when the row is tight. */
  readonly slack: Rational;
}

export interface DualFamily {
  readonly family: string;
  readonly role: Family["role"];
  readonly span?: Family["span"];
  /** What a multiplier of this family is. */
  readonly meaning: string;
  /** All rows of the family, in order. */
  readonly entries: readonly DualEntry[];
}

export interface ReducedCost extends Member {
  readonly column: number;
  readonly value: Rational;
  /** Where the column rests; `between` also for a column without bounds, `fixed` when its bounds coincide. */
  readonly at: "lower" | "upper" | "between" | "fixed";
}

/**
 * Pairs of a constraint and its multiplier, of which at most one is not zero. `strict`: exactly one is not. `degenerate`:
 * both vanish, which is where duals or solutions may fail to be unique. Equalities and fixed columns have no slack to
 * speak of and are counted apart.
 */
export interface Complementarity {
  readonly strict: number;
  readonly degenerate: number;
  readonly equalities: number;
}

export interface LabelledDuals {
  readonly families: readonly DualFamily[];
  readonly reducedCosts: readonly ReducedCost[];
  readonly rows: Complementarity;
  readonly columns: Complementarity;
}

/**
 * Labels the multipliers of an exact optimum.
 *
 * @throws IntegerProgramError for a program with integer columns: its optimum has no multipliers.
 * @example
 * const { families } = labelledDuals(program, certificate);
 * families.find((each) => each.role === "incentives")?.meaning; // "weight on the deviation ..."
 */
export function labelledDuals(program: Program, { columns: point, rowDuals }: Optimal): LabelledDuals {
  if (program.integer.length > 0) throw new IntegerProgramError(program);
  const families = program.rowFamilies.map((family): DualFamily => {
    const entries = Array.from({ length: family.count }, (_, k): DualEntry => {
      const row = family.first + k;
      const slack = fractionAt(program.rhs, row)
        .sub(rowActivity(program, row, point))
        .abs();
      return { ...describeRow(program, row), row, value: rowDuals[row] as Rational, slack };
    });
    return { family: family.name, role: family.role, ...(family.span ? { span: family.span } : {}), meaning: meaningOf(family.role), entries };
  });
  const costs = reducedCosts(program, rowDuals).map((value, column): ReducedCost => ({
    ...describeColumn(program, column),
    column,
    value,
    at: restingPlace(program, column, point[column] as Rational),
  }));
  return {
    families,
    reducedCosts: costs,
    rows: complementarity(
      families.flatMap(({ entries }) => entries.map(({ row, value, slack }) => ({ value, active: slack.isZero(), equality: program.rowSense[row] === "=" }))),
    ),
    columns: complementarity(costs.map(({ value, at }) => ({ value, active: at !== "between", equality: at === "fixed" }))),
  };
}

/** The multipliers of a family that are not zero, as lines of text. */
export function dualText({ family, meaning, entries }: DualFamily, shown = 10): string {
  const priced = entries.filter(({ value }) => !value.isZero());
  if (priced.length === 0) return `\`${family}\`: nothing binds at a price`;
  const lines = priced.slice(0, shown).map(({ sentence, value }) => `  ${value}  ${sentence}`);
  const more = priced.length > shown ? [`  and ${priced.length - shown} more`] : [];
  return [`\`${family}\`: ${meaning}`, ...lines, ...more].join("\n");
}

function meaningOf(role: Family["role"]): string {
  switch (role) {
    case "incentives":
      return "weight on the deviation from the truth to the report: change of the objective per unit by which truth must beat it";
    case "participation":
      return "shadow value of participation: change of the objective per unit of the outside option";
    case "feasible":
      return "shadow price of what is allocated: change of the objective per unit more of it";
    case "require":
      return "price of the requirement: change of the objective per unit of its right-hand side";
    case "prior":
      return "sensitivity to the prior: change of the objective per unit of the moment";
    case "allocation":
    case "transfer":
    case "probability":
    case "auxiliary":
    case "definition":
      return "change of the objective per unit of the right-hand side";
  }
}

function restingPlace(program: Program, column: number, x: Rational): ReducedCost["at"] {
  const atLower = program.lower[column]?.equals(x) === true;
  const atUpper = program.upper[column]?.equals(x) === true;
  return atLower ? (atUpper ? "fixed" : "lower") : atUpper ? "upper" : "between";
}

function complementarity(pairs: readonly { value: Rational; active: boolean; equality: boolean }[]): Complementarity {
  let [strict, degenerate, equalities] = [0, 0, 0];
  for (const { value, active, equality } of pairs) {
    if (equality) equalities++;
    else if (active && value.isZero()) degenerate++;
    else strict++;
  }
  return { strict, degenerate, equalities };
}
