/**
 * Branch and bound over exactly solved relaxations. Every node bound is the optimum of a rational linear program, so
 * the incumbent is optimal, and the bound valid, without a tolerance.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { ExactCertificate } from "../solution.ts";
import { relaxation, withBounds } from "./derive.ts";

/** Solves a relaxation exactly; undefined when it cannot. */
export type NodeSolver = (relaxed: Program) => ExactCertificate | undefined | Promise<ExactCertificate | undefined>;

export interface BranchOptions {
  readonly nodeLimit?: number;
  readonly timeLimitSeconds?: number;
  /** A point known to be feasible and integral. */
  readonly incumbent?: Incumbent;
}

export interface Incumbent {
  readonly objective: Rational;
  readonly columns: readonly Rational[];
}

export interface BranchResult {
  readonly incumbent: Incumbent | undefined;
  /** A bound on the optimum in the stated sense; undefined when some open node has none. */
  readonly bound: Rational | undefined;
  /** True if the search is finished: the incumbent is optimal, or there is no integer point. */
  readonly complete: boolean;
  /** The relaxation at the root is unbounded; nothing was searched. */
  readonly unbounded: boolean;
  readonly nodes: number;
}

interface Node {
  readonly program: Program;
  /** Optimum of the parent: a bound on this node. */
  readonly bound: Rational | undefined;
}

/**
 * Depth-first search with an explicit stack. Branches on the first fractional integer column, nearest side first.
 *
 * @example (await branchAndBound(knapsack, solveNode)).incumbent?.objective
 */
export async function branchAndBound(program: Program, solve: NodeSolver, options: BranchOptions = {}): Promise<BranchResult> {
  const deadline = Date.now() + 1000 * (options.timeLimitSeconds ?? Infinity);
  const better = (a: Rational, b: Rational): boolean => (program.sense === "maximize" ? a.compare(b) > 0 : a.compare(b) < 0);
  let incumbent = options.incumbent;
  let nodes = 0;
  const open: Node[] = [{ program: relaxation(program), bound: undefined }];
  const abandoned: Node[] = [];
  while (open.length > 0 && nodes < (options.nodeLimit ?? 10_000) && Date.now() <= deadline) {
    const node = open.pop();
    if (node === undefined) break;
    if (node.bound !== undefined && incumbent !== undefined && !better(node.bound, incumbent.objective)) continue;
    nodes++;
    const solved = await solve(node.program);
    if (solved === undefined) {
      abandoned.push(node);
      continue;
    }
    if (solved.kind === "infeasible") continue;
    if (solved.kind === "unbounded") {
      if (nodes === 1) return { incumbent, bound: undefined, complete: false, unbounded: true, nodes };
      abandoned.push(node);
      continue;
    }
    if (incumbent !== undefined && !better(solved.objective, incumbent.objective)) continue;
    const fractional = program.integer.find((j) => !(solved.columns[j] ?? Rational.zero).isInteger());
    if (fractional === undefined) incumbent = { objective: solved.objective, columns: solved.columns };
    else open.push(...children(node.program, fractional, solved.columns[fractional] ?? Rational.zero, solved.objective));
  }
  const unfinished = [...open, ...abandoned].filter((node) => incumbent === undefined || node.bound === undefined || better(node.bound, incumbent.objective));
  const complete = unfinished.length === 0;
  return { incumbent, bound: complete ? incumbent?.objective : loosest(unfinished, better), complete, unbounded: false, nodes };
}

/** The two halves, the one whose bound lies nearer to the fractional value last, so that it is popped first. */
function children(program: Program, column: number, value: Rational, bound: Rational): Node[] {
  const below = floor(value);
  const above = below.add(Rational.one);
  const down: Node = { program: withBounds(program, column, program.lower[column], below), bound };
  const up: Node = { program: withBounds(program, column, above, program.upper[column]), bound };
  return value.sub(below).compare(Rational.of(1, 2)) > 0 ? [down, up] : [up, down];
}

function loosest(nodes: readonly Node[], better: (a: Rational, b: Rational) => boolean): Rational | undefined {
  let result: Rational | undefined;
  for (const { bound } of nodes) {
    if (bound === undefined) return undefined;
    if (result === undefined || better(bound, result)) result = bound;
  }
  return result;
}

/** Largest integer not above a rational. */
export function floor(value: Rational): Rational {
  const n = value.numerator();
  const d = value.denominator();
  const quotient = n / d;
  return Rational.of(n < 0n && quotient * d !== n ? quotient - 1n : quotient);
}
