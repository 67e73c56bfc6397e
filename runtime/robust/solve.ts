/**
 * Solves a bound in the coupling form, large ladders included. Whatever way an approximate solution was found, it is
 * turned into a certified interval for the optimum, and the next, dearer way is tried only if that is too wide.
 *
 * 1. Common values: the one-dimensional reduction (aggregate.ts).
 * 2. Few states: the whole program, by the interior-point method without crossover.
 * 3. Many states: beliefs have small supports, so columns are generated. The first supports come from the same problem on
 *    a ladder half as long; states whose value falls below the supporting multipliers are added until the interval is
 *    narrow.
 */
import type { Coupling } from "../../compiler/programs/robust/coupling.ts";
import type { Direction } from "../../compiler/programs/robust/ladder.ts";
import { solveApproximately, type ApproximateOptions } from "../solvers/interior-point.ts";
import { aggregateOf } from "./aggregate.ts";
import { cellsOf, type Cells } from "./cells.ts";
import { attained, leastValue, supported, type Certified, type Dual, type Primal } from "./certificate.ts";
import { masterProgram, type Support } from "./master.ts";
import { numbersOf, type Numbers } from "./numbers.ts";
import { derivativesAt } from "./virtual.ts";

/** Both certificates of one bound; the optimum lies between their values. */
export interface SolvedBound {
  readonly numbers: Numbers;
  readonly cells: Cells;
  readonly primal: Certified<Primal>;
  readonly dual: Certified<Dual>;
  readonly size: { readonly rows: number; readonly columns: number; readonly nonzeros: number };
  readonly method: string;
}

export interface SolveBoundOptions {
  /** Between steps, by `clock`; every solve is also given what is left. */
  readonly timeLimitSeconds?: number;
  /** Milliseconds; without it no time passes between steps. */
  readonly clock?: () => number;
  readonly onProgress?: (line: string) => void;
}

/** Width of a certified interval, beyond the rounding margins, with which a solution is good enough. */
const narrow = 1e-8;

/** The same for a solution that costs next to nothing. The bound that counts is the better one of the two by far. */
const cheapAndNarrow = 5e-8;

/** Beliefs up to which all of them are columns from the start. */
const fewBeliefs = 150_000;

/** Columns from which every iteration is worth a line. */
const largeColumns = 50_000;

/** Rounds of column generation before the interval is reported as it is. */
const mostRounds = 20;

/** @returns undefined if no approximate solution was found, or none could be certified */
export async function solveBound(coupling: Coupling, direction: Direction, options: SolveBoundOptions = {}): Promise<SolvedBound | undefined> {
  const numbers = numbersOf(coupling, direction);
  if (!numbers) return undefined;
  const cells = cellsOf(coupling, numbers);
  const name = direction === "up" ? "lower bound" : "upper bound";
  const say = (line: string): void => options.onProgress?.(`${name}, k = ${numbers.k}: ${line}`);
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const attempt = new Attempt(numbers, cells, say, () => (options.timeLimitSeconds === undefined ? undefined : options.timeLimitSeconds - (clock() - started) / 1000));
  const aggregate = aggregateOf(numbers, cells);
  if (aggregate) {
    const answer = await attempt.solve(aggregate.numbers, aggregate.cells, undefined, "ipm-crossover");
    if (answer) {
      const { primal, dual } = aggregate.spread(answer.primal, answer.dual);
      attempt.offer(primal, dual, "the sum of the signals, HiGHS interior point");
      if (attempt.within(cheapAndNarrow)) return attempt.best;
    }
  }
  if (numbers.box || cells.count * numbers.states <= fewBeliefs) {
    for (const method of ["ipm", "ipm-crossover", "simplex"] as const) {
      const answer = await attempt.solve(numbers, cells, undefined, method);
      if (answer) attempt.offer(answer.primal, answer.dual, method === "simplex" ? "HiGHS simplex" : "HiGHS interior point");
      if (attempt.within(narrow) || attempt.outOfTime) break;
    }
    return attempt.best;
  }
  await generateColumns(coupling, direction, attempt, options);
  return attempt.best;
}

/** Solves programs, keeps the best certificates of both kinds, and knows when to stop. */
class Attempt {
  private primal: Certified<Primal> | undefined;
  private dual: Certified<Dual> | undefined;
  private size: SolvedBound["size"] = { rows: 0, columns: 0, nonzeros: 0 };
  private method = "";

  constructor(
    readonly numbers: Numbers,
    readonly cells: Cells,
    readonly say: (line: string) => void,
    private readonly remaining: () => number | undefined,
  ) {}

  get outOfTime(): boolean {
    const left = this.remaining();
    return left !== undefined && left <= 0;
  }

  within(width: number): boolean {
    return this.primal !== undefined && this.dual !== undefined && this.primal.value - this.dual.value <= width + this.primal.margin + this.dual.margin;
  }

  get best(): SolvedBound | undefined {
    const { numbers, cells, primal, dual, size, method } = this;
    return primal && dual && { numbers, cells, primal, dual, size, method };
  }

  async solve(numbers: Numbers, cells: Cells, support: Support | undefined, method: ApproximateOptions["method"]): Promise<{ readonly primal: Primal; readonly dual: Dual } | undefined> {
    const { program, read } = masterProgram(numbers, cells, support);
    this.size = { rows: program.rowCount, columns: program.columnCount, nonzeros: program.index.length };
    this.say(`solving ${program.rowCount} rows, ${program.columnCount} columns, ${program.index.length} nonzeros`);
    const left = this.remaining();
    const answer = await solveApproximately(program, {
      method,
      ...(left === undefined ? {} : { timeLimitSeconds: Math.max(1, left) }),
      // A large program takes seconds per iteration: `iteration  primal objective  dual objective  ...`.
      ...(program.columnCount > largeColumns ? { onProgress: (line: string): void => this.iteration(line) } : {}),
    });
    return answer && read(answer);
  }

  private iteration(line: string): void {
    const [, number, primal, dual] = /^\s*(\d+)\s+(\S+)\s+(\S+)/.exec(line) ?? [];
    if (number !== undefined) this.say(`iteration ${number}, between ${dual} and ${primal}`);
  }

  offer(primal: Primal, dual: Dual, method: string): void {
    const upper = attained(this.numbers, this.cells, primal);
    const lower = supported(this.numbers, this.cells, dual);
    if (upper && !(upper.value >= (this.primal?.value ?? Infinity))) this.primal = upper;
    if (!(lower.value <= (this.dual?.value ?? -Infinity))) this.dual = lower;
    this.method = method;
    this.say(`certified between ${this.dual?.value} and ${this.primal?.value}`);
  }
}

async function generateColumns(coupling: Coupling, direction: Direction, attempt: Attempt, options: SolveBoundOptions): Promise<void> {
  const { numbers, cells } = attempt;
  const shorter = Math.max(2, Math.ceil(numbers.k / 2));
  const coarse = shorter < numbers.k ? await solveBound({ ...coupling, problem: { ...coupling.problem, k: shorter } }, direction, options) : undefined;
  const support = coarse ? supportFrom(coarse, numbers, cells) : Array.from({ length: cells.count }, () => new Set<number>());
  for (let round = 0; round < mostRounds && !attempt.outOfTime; round++) {
    const answer = await attempt.solve(numbers, cells, support.map((states) => [...states].sort((a, b) => a - b)), "ipm");
    if (!answer) return;
    attempt.offer(answer.primal, answer.dual, "HiGHS interior point with column generation");
    if (attempt.within(narrow) || addStates(numbers, cells, support, answer.dual) === 0) return;
  }
}

/** Values of all states at a cell, less their multipliers. */
function slacksAt(numbers: Numbers, derivatives: Float64Array, lambda: Float64Array): Float64Array {
  const { states, axes, axis } = numbers;
  const slacks = new Float64Array(states);
  for (let s = 0; s < states; s++) {
    let value = (derivatives[0] as number) - (lambda[s] as number);
    for (let e = 0; e < axes; e++) value += (axis[e * states + s] as number) * (derivatives[e + 1] as number);
    slacks[s] = value;
  }
  return slacks;
}

/** States within this much of the lowest value at a neighbouring cell of the shorter ladder. */
const nearActive = 1e-4;

/** The first supports: what is nearly active in the shorter ladder at the actions around. */
function supportFrom(coarse: SolvedBound, numbers: Numbers, cells: Cells): Set<number>[] {
  const { allocation, lambda } = coarse.dual.solution;
  const active: number[][] = [];
  for (let cell = 0; cell < coarse.cells.count; cell++) {
    const slacks = slacksAt(coarse.numbers, derivativesAt(coarse.numbers, coarse.cells, allocation, cell), lambda);
    const order = [...slacks.keys()].sort((a, b) => (slacks[a] as number) - (slacks[b] as number));
    const least = slacks[order[0] as number] as number;
    active.push(order.slice(0, 8).filter((s, rank) => rank < 3 || (slacks[s] as number) <= least + nearActive));
  }
  const ratio = coarse.numbers.k / numbers.k;
  return Array.from({ length: cells.count }, (_, cell) => {
    const canonical = cells.folding(cell).states;
    let corners = [0];
    for (let i = 0; i < numbers.agents; i++) {
      const exact = cells.rungOf(cells.profile[cell] as number, i) * ratio;
      const rungs = [...new Set([Math.floor(exact), Math.ceil(exact)].map((rung) => Math.min(rung, coarse.numbers.rungs - 1)))];
      corners = corners.flatMap((corner) => rungs.map((rung) => corner + rung * (coarse.cells.stride[i] as number)));
    }
    const states = new Set<number>();
    for (const corner of corners) {
      // Active states are known at the representative; here they are wanted at the corner itself.
      const near = active[coarse.cells.cellOf[corner] as number] ?? [];
      for (let s = 0; s < numbers.states; s++) if (near.includes(coarse.cells.stateAt(corner, s))) states.add(canonical[s] as number);
    }
    return states;
  });
}

/** Adds to every cell the states that fall furthest below its support. @returns how many */
function addStates(numbers: Numbers, cells: Cells, support: readonly Set<number>[], dual: Dual): number {
  const { allocation, lambda } = supported(numbers, cells, dual).solution;
  let added = 0;
  for (let cell = 0; cell < cells.count; cell++) {
    const derivatives = derivativesAt(numbers, cells, allocation, cell);
    const slacks = slacksAt(numbers, derivatives, lambda);
    const canonical = cells.folding(cell).states;
    const states = support[cell] as Set<number>;
    const least = [...states].reduce((low, s) => Math.min(low, slacks[s] as number), Infinity);
    if (leastValue(numbers, derivatives, lambda).value >= least - 1e-10) continue;
    const better = [...slacks.keys()].filter((s) => canonical[s] === s && !states.has(s) && (slacks[s] as number) < least - 1e-10);
    better.sort((a, b) => (slacks[a] as number) - (slacks[b] as number));
    for (const s of better.slice(0, 3)) {
      states.add(s);
      added++;
    }
  }
  return added;
}
