import { diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { chooseSolver, loadSolver } from "../../solvers/choose.ts";
import type { SlowRule } from "../rule.ts";

/** A program with more nonzeros than its solver is comfortable with. */
export const largeForSolver: SlowRule = {
  name: "large-for-solver",
  async check(task, options) {
    if (task.kind !== "mechanism" && task.kind !== "information") return [];
    const { model, program } = task;
    const { name, abilities } = await loadSolver(options.solver ?? chooseSolver(program));
    const nonzeros = program.index.length;
    const span = model.moves.find((move) => move.mover === task.mover)?.span;
    if (nonzeros <= abilities.comfortableNonzeros || !span) return [];
    const text = `The program has ${program.rowCount} rows, ${program.columnCount} columns and ${nonzeros} nonzeros; \`${name}\` is comfortable up to ${abilities.comfortableNonzeros}.`;
    return [diagnostic("large-for-solver", { span, text, hint: options.solver === undefined ? "Make the sets smaller." : `Leave out \`--solver ${name}\`, and the solver that suits the size is taken.` })];
  },
};
