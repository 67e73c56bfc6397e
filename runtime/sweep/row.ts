/** What a sweep keeps of the result at one point: numbers and how they were proved, not the rules. */
import type { Quantity, Result } from "../report/result.generated.ts";
import { theoryNumbers } from "./theory.ts";

/** A number with what is known about it. */
export interface SweepNumber {
  /** Nearest double. */
  readonly value: number;
  /** Fraction, where it is known exactly. */
  readonly exact?: string;
  /** Rigorous bounds, where the answer is known only up to them. */
  readonly interval?: readonly [number, number];
  /** Least and greatest value over all optima, where optimality does not determine the quantity. */
  readonly range?: readonly [number, number];
}

/**
 * How a point ended: a status of `mech solve`, or `invalid` (the spec does not compile at these parameters),
 * `time-limit` (the point took longer than allowed) or `crashed` (the computation died, out of memory for example).
 */
export type SweepStatus = Result["status"] | "invalid" | "time-limit" | "crashed";

export interface SweepRow {
  /** Parameters as texts that `--set` reads. */
  readonly params: Readonly<Record<string, string>>;
  readonly status: SweepStatus;
  readonly certificate?: Result["certificate"];
  /** True when the data came through a transcendental function. */
  readonly inexact?: boolean;
  readonly objective?: SweepNumber;
  readonly quantities: Readonly<Record<string, SweepNumber>>;
  /** What closed forms say about this point. */
  readonly theory: Readonly<Record<string, SweepNumber>>;
  /** Asserts and requirements that do not hold, in the spec's own words. */
  readonly failed: readonly string[];
  /** Why there is no result. */
  readonly message?: string;
  readonly seconds: number;
}

/** Whether the point was answered: infeasible and unbounded are answers, too. */
export function isAnswered({ status }: SweepRow): boolean {
  return status === "optimal" || status === "evaluated" || status === "closed-form" || status === "infeasible" || status === "unbounded";
}

/**
 * The row of a result.
 *
 * @param expected names of checks that an assert of the spec expects to fail
 * @param seconds wall-clock time of compiling and solving
 */
export function rowOf(params: Readonly<Record<string, string>>, result: Result, expected: ReadonlySet<string>, seconds: number): SweepRow {
  return {
    params,
    status: result.status,
    certificate: result.certificate,
    ...(result.inexact === true ? { inexact: true } : {}),
    ...(result.objective ? { objective: sweepNumber(result.objective) } : {}),
    quantities: Object.fromEntries(Object.entries(result.quantities).map(([name, quantity]) => [name, sweepNumber(quantity)])),
    theory: result.theory ? theoryNumbers(result.theory) : {},
    failed: [
      ...result.asserts.filter((each) => !each.holds).map((each) => each.text),
      ...result.checks.filter((each) => !each.holds && !expected.has(each.name)).map((each) => each.name),
    ],
    seconds,
  };
}

/** The row of a point without a result. */
export function failedRow(params: Readonly<Record<string, string>>, status: SweepStatus, message: string, seconds: number): SweepRow {
  return { params, status, quantities: {}, theory: {}, failed: [], message, seconds };
}

function sweepNumber({ value, exact, interval, range }: Quantity): SweepNumber {
  const [low, high] = range ?? [];
  const undetermined = low !== undefined && high !== undefined && low.value !== high.value;
  return { value, ...(exact === undefined ? {} : { exact }), ...(interval ? { interval } : {}), ...(undetermined ? { range: [low.value, high.value] } : {}) };
}
