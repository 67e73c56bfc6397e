import { diagnostic, type Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { fractionAt, fractionsOf } from "../../../compiler/lp/fractions.ts";
import { rowEntries } from "../../../compiler/lp/inspect.ts";
import type { Family, Program } from "../../../compiler/lp/program.ts";
import type { Model } from "../../../compiler/model/model.generated.ts";
import { lowerBound, subsystem, upperBound } from "../../explain/subsystem.ts";
import { proved, type Solve } from "../../explain/proof.ts";
import { prover } from "../../prove.ts";
import { derive } from "../../solvers/derive.ts";
import { isSolvable, type SlowRule } from "../rule.ts";

/** Members up to which each row of a family is minimised by itself. */
const mostRows = 64;

/**
 * Participation rows that the other rows imply: the least value of every one of them, over all points that satisfy the
 * others, is at least its right-hand side. By duality that is the same as being a nonnegative combination of the others.
 */
export const impliedParticipation: SlowRule = {
  name: "implied-participation",
  async check(task, options) {
    if (task.kind !== "mechanism" && task.kind !== "information") return [];
    if (!isSolvable(task.program)) return undefined;
    const { model, program } = task;
    const solve = prover(options);
    const found: Diagnostic[] = [];
    for (const family of program.rowFamilies) {
      if (family.role !== "participation" || family.count > mostRows || !(await isImplied(program, family, solve))) continue;
      found.push(...report(model, family));
    }
    return found;
  },
};

function report(model: Model, { name, span }: Family): Diagnostic[] {
  const row = model.rows.find((each) => each.name === name);
  if (!row || !span || span.end === 0) return [];
  return [diagnostic("implied-participation", { span, text: `The other rows give every \`${row.agentSet ?? "agent"}\` at least the outside option already.`, hint: "Remove it, or ask which of the other rows is too strong." })];
}

/** Whether every row of the family holds wherever the rest of the program does. Vacuous where the rest is infeasible: then no. */
async function isImplied(program: Program, family: Family, solve: Solve): Promise<boolean> {
  const columns = Array.from({ length: program.columnCount }, (_, j) => j);
  const others = Array.from({ length: program.rowCount }, (_, r) => r).filter((r) => r < family.first || r >= family.first + family.count);
  const rest = subsystem(program, [...others, ...columns.map((j) => lowerBound(program, j)), ...columns.map((j) => upperBound(program, j))]);
  const least = async (rows: readonly number[]): Promise<boolean> => {
    const objective = new Array<Rational>(program.columnCount).fill(Rational.zero);
    let required = Rational.zero;
    for (const r of rows) {
      // Participation is `payoff >= outside`; a row that was turned around counts with the other sign.
      const isTurned = program.rowSense[r] === "<=";
      for (const { column, coefficient } of rowEntries(program, r)) objective[column] = (objective[column] ?? Rational.zero).add(isTurned ? coefficient.neg() : coefficient);
      const rhs = fractionAt(program.rhs, r);
      required = required.add(isTurned ? rhs.neg() : rhs);
    }
    const answer = await proved(derive(rest, { sense: "minimize", objective: fractionsOf(objective), offset: Rational.zero }), solve);
    return answer?.kind === "optimal" && answer.objective.compare(required) >= 0;
  };
  const rows = Array.from({ length: family.count }, (_, k) => family.first + k);
  // All rows together first: mostly that is unbounded, and one program has answered the question.
  if (rows.length === 0 || !(await least(rows))) return false;
  for (const row of rows) if (rows.length > 1 && !(await least([row]))) return false;
  return true;
}
