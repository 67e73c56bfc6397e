/**
 * Certifies mixed-integer programs. The certified optimum of the linear relaxation bounds the integer optimum; where a
 * point attains it, that settles the matter, otherwise an exact branch and bound closes the gap or narrows it.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";
import { objectiveValue } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { ExactCertificate, SolverAnswer } from "../solution.ts";
import { branchAndBound } from "../solvers/branch.ts";
import type { BranchResult, Incumbent } from "../solvers/branch.ts";
import { chooseSolver, loadSolver } from "../solvers/choose.ts";
import { derive, relaxation } from "../solvers/derive.ts";
import { Interval, primalBound } from "./bounds.ts";
import { checkCertificate } from "./check.ts";
import { certifyLinear } from "./linear.ts";
import { remainingSeconds } from "./result.ts";
import type { Budget, CertifyResult } from "./result.ts";

export async function certifyInteger(program: Program, answer: SolverAnswer, budget: Budget): Promise<CertifyResult> {
  const root = await certifyNode(relaxation(program), budget);
  // Infeasibility of the relaxation is infeasibility of the program, and the proof is the same.
  if (root?.kind === "infeasible") return { kind: "exact", certificate: root, proof: "duality" };
  if (root?.kind === "unbounded") return unboundedRelaxation(program, root, budget);
  const interval = new Interval(program);
  if (root !== undefined) bound(program, interval, root.objective);
  const point = answer.columns && (await pointFrom(program, answer.columns, budget));
  if (root !== undefined && point !== undefined && point.objective.equals(root.objective)) return proved(program, root, point);
  const search = await branchAndBound(program, (node) => certifyNode(node, budget), {
    nodeLimit: budget.nodeLimit,
    timeLimitSeconds: remainingSeconds(budget),
    ...(point === undefined ? {} : { incumbent: point }),
  });
  if (search.complete && search.incumbent !== undefined && root !== undefined) return proved(program, root, search.incumbent);
  return unfinished(program, interval, search);
}

/** With the point's objective that of the relaxation, the relaxation's duals prove it; otherwise the search does. */
function proved(program: Program, root: Extract<ExactCertificate, { kind: "optimal" }>, point: Incumbent): CertifyResult {
  const certificate: ExactCertificate = { kind: "optimal", objective: point.objective, columns: point.columns, rowDuals: root.rowDuals };
  return { kind: "exact", certificate, proof: checkCertificate(program, certificate).holds ? "duality" : "branch-and-bound" };
}

function unfinished(program: Program, interval: Interval, search: BranchResult): CertifyResult {
  bound(program, interval, search.bound);
  const attained = search.incumbent?.objective;
  if (program.sense === "maximize") interval.narrow(attained, undefined);
  else interval.narrow(undefined, attained);
  const empty = search.complete && search.incumbent === undefined;
  const reason = empty
    ? "the search found no integer point; infeasibility by search has no certificate"
    : `branch and bound stopped after ${search.nodes} nodes`;
  return { kind: "interval", lower: interval.lower, upper: interval.upper, reason };
}

function bound(program: Program, interval: Interval, value: Rational | undefined): void {
  if (program.sense === "maximize") interval.narrow(undefined, value);
  else interval.narrow(value, undefined);
}

/** An exact feasible point with the integers of a float one: the integers are fixed and the rest is solved for. */
async function pointFrom(program: Program, columns: Float64Array, budget: Budget): Promise<Incumbent | undefined> {
  const lower = program.lower.slice();
  const upper = program.upper.slice();
  for (const j of program.integer) {
    const whole = Math.round(columns[j] ?? 0);
    if (!Number.isSafeInteger(whole)) return undefined;
    const value = Rational.integer(whole === 0 ? 0 : whole);
    const [low, high] = [program.lower[j], program.upper[j]];
    if ((low !== undefined && value.compare(low) < 0) || (high !== undefined && value.compare(high) > 0)) return undefined;
    lower[j] = value;
    upper[j] = value;
  }
  const fixed = await certifyNode(derive(relaxation(program), { lower, upper }), budget);
  if (fixed?.kind !== "optimal" || primalBound(program, fixed.columns) === undefined) return undefined;
  return { objective: objectiveValue(program, fixed.columns), columns: fixed.columns };
}

async function certifyNode(node: Program, budget: Budget): Promise<ExactCertificate | undefined> {
  if (remainingSeconds(budget) === 0) return undefined;
  const solver = chooseSolver(node) === "exact" ? await loadSolver("exact") : await budget.helper();
  return certifyLinear(node, await solver.solve(node, { timeLimitSeconds: remainingSeconds(budget) }), new Interval(node), budget);
}

/** With rational data, an unbounded relaxation with an integer point means an unbounded program (Meyer 1974). */
async function unboundedRelaxation(program: Program, root: Extract<ExactCertificate, { kind: "unbounded" }>, budget: Budget): Promise<CertifyResult> {
  const zero = fractionsOf(new Array<Rational>(program.columnCount).fill(Rational.zero));
  const search = await branchAndBound(derive(program, { objective: zero }), (node) => certifyNode(node, budget), {
    nodeLimit: budget.nodeLimit,
    timeLimitSeconds: remainingSeconds(budget),
  });
  const certificate: ExactCertificate | undefined = search.incumbent && { kind: "unbounded", point: search.incumbent.columns, ray: root.ray };
  if (certificate !== undefined && checkCertificate(program, certificate).holds) return { kind: "exact", certificate, proof: "duality" };
  return { kind: "interval", lower: undefined, upper: undefined, reason: "the relaxation is unbounded and no integer point was found" };
}
