/**
 * What an expression can speak of: constants, spaces, definitions, outcomes. A world is filled in stages (constants,
 * spaces, law); an evaluator built on it compiles an expression when it is first needed.
 */
import type { Span } from "../../grammar/span.ts";
import type { Rational } from "../exact/rational.ts";
import type { Definition } from "../model/model.generated.ts";
import type { Frame } from "./frame.ts";
import type { IndexLookup } from "./index-lookup.ts";
import type { Space } from "./space.ts";
import type { FiniteSet, Value } from "./value.ts";

/** How an outcome (allocation or transfer) gets its value at a message profile. */
export type OutcomeSource =
  | { readonly kind: "rule"; readonly definition: Definition }
  /** Chosen: component c at profile p is column `first + c * profileCount + p`. */
  | { readonly kind: "chosen"; readonly first: number }
  /** Solved: the value of component c at profile p stands at `c * profileCount + p`. */
  | { readonly kind: "table"; readonly values: readonly Rational[] }
  /** Solved apart for every public signal: the value of component c at state s stands at `c * stateCount + s`. */
  | { readonly kind: "states"; readonly values: readonly Rational[] };

export interface OutcomeFamily {
  readonly name: string;
  readonly lookup: IndexLookup;
  source: OutcomeSource;
  readonly span: Span;
}

export interface NamedFamily {
  readonly name: string;
  readonly lookup: IndexLookup;
  readonly definition: Definition;
  readonly within: "environment" | "mechanism";
}

export interface World {
  readonly params: ReadonlyMap<string, Value>;
  readonly sets: ReadonlyMap<string, FiniteSet>;
  readonly definitions: ReadonlyMap<string, NamedFamily>;
  readonly quantities: ReadonlyMap<string, NamedFamily>;
  readonly outcomes: ReadonlyMap<string, OutcomeFamily>;
  readonly payoffs: ReadonlyMap<string, Definition>;
  readonly outsides: ReadonlyMap<string, Definition>;
  /** Absent while only constants are being evaluated. */
  space?: Space;
  /**
   * While the joint law is enumerated: the prior of a state or type component given its parents and what is drawn with it,
   * at the current state; undefined for draws and signals.
   */
  lawOf?: (component: number, frame: Frame) => readonly { readonly ordinal: number; readonly probability: Rational }[] | undefined;
}

/** A world in which only params and sets exist. */
export function constantWorld(params: ReadonlyMap<string, Value>, sets: ReadonlyMap<string, FiniteSet>): World {
  return { params, sets, definitions: new Map(), quantities: new Map(), outcomes: new Map(), payoffs: new Map(), outsides: new Map() };
}

