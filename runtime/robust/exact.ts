/** Small bounds, and those in the textbook form: exact programs, solved and proved like any other. */
import { Rational } from "../../compiler/exact/rational.ts";
import { couplingProgram } from "../../compiler/programs/robust/coupling-program.ts";
import type { Direction } from "../../compiler/programs/robust/ladder.ts";
import { textbookProgram } from "../../compiler/programs/robust/textbook.ts";
import type { RobustTask } from "../../compiler/programs/task.ts";
import { prove, type ProveOptions } from "../prove.ts";
import { outward, type Bound, type NoBound } from "./bound.ts";

/** Solves a bound as an exact program. A bound that is not proved is no bound. */
export async function exactBound(task: RobustTask, direction: Direction, options: ProveOptions & { readonly clock?: () => number }): Promise<Bound | NoBound> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const coupling = task.coupling && couplingProgram(task.coupling, direction, task.limits, task.span);
  const textbook = coupling ? undefined : textbookProgram(task.problem, direction, task.limits, task.span);
  const program = (coupling ?? textbook)?.program;
  if (!program) throw new RangeError("a bound has a program in one of the two forms");
  const { answer, certified } = await prove(program, options);
  const milliseconds = clock() - started;
  if (certified.kind === "exact" && certified.certificate.kind !== "optimal") return { status: certified.certificate.kind, method: answer.solver, milliseconds };
  const certificate = certified.kind === "exact" && certified.certificate.kind === "optimal" ? certified.certificate : undefined;
  const [lower, upper] = certificate ? [certificate.objective, certificate.objective] : certified.kind === "interval" ? [certified.lower, certified.upper] : [];
  const bound = direction === "up" ? lower : upper;
  if (!bound) return { status: "error", method: answer.solver, milliseconds };
  const ends = [lower ? outward(lower, "down", Rational.fromDouble) : -Infinity, upper ? outward(upper, "up", Rational.fromDouble) : Infinity] as const;
  const columns = certificate?.columns ?? Array.from(answer.columns ?? [], (value) => Rational.float(value));
  const duals = certificate?.rowDuals ?? Array.from(answer.rowDuals ?? [], (value) => Rational.float(value));
  const common = {
    value: direction === "up" ? ends[0] : ends[1],
    ...(certificate ? { exact: certificate.objective } : {}),
    optimum: ends,
    size: { rows: program.rowCount, columns: program.columnCount, nonzeros: program.index.length },
    method: answer.solver,
    milliseconds,
  };
  const { problem } = task;
  const at = (values: readonly Rational[], k: number): Rational => values[k] ?? Rational.zero;
  if (textbook) {
    const { firstMultiplier, multiplierCount, firstOutcome, firstRow } = textbook;
    const first = problem.prior ? 0 : 1;
    return {
      ...common,
      multipliers: Array.from({ length: multiplierCount - first }, (_, j) => at(columns, firstMultiplier + first + j).toNumber()),
      outcome: (profile, column) => at(columns, firstOutcome + profile * problem.columns.length + column),
      probability: (profile, state) => at(duals, firstRow + profile * problem.stateCount + state),
    };
  }
  if (!coupling || !task.coupling) throw new RangeError("a bound has a program in one of the two forms");
  const { firstBelief, firstInterim, firstVirtual, firstLaw, lawCount, weights } = coupling;
  const { allocation, axes } = task.coupling;
  return {
    ...common,
    multipliers: Array.from({ length: problem.prior ? problem.stateCount : lawCount }, (_, j) => (j < lawCount ? at(duals, firstLaw + j).toNumber() : 0)),
    outcome: (profile, column) => {
      const d = allocation.indexOf(column);
      const weight = at(weights, profile);
      // At k = 1 only the bottom of the ladder has weight, and nothing depends on the rest.
      return d < 0 || weight.isZero() ? Rational.zero : at(duals, firstVirtual + profile * allocation.length + d).div(weight);
    },
    ...(firstBelief === undefined ? {} : { probability: (profile: number, state: number): Rational => at(columns, firstBelief + profile * problem.stateCount + state).mul(at(weights, profile)) }),
    interim: (profile, axis) => at(columns, firstInterim + profile * axes.length + axis).toNumber(),
  };
}
