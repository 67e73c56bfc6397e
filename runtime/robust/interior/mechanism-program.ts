/**
 * A bound as a program about mechanisms (Brooks and Du 2024, program (28)): an allocation q at every place of a region, a
 * multiplier lambda of the law of the state, and the excess growth Xi,
 *
 *     maximise    sum_j rhs_j lambda_j + sum_x m(x) Xi(x)
 *     subject to  Xi(x) <= a_t . D q (x) - l_t . lambda      for every type t of state,
 *                 sum_d coefficients_d q_d(x) <= rhs,  q >= 0.
 *
 * Prices of the first rows are beliefs, m(x) p(t | x). With a known prior the types are its states; over a box they are
 * the two ends of every axis, with an excess growth per axis.
 */
import { dissect } from "../../solvers/cholesky/dissection.ts";
import type { FrontVariables } from "../../solvers/cholesky/multifrontal.ts";
import type { Cells } from "../cells.ts";
import { canonicalOf } from "../master.ts";
import type { AxisTerm, Numbers } from "../numbers.ts";
import { slopeAt, type Region } from "./region.ts";

/** What is known of the law of the state, by type: a_t, and l_t as a list of multipliers and weights. */
export interface Types {
  readonly axes: number;
  /** a_t at `type * axes + e`. */
  readonly value: Float64Array;
  /** The terms of type t are `lawStart[t] .. lawStart[t + 1]`. */
  readonly lawStart: Int32Array;
  readonly lawAt: Int32Array;
  readonly lawWeight: Float64Array;
}

/** An excess growth and its rows, one for every type: `first .. end`. */
export interface Group {
  readonly place: number;
  readonly mass: number;
  readonly first: number;
  readonly end: number;
}

export interface Place {
  /** Variables of the allocation at this place are `first .. first + count`. */
  readonly first: number;
  readonly count: number;
  /** Own variables, then those of neighbours; D_e q is `sum_v slope[e * variables.length + v] q[variables[v]]`. */
  readonly variables: Int32Array;
  readonly slope: Float64Array;
  /** Packing rows over the own variables. */
  readonly packing: readonly { readonly coefficients: Float64Array; readonly rhs: number }[];
}

export interface MechanismProgram {
  readonly places: readonly Place[];
  readonly groups: readonly Group[];
  readonly types: Types;
  readonly fronts: readonly FrontVariables[];
  readonly variables: number;
  /** Variable of number d at a place: `variableOf[place * numberCount + d]`. */
  readonly variableOf: Int32Array;
  /** Objective weights of the allocation. */
  readonly objective: Float64Array;
  /** Right-hand sides of the law, and the sign its multipliers must have: 0 for any. */
  readonly lawRhs: Float64Array;
  readonly lawSign: Int8Array;
  /** Multiplier of a state, or of a condition; -1 where there is none. */
  readonly multiplierOf: Int32Array;
  /** Type of every row about beliefs. */
  readonly typeOf: Int32Array;
}

export function mechanismProgram(numbers: Numbers, cells: Cells, region: Region): MechanismProgram {
  const { numberCount, agents } = numbers;
  const count = region.cells.length;
  const profileAt = (place: number): number => cells.profile[region.cells[place] as number] as number;
  const coordinates = Int32Array.from({ length: count * agents }, (_, m) => cells.rungOf(profileAt(Math.floor(m / agents)), m % agents));
  const variableOf = new Int32Array(count * numberCount);
  const first = new Int32Array(count);
  let variables = 0;
  const fronts = dissect(coordinates, agents).map(({ points, children }): FrontVariables => {
    const from = variables;
    for (const place of points) {
      first[place] = variables;
      const canonical = cells.folding(region.cells[place] as number).numbers;
      const own = canonicalOf(canonical);
      for (let d = 0; d < numberCount; d++) variableOf[place * numberCount + d] = variables + own.indexOf(canonical[d] as number);
      variables += own.length;
    }
    return { first: from, count: variables - from, children };
  });
  const law = lawOf(numbers, cells);
  const objective = new Float64Array(variables);
  const places: Place[] = [];
  const groups: Group[] = [];
  const typeOf: number[] = [];
  const typesOf = new Map<object, readonly { readonly types: Int32Array; readonly share: number }[]>();
  for (let place = 0; place < count; place++) {
    const cell = region.cells[place] as number;
    const folding = cells.folding(cell);
    const own = canonicalOf(folding.numbers);
    const { variables: list, slope, constant } = slopes(numbers, cells, region, place, coordinates, variableOf, first[place] as number, own.length);
    const mass = region.mass[place] as number;
    list.forEach((v, at) => (objective[v] = (objective[v] as number) + mass * (constant[at] as number)));
    const packing = canonicalOf(folding.rows).map((r) => {
      const coefficients = new Float64Array(own.length);
      numbers.rows[r]?.coefficients.forEach((value, d) => {
        const at = own.indexOf(folding.numbers[d] as number);
        coefficients[at] = (coefficients[at] as number) + value;
      });
      return { coefficients, rhs: numbers.rows[r]?.rhs as number };
    });
    places.push({ first: first[place] as number, count: own.length, variables: list, slope, packing });
    let split = typesOf.get(folding);
    if (!split) typesOf.set(folding, (split = law.groups(folding)));
    for (const { types, share } of split) {
      groups.push({ place, mass: mass * share, first: typeOf.length, end: typeOf.length + types.length });
      for (const type of types) typeOf.push(type);
    }
  }
  return { places, groups, types: law.types, fronts, variables, variableOf, objective, lawRhs: law.rhs, lawSign: law.sign, multiplierOf: law.multiplierOf, typeOf: Int32Array.from(typeOf) };
}

interface Law {
  readonly types: Types;
  readonly rhs: Float64Array;
  readonly sign: Int8Array;
  readonly multiplierOf: Int32Array;
  groups(folding: ReturnType<Cells["folding"]>): { readonly types: Int32Array; readonly share: number }[];
}

/** Types and multipliers of the law. */
function lawOf(numbers: Numbers, cells: Cells): Law {
  return numbers.prior ? priorLaw(numbers, cells, numbers.prior) : boxLaw(numbers, cells);
}

/** States are types. The last multiplier is zero: a constant could be moved from lambda to Xi. */
function priorLaw({ axes, axis, states }: Numbers, { wholeStates }: Cells, prior: Float64Array): Law {
  const total = new Float64Array(states);
  wholeStates.forEach((orbit, s) => (total[orbit] = (total[orbit] as number) + (prior[s] as number)));
  const possible = (s: number): boolean => (total[wholeStates[s] as number] as number) > 0;
  const kept = canonicalOf(wholeStates).filter(possible).slice(0, -1);
  const multiplierOf = wholeStates.map((orbit) => kept.indexOf(orbit));
  const value = Float64Array.from({ length: states * axes }, (_, m) => axis[(m % axes) * states + Math.floor(m / axes)] as number);
  const terms = Array.from(multiplierOf, (at) => (at < 0 ? [] : [{ at, weight: 1 }]));
  return {
    types: { axes, value, ...listed(terms) },
    rhs: Float64Array.from(kept, (orbit) => total[orbit] as number),
    sign: new Int8Array(kept.length),
    multiplierOf,
    groups: (folding) => [{ types: Int32Array.from(canonicalOf(folding.states).filter(possible)), share: 1 }],
  };
}

/** Types 2e and 2e + 1 are the lower and the upper end of axis e. */
function boxLaw({ axes, box, law }: Numbers, { wholeLaw }: Cells): Law {
  const kept = canonicalOf(wholeLaw);
  const multiplierOf = wholeLaw.map((orbit) => kept.indexOf(orbit));
  const end = (type: number): number => (type % 2 === 0 ? box?.lower : box?.upper)?.[type >> 1] ?? 0;
  const value = Float64Array.from({ length: 2 * axes * axes }, (_, m) => (Math.floor(m / axes) >> 1 === m % axes ? end(Math.floor(m / axes)) : 0));
  const sumOver = (at: number, what: (row: Numbers["law"][number]) => number): number => law.reduce((sum, row, j) => sum + (multiplierOf[j] === at ? what(row) : 0), 0);
  const terms = Array.from({ length: 2 * axes }, (_, type) =>
    kept.map((__, at) => ({ at, weight: sumOver(at, (row) => (row.values[type >> 1] as number) * end(type)) })).filter(({ weight }) => weight !== 0),
  );
  return {
    types: { axes, value, ...listed(terms) },
    rhs: Float64Array.from(kept, (_, at) => sumOver(at, (row) => row.rhs)),
    sign: Int8Array.from(kept, (orbit) => (law[orbit]?.sense === ">=" ? 1 : law[orbit]?.sense === "<=" ? -1 : 0)),
    multiplierOf,
    groups: (folding) => canonicalOf(folding.axes).map((e) => ({ types: Int32Array.of(2 * e, 2 * e + 1), share: folding.axes.reduce((size, to) => size + (to === e ? 1 : 0), 0) })),
  };
}

function listed(terms: readonly (readonly { readonly at: number; readonly weight: number }[])[]): Pick<Types, "lawStart" | "lawAt" | "lawWeight"> {
  const lawStart = new Int32Array(terms.length + 1);
  terms.forEach((list, t) => (lawStart[t + 1] = (lawStart[t] as number) + list.length));
  return { lawStart, lawAt: Int32Array.from(terms.flat(), ({ at }) => at), lawWeight: Float64Array.from(terms.flat(), ({ weight }) => weight) };
}

/** The derivatives at a place as linear forms of the allocation there and at neighbours; the constant one apart. */
function slopes(numbers: Numbers, cells: Cells, region: Region, place: number, coordinates: Int32Array, variableOf: Int32Array, first: number, own: number): { readonly variables: Int32Array; readonly slope: Float64Array; readonly constant: Float64Array } {
  const { axes, numberCount, agents } = numbers;
  const profile = cells.profile[region.cells[place] as number] as number;
  const columns = new Map<number, Float64Array>(Array.from({ length: own }, (_, at) => [first + at, new Float64Array(axes + 1)]));
  const add = (terms: readonly AxisTerm[], variable: number, weight: number): void => {
    if (terms.length === 0) return;
    let column = columns.get(variable);
    if (!column) columns.set(variable, (column = new Float64Array(axes + 1)));
    for (const term of terms) column[term.axis + 1] = (column[term.axis + 1] as number) + weight * term.weight;
  };
  for (let d = 0; d < numberCount; d++) {
    add(numbers.objective[d] ?? [], variableOf[place * numberCount + d] as number, 1);
    for (let i = 0; i < agents; i++) {
      const terms = numbers.payoffs[i]?.[d] ?? [];
      if (terms.length === 0) continue;
      for (const { by, coefficient } of slopeAt(numbers, region, i, coordinates[place * agents + i] as number)) {
        const neighbour = profile + by * (cells.stride[i] as number);
        const there = region.placeOf[cells.cellOf[neighbour] as number] as number;
        add(terms, variableOf[there * numberCount + cells.numberAt(neighbour, d)] as number, coefficient);
      }
    }
  }
  const variables = Int32Array.from(columns.keys());
  const slope = new Float64Array(axes * variables.length);
  const constant = new Float64Array(variables.length);
  variables.forEach((v, at) => {
    const column = columns.get(v) as Float64Array;
    constant[at] = column[0] as number;
    for (let e = 0; e < axes; e++) slope[e * variables.length + at] = column[e + 1] as number;
  });
  return { variables, slope, constant };
}
