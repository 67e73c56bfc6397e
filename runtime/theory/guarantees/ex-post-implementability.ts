/**
 * Which allocation rules have payments that make truth-telling an ex-post equilibrium (Rochet 1987), exactly, with such payments
 * (any, or the highest) or a cycle of types that rules them out. By Lemma 4 of Yamashita a rule that is Bayesian implementable however much agents
 * know about the others' types (in particular when all but one type is common knowledge) is ex-post implementable: given the others'
 * types both conditions say that no cycle of misreports gains.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "ex-post implementability",
  cite: "Rochet (1987), A necessary and sufficient condition for rationalizability in a quasi-linear context; Yamashita (2018), Lemma 4",
  statement: "Given the others' types, payments exist exactly if around every cycle of types the losses from reporting the next type sum to at least zero.",
};

/** `value(true, reported)`: what a type gets from the allocation when it reports another, before payments; the others' types are fixed. */
export type Valuation = (type: number, report: number) => Rational;

export type Implementability =
  | {
      readonly implementable: true;
      /** A payment for every report, zero for the first. */
      readonly payments: readonly Rational[];
    }
  | {
      readonly implementable: false;
      /** Types each of which would rather report the next (the last the first), with a positive total gain. */
      readonly cycle: readonly number[];
    };

/**
 * Decides the condition for one agent and one profile of the others, by shortest paths (Bellman and Ford): with
 * `w(t, s) = value(s, s) - value(s, t)` a payment rule is a potential, `p(s) <= p(t) + w(t, s)`.
 *
 * @param types how many types there are
 * @throws RangeError without types
 * @example implementability(2, (t, r) => Rational.integer((t + 1) * (r === 1 ? 1 : 0))) // values 1 and 2, the higher gets the good and pays 1
 */
export function implementability(types: number, value: Valuation): Implementability {
  // Every type is at distance zero from a source, so that all cycles are reached.
  const { distance, cycle } = shortestPaths(types, value, () => Rational.zero);
  if (cycle) return { implementable: false, cycle };
  const base = distance[0] as Rational;
  return { implementable: true, payments: distance.map((each) => each.sub(base)) };
}

/**
 * The payments that are highest for every type at once among those that make truth-telling best and leave nobody below zero. Payments
 * are bounded by differences, `p(t) <= p(s) + w(s, t)` and `p(t) <= value(t, t)`; the larger of two such payment rules is one again, so
 * there is a highest, and it is given by shortest paths. It earns most under every distribution of types.
 *
 * @returns undefined where no payments make truth-telling best
 * @throws RangeError without types
 * @example highestPayments(2, (t, r) => Rational.integer((t + 1) * (r === 1 ? 1 : 0))) // values 1 and 2, the higher gets the good: pays 0 and 2
 */
export function highestPayments(types: number, value: Valuation): readonly Rational[] | undefined {
  const { distance, cycle } = shortestPaths(types, value, (type) => value(type, type));
  return cycle ? undefined : distance;
}

/** Bellman and Ford from a source at the given distances, or a cycle along which distances fall for ever. */
function shortestPaths(types: number, value: Valuation, start: (type: number) => Rational): { readonly distance: readonly Rational[]; readonly cycle?: number[] } {
  if (!(Number.isSafeInteger(types) && types > 0)) throw new RangeError(`${types} types`);
  const distance = Array.from({ length: types }, (_, type) => start(type));
  const before = new Array<number>(types).fill(-1);
  let changed = -1;
  for (let round = 0; round < types; round++) {
    changed = -1;
    for (let from = 0; from < types; from++) {
      for (let to = 0; to < types; to++) {
        if (from === to) continue;
        const through = (distance[from] as Rational).add(value(to, to).sub(value(to, from)));
        if (through.compare(distance[to] as Rational) >= 0) continue;
        distance[to] = through;
        before[to] = from;
        changed = to;
      }
    }
    if (changed < 0) return { distance };
  }
  return { distance, cycle: cycleBehind(changed, before) };
}

/** A cycle of predecessors: each type on it would rather report its predecessor. */
function cycleBehind(start: number, before: readonly number[]): number[] {
  let at = start;
  // After as many steps as there are types the walk is on the cycle.
  for (let k = 0; k < before.length; k++) at = before[at] as number;
  const cycle = [at];
  for (let next = before[at] as number; next !== at; next = before[next] as number) cycle.push(next);
  return cycle;
}
