/**
 * From a robust task to a result: both bounds, whatever the order of the moves, certified; the mechanism that attains the
 * lower one and the information that attains the upper one.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Coupling } from "../../compiler/programs/robust/coupling.ts";
import { couplingSize } from "../../compiler/programs/robust/coupling-program.ts";
import type { Direction } from "../../compiler/programs/robust/ladder.ts";
import type { RobustTask } from "../../compiler/programs/task.ts";
import { priorProgram } from "../../compiler/programs/robust/open-prior.ts";
import { prove, prover, type ProveOptions } from "../prove.ts";
import type { LineOf } from "../report/amount.ts";
import { conflictOf } from "../report/explanations.ts";
import type { Result } from "../report/result.generated.ts";
import type { Bound, NoBound } from "./bound.ts";
import { bracketAsserts } from "./claims.ts";
import { exactBound } from "./exact.ts";
import { boundsTable, informationTable, interimTable, ruleTables } from "./report.ts";
import { solveBound, type SolvedBound } from "./solve.ts";

export interface RobustOptions extends ProveOptions {
  readonly clock?: () => number;
  readonly timings?: { readonly parse: number; readonly compile: number };
  /** Line of an offset in the source, for reasons; 1 without it. */
  readonly lineOf?: LineOf;
}

/** Nonzeros of the coupling form up to which the optimum is proved as a fraction. */
const exactNonzeros = 15_000;

/**
 * Solves and certifies both bounds of a robust task.
 *
 * @example (await runRobust(task)).result.quantities.revenue?.interval // [0.2324..., 0.3087...]
 */
export async function runRobust(task: RobustTask, options: RobustOptions = {}): Promise<{ readonly result: Result }> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const conflict = await priorConflict(task, options);
  if (conflict) {
    const result = withoutBounds(task, { status: "infeasible", method: "exact", milliseconds: clock() - started });
    result.timings = { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: clock() - started, verify: 0 };
    return { result: { ...result, conflict } };
  }
  const up = await bound(task, "up", options);
  const down = "status" in up ? up : await bound(task, "down", options);
  const solvedAt = clock();
  const result = "status" in up ? withoutBounds(task, up) : "status" in down ? withoutBounds(task, down) : withBounds(task, up, down);
  result.timings = { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: clock() - solvedAt };
  return { result };
}

/** Conditions on the prior that no law of the state keeps, as a minimal conflict. */
async function priorConflict({ problem, model }: RobustTask, options: RobustOptions): Promise<Result["conflict"]> {
  if (problem.prior) return undefined;
  const program = priorProgram(problem, model.ambiguity[0]?.span ?? { start: 0, end: 0 });
  const { certified } = await prove(program, options);
  if (certified.kind !== "exact" || certified.certificate.kind !== "infeasible") return undefined;
  return conflictOf(program, certified.certificate, prover(options), options.lineOf ?? (() => 1));
}

async function bound(task: RobustTask, direction: Direction, options: RobustOptions): Promise<Bound | NoBound> {
  const small = task.coupling === undefined || couplingSize(task.coupling).nonzeros <= exactNonzeros || options.solver !== undefined;
  if (!small && task.coupling) {
    const clock = options.clock ?? (() => 0);
    const started = clock();
    const solved = await solveBound(task.coupling, direction, options);
    if (solved) return approximateBound(task.coupling, solved, direction, clock() - started);
  }
  return exactBound(task, direction, options);
}

/** A bound by its certificates: up, the dual one holds for a mechanism; down, the primal one holds for an information structure. */
function approximateBound({ allocation: columns }: Coupling, solved: SolvedBound, direction: Direction, milliseconds: number): Bound {
  const { numbers, cells, primal, dual, size, method } = solved;
  const { belief, interim } = primal.solution;
  const { allocation, lambda } = dual.solution;
  const cellAt = (profile: number): number => cells.cellOf[profile] as number;
  return {
    value: direction === "up" ? dual.value : primal.value,
    optimum: [dual.value, primal.value],
    multipliers: [...lambda],
    size,
    method,
    milliseconds,
    outcome: (profile, column) => {
      const d = columns.indexOf(column);
      return d < 0 ? 0 : (allocation[cellAt(profile) * numbers.numberCount + cells.numberAt(profile, d)] as number);
    },
    ...(belief ? { probability: (profile: number, state: number): number => (cells.weight[cellAt(profile)] as number) * (belief[cellAt(profile) * numbers.states + cells.stateAt(profile, state)] as number) } : {}),
    interim: (profile, axis) => interim[cellAt(profile) * numbers.axes + cells.axisAt(profile, axis)] as number,
  };
}

function withBounds(task: RobustTask, up: Bound, down: Bound): Result {
  const { model, problem, order, quantity } = task;
  // A cost that is minimised was negated: its bounds are exchanged.
  const [low, high] = problem.sign === 1 ? [up.value, down.value] : [-down.value, -up.value];
  const first = order === "mechanism" ? up : down;
  const exact = first.exact && (problem.sign === 1 ? first.exact : first.exact.neg());
  const value = { value: first.value * problem.sign, ...(exact ? { exact: exact.toString() } : {}), interval: [low, high] as [number, number] };
  const end = (bound: Bound): Rational => (problem.sign === 1 ? (bound.exact ?? Rational.fromDouble(bound.value)) : (bound.exact ?? Rational.fromDouble(bound.value)).neg());
  const bracket = { ...(quantity === undefined ? {} : { quantity }), lower: end(problem.sign === 1 ? up : down), upper: end(problem.sign === 1 ? down : up) };
  const information = informationTable(task, down);
  const interim = interimTable(task, down);
  return {
    ...skeleton(task),
    status: "optimal",
    certificate: up.exact && down.exact ? "exact" : "interval",
    objective: value,
    quantities: quantity === undefined ? {} : { [quantity]: value },
    rules: ruleTables(task, up),
    ...(information ? { information } : {}),
    bounds: { ...boundsTable(task, up, down), ...(interim ? { interim } : {}) },
    asserts: bracketAsserts(model, task.evaluator, "optimal", bracket),
    program: { ...first.size, integers: 0 },
    solver: first.method,
  };
}

function withoutBounds(task: RobustTask, none: NoBound): Result {
  return { ...skeleton(task), status: none.status, certificate: none.status === "error" ? "none" : "exact", asserts: bracketAsserts(task.model, task.evaluator, none.status, undefined), solver: none.method };
}

function skeleton({ model, designer, nature, order, objective, problem }: RobustTask): Result {
  const first = order === "mechanism" ? `${designer} chooses the mechanism first, ${nature} the information` : `${nature} chooses the information first, ${designer} the mechanism`;
  return {
    version: "1.0",
    model: model.name,
    status: "error",
    selection: `${first}; of all equilibria the ${problem.sign === 1 ? "lowest" : "highest"} ${objective} counts for a mechanism, and the best for an information structure. Numbers are bounds from ladders of actions with k = ${problem.k}.`,
    certificate: "none",
    quantities: {},
    rules: {},
    checks: [],
    asserts: [],
    program: { rows: 0, columns: 0, nonzeros: 0, integers: 0 },
    solver: "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 },
    diagnostics: [],
  };
}
