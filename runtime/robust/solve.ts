/**
 * Solves a bound in the coupling form, large ladders included. Whatever way an approximate solution was found, it is
 * turned into a certified interval for the optimum, and the next, dearer way is tried only if that is too wide.
 *
 * 1. Common values: the one-dimensional reduction (aggregate.ts).
 * 2. The interior-point method made for ladders (interior/), on as much of the ladder as the certificates ask for.
 * 3. Where that fails: the whole program, by the methods of HiGHS.
 */
import type { Coupling } from "../../compiler/programs/robust/coupling.ts";
import type { Direction } from "../../compiler/programs/robust/ladder.ts";
import { solveApproximately, type ApproximateOptions } from "../solvers/interior-point.ts";
import { aggregateOf } from "./aggregate.ts";
import { cellsOf, type Cells } from "./cells.ts";
import { attained, supported, type Certified, type Dual, type Primal } from "./certificate.ts";
import { firstTops, longerTops } from "./interior/region.ts";
import { solveRegion } from "./interior/solve-region.ts";
import { masterProgram } from "./master.ts";
import { numbersOf, type Numbers } from "./numbers.ts";

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
  readonly timeLimitSeconds?: number;
  readonly onProgress?: (line: string) => void;
}

/** Width of a certified interval, beyond the rounding margins, with which a solution is good enough. */
const narrow = 1e-8;

/** The same for a solution that costs next to nothing. The bound that counts is the better one of the two by far. */
const cheapAndNarrow = 5e-8;

/** Beliefs up to which the whole program is one for HiGHS. */
const fewBeliefs = 300_000;

/** Entries of the border that multipliers make up to which the interior-point method for ladders is used. */
const largestBorder = 50_000_000;

/** Columns, or cells of the ladder, from which every iteration is worth a line. */
const largeColumns = 50_000;
const largeLadder = 2_000;

/** @returns undefined if no approximate solution was found, or none could be certified */
export async function solveBound(coupling: Coupling, direction: Direction, options: SolveBoundOptions = {}): Promise<SolvedBound | undefined> {
  const numbers = numbersOf(coupling, direction);
  if (!numbers) return undefined;
  const cells = cellsOf(coupling, numbers);
  const name = direction === "up" ? "lower bound" : "upper bound";
  const say = (line: string): void => options.onProgress?.(`${name}, k = ${numbers.k}: ${line}`);
  const started = Date.now();
  const attempt = new Attempt(numbers, cells, say, () => (options.timeLimitSeconds === undefined ? undefined : options.timeLimitSeconds - (Date.now() - started) / 1000));
  const aggregate = aggregateOf(numbers, cells);
  if (aggregate) {
    const answer = await attempt.solve(aggregate.numbers, aggregate.cells, "ipm-crossover");
    if (answer) {
      const { primal, dual } = aggregate.spread(answer.primal, answer.dual);
      attempt.offer(primal, dual, "the sum of the signals, HiGHS interior point");
      if (attempt.within(cheapAndNarrow)) return attempt.best;
    }
  }
  const multipliers = numbers.prior ? numbers.states : numbers.law.length;
  if (cells.count * numbers.numberCount * multipliers <= largestBorder) attempt.interior();
  if (attempt.within(narrow) || attempt.outOfTime || !(numbers.box || cells.count * numbers.states <= fewBeliefs)) return attempt.best;
  for (const method of ["ipm", "ipm-crossover", "simplex"] as const) {
    const answer = await attempt.solve(numbers, cells, method);
    if (answer) attempt.offer(answer.primal, answer.dual, method === "simplex" ? "HiGHS simplex" : "HiGHS interior point");
    if (attempt.within(narrow) || attempt.outOfTime) break;
  }
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

  async solve(numbers: Numbers, cells: Cells, method: ApproximateOptions["method"]): Promise<{ readonly primal: Primal; readonly dual: Dual } | undefined> {
    const { program, read } = masterProgram(numbers, cells);
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

  /** On longer and longer parts of the ladder, until the certificates on all of it agree. */
  interior(): void {
    const { numbers, cells } = this;
    for (let tops = firstTops(numbers); ; ) {
      const whole = tops.every((top) => top === numbers.rungs - 1);
      this.say(whole ? "interior point on all of the ladder" : `interior point on the actions up to ${tops.map((top) => top / numbers.k).join(", ")}`);
      const solution = solveRegion(numbers, cells, tops, (step, low, high) => {
        if (cells.count > largeLadder) this.say(`step ${step}, between ${low} and ${high}`);
        return !this.outOfTime;
      });
      if (!solution) return;
      this.size = solution.size;
      this.offer(solution.primal, solution.dual, "interior point on the ladder");
      if (whole || this.within(narrow) || this.outOfTime) return;
      tops = longerTops(numbers, cells, tops, solution.primal);
    }
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
