/** Families of small random linear programs, made from a seed. */
import type { Program, RowSense } from "../../compiler/lp/program.ts";
import { program } from "../solvers/helpers.ts";
import type { Numeral } from "../solvers/helpers.ts";

/** A reproducible stream of integers (mulberry32). */
export function integers(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return low + Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * (high - low + 1));
  };
}

type Draw = (low: number, high: number) => number;

interface Shape {
  readonly coefficient: (draw: Draw) => Numeral;
  readonly rhs: (draw: Draw) => Numeral;
  readonly senses: readonly RowSense[];
  readonly lower?: (draw: Draw) => Numeral | undefined;
  readonly upper?: (draw: Draw) => Numeral | undefined;
}

const small = (draw: Draw): Numeral => (draw(0, 2) === 0 ? 0 : draw(-4, 4));
const fraction = (draw: Draw): Numeral => (draw(0, 2) === 0 ? 0 : `${draw(-9, 9)}/${draw(1, 12)}`);

/** Every family mixes optimal programs with infeasible or unbounded ones. */
export const families: Readonly<Record<string, Shape>> = {
  bounded: { coefficient: small, rhs: (draw) => draw(0, 9), senses: ["<="], upper: (draw) => draw(1, 5) },
  degenerate: {
    coefficient: small,
    rhs: (draw) => (draw(0, 3) === 0 ? 1 : 0),
    senses: ["<=", "<=", ">="],
    upper: (draw) => (draw(0, 1) === 0 ? 1 : undefined),
  },
  equality: { coefficient: small, rhs: (draw) => draw(-3, 6), senses: ["=", "<="], upper: (draw) => draw(2, 6) },
  free: { coefficient: small, rhs: (draw) => draw(-5, 5), senses: ["<=", ">=", "="], lower: (draw) => (draw(0, 1) === 0 ? undefined : -draw(0, 3)) },
  boxed: { coefficient: fraction, rhs: fraction, senses: ["<=", ">="], lower: (draw) => -draw(0, 3), upper: (draw) => `${draw(0, 9)}/7` },
  fractional: { coefficient: fraction, rhs: fraction, senses: ["<=", "=", ">="], upper: (draw) => (draw(0, 1) === 0 ? undefined : `${draw(1, 9)}/3`) },
  open: { coefficient: small, rhs: (draw) => draw(-6, 6), senses: ["<=", ">="] },
};

/** @example randomProgram("degenerate", 17) */
export function randomProgram(family: string, seed: number): Program {
  const shape = families[family];
  if (shape === undefined) throw new RangeError(`no family ${family}`);
  const draw = integers(seed * 7919 + family.length);
  const columns = draw(1, 6);
  const rows = draw(1, 7);
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return program({
    sense: draw(0, 1) === 0 ? "maximize" : "minimize",
    objective: many(columns, () => shape.coefficient(draw)),
    offset: draw(-2, 2),
    rows: many(rows, () => [many(columns, () => shape.coefficient(draw)), shape.senses[draw(0, shape.senses.length - 1)] ?? "<=", shape.rhs(draw)] as const),
    ...(shape.lower === undefined ? {} : { lower: many(columns, () => shape.lower?.(draw)) }),
    ...(shape.upper === undefined ? {} : { upper: many(columns, () => shape.upper?.(draw)) }),
  });
}
