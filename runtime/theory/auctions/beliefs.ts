/**
 * What the types of a bidder believe about the others, and whether the beliefs reveal the type (Cremer and McLean 1988).
 *
 * Full rank of the belief matrix allows full extraction in dominant strategies; convex independence (no type's belief is
 * an average of the beliefs of other types) allows it in Bayesian equilibrium. Both with interim participation.
 */
import { compareValues, formatValue, valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import { isTuple, tuple } from "../../../compiler/priors/pmf.ts";
import { exactSimplex } from "../../solvers/exact-simplex.ts";
import { rank } from "../numeric/elimination.ts";

/** The beliefs of one bidder: `matrix[q][s]` is the probability that type q gives to the profile s of the others. */
export interface Beliefs {
  /** Types of positive probability, ascending. */
  readonly types: readonly Value[];
  /** Profiles of the other bidders of positive probability, as tuples without this bidder's entry. */
  readonly others: readonly Value[];
  readonly matrix: readonly (readonly Rational[])[];
}

/**
 * The beliefs of the bidder at a position of a joint distribution over profiles.
 *
 * @throws TypeError if an outcome is not a tuple with that entry.
 */
export function beliefsOf(joint: Pmf, position: number): Beliefs {
  const types = new Map<string, { readonly value: Value; readonly row: Map<string, Rational>; mass: Rational }>();
  const others = new Map<string, Value>();
  for (const { value, probability } of joint.outcomes) {
    const own = isTuple(value) ? value.entries[position] : undefined;
    if (!isTuple(value) || own === undefined) throw new TypeError(`not a profile of types: ${formatValue(value)}`);
    const rest = without(value.entries, position);
    const key = valueKey(own);
    const type = types.get(key) ?? { value: own, row: new Map<string, Rational>(), mass: Rational.zero };
    type.row.set(valueKey(rest), probability);
    type.mass = type.mass.add(probability);
    types.set(key, type);
    others.set(valueKey(rest), rest);
  }
  const sorted = [...types.values()].sort((a, b) => compareValues(a.value, b.value));
  return {
    types: sorted.map((t) => t.value),
    others: [...others.values()],
    matrix: sorted.map((t) => [...others.keys()].map((key) => (t.row.get(key) ?? Rational.zero).div(t.mass))),
  };
}

/** A profile without the entry at a position. */
export function without(profile: readonly Value[], position: number): Value {
  return tuple(profile.filter((_, j) => j !== position));
}

/** The beliefs of all types are linearly independent. */
export function hasFullRank(beliefs: Beliefs): boolean {
  return rank(beliefs.matrix) === beliefs.types.length;
}

/** The position of one type's belief relative to the convex hull of the other types' beliefs. */
export type HullPosition =
  | {
      readonly kind: "outside";
      /** A side bet on the profile of the others: mean zero for this type, strictly negative for every other type. */
      readonly bet: readonly Rational[];
    }
  | {
      readonly kind: "inside";
      /** Weights on all types (zero on this one) that average to this type's belief. */
      readonly weights: readonly Rational[];
    };

/**
 * Decides exactly whether a type's belief is an average of the others', by an exact simplex. The side bet of the first
 * case is the Farkas certificate of that program: it separates the belief from the hull of the others.
 *
 * @returns undefined if the program is too large for the exact simplex.
 */
export function hullPosition(beliefs: Beliefs, type: number): HullPosition | undefined {
  const { matrix, types, others } = beliefs;
  const rivals = types.map((_, r) => r).filter((r) => r !== type);
  const target = matrix[type] ?? [];
  if (rivals.length === 0) return { kind: "outside", bet: target.map(() => Rational.zero) };
  const builder = new ProgramBuilder("hull", "minimize");
  const first = builder.addColumns(
    { name: "weight", role: "probability", indexNames: ["type"], sentence: "weight on type {type}" },
    rivals.length,
    Rational.zero,
    undefined,
    false,
    (k) => [formatValue(types[rivals[k] ?? 0] ?? "")],
  );
  builder.beginRowFamily({ name: "belief", role: "definition", indexNames: ["profile"], sentence: "average probability of {profile}" }, (s) => [
    formatValue(others[s] ?? ""),
  ]);
  for (const [s, probability] of target.entries()) {
    builder.beginRow("=");
    for (const [k, r] of rivals.entries()) builder.add(first + k, matrix[r]?.[s] ?? Rational.zero);
    builder.endRow(probability);
  }
  builder.endRowFamily();
  const outcome = exactSimplex(builder.build());
  if (outcome.kind !== "solved" || outcome.certificate.kind === "unbounded") return undefined;
  if (outcome.certificate.kind === "infeasible") return { kind: "outside", bet: sideBet(beliefs, type, outcome.certificate.farkas) };
  const weights = types.map(() => Rational.zero);
  for (const [k, r] of rivals.entries()) weights[r] = outcome.certificate.columns[k] ?? Rational.zero;
  return { kind: "inside", weights };
}

/** The conditions of Cremer and McLean for one bidder. */
export interface ExtractionConditions {
  readonly fullRank: boolean;
  /** Undefined when it could not be decided within the size limit. */
  readonly convexlyIndependent: boolean | undefined;
  /** The first type whose belief is an average of others, if any. */
  readonly pooledType?: Value;
}

/** Which of the two conditions hold; full rank implies convex independence. */
export function extractionConditions(beliefs: Beliefs): ExtractionConditions {
  if (hasFullRank(beliefs)) return { fullRank: true, convexlyIndependent: true };
  const positions = beliefs.types.map((_, q) => hullPosition(beliefs, q));
  const inside = positions.findIndex((p) => p?.kind === "inside");
  if (inside >= 0) return { fullRank: false, convexlyIndependent: false, pooledType: beliefs.types[inside] };
  return { fullRank: false, convexlyIndependent: positions.every((p) => p !== undefined) ? true : undefined };
}

/**
 * From a separating direction to a bet with mean zero for the type. Beliefs sum to one, so a constant may be subtracted;
 * the sign is the one at which every other type loses.
 */
function sideBet({ matrix }: Beliefs, type: number, direction: readonly Rational[]): Rational[] {
  const mean = (row: readonly Rational[]): Rational => row.reduce((sum, p, s) => sum.add(p.mul(direction[s] ?? Rational.zero)), Rational.zero);
  const own = mean(matrix[type] ?? []);
  const rival = matrix.find((_, r) => r !== type) ?? [];
  const flip = mean(rival).compare(own) > 0;
  return direction.map((y) => (flip ? own.sub(y) : y.sub(own)));
}
