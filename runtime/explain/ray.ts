/** An unbounded program in words: which choices grow together, and what the objective gains. */
import { Rational } from "../../compiler/exact/rational.ts";
import { objectiveValue } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { derive } from "../solvers/derive.ts";
import { coprime, describeColumn } from "./member.ts";
import type { Member } from "./member.ts";
import type { Unbounded } from "./proof.ts";

/** A column that moves along the ray. */
export interface RayEntry extends Member {
  readonly column: number;
  /** Change per step; all changes are coprime integers. */
  readonly change: Rational;
}

export interface RayExplanation {
  /** Largest changes first, all of them. */
  readonly entries: readonly RayEntry[];
  /** Change of the objective per step: positive in a maximisation, negative in a minimisation. */
  readonly objectiveChange: Rational;
  readonly text: string;
}

export interface RayOptions {
  /** Entries named in the text (default 4). */
  readonly shown?: number;
  /** What the objective is called (default "the objective"). */
  readonly objective?: string;
}

/**
 * Explains the ray of an unbounded program.
 *
 * @example explainRay(program, certificate, { objective: "revenue" }).text
 * // "Raise pay[1] when the reports are 2 by 1: revenue rises by 1 each time, and nothing stops it."
 */
export function explainRay(program: Program, certificate: Unbounded, options: RayOptions = {}): RayExplanation {
  const ray = coprime(certificate.ray);
  const entries = ray
    .flatMap((change, column): RayEntry[] => (change.isZero() ? [] : [{ ...describeColumn(program, column), column, change }]))
    .sort((a, b) => b.change.abs().compare(a.change.abs()) || a.column - b.column);
  const objectiveChange = objectiveValue(derive(program, { offset: Rational.zero }), ray);
  return { entries, objectiveChange, text: rayText(entries, objectiveChange, options) };
}

function rayText(entries: readonly RayEntry[], objectiveChange: Rational, { shown = 4, objective = "the objective" }: RayOptions): string {
  const moves = entries.slice(0, shown).map(({ sentence, change }) => `${change.sign() > 0 ? "raise" : "lower"} ${sentence} by ${change.abs()}`);
  const more = entries.length > shown ? [`move ${entries.length - shown} more with them`] : [];
  const sentence = [...moves, ...more].join(", ");
  const effect = `${objective} ${objectiveChange.sign() > 0 ? "rises" : "falls"} by ${objectiveChange.abs()} each time, and nothing stops it`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}: ${effect}.`;
}
