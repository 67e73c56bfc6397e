/**
 * Systems with G' diag(w) G for the program about mechanisms. Excess growths are eliminated place by place, which leaves the
 * weighted covariance of (-a_t, l_t) over the types at a place; the allocation then is coupled at neighbouring places
 * only, which a nested dissection factors fast, and the few multipliers of the law with everything, a dense border.
 */
import { eliminate, solveDense } from "../../solvers/cholesky/dense.ts";
import { Multifrontal } from "../../solvers/cholesky/multifrontal.ts";
import type { Constraints } from "./constraints.ts";
import type { Group, Place } from "./mechanism-program.ts";

export class NormalEquations {
  private readonly factor: Multifrontal;
  private readonly elements: readonly Float64Array[];
  /** Columns of the multipliers after the allocation, `variable * multipliers + j`, solved against the factor. */
  private readonly border: Float64Array;
  private readonly corner: Float64Array;
  /** Of every group: the sum of the weights, and their means of a_t and of l_t. */
  private readonly total: Float64Array;
  private readonly meanValue: Float64Array;
  private readonly meanLaw: Float64Array;
  /** Groups at a place are `firstGroup[place] .. firstGroup[place + 1]`. */
  private readonly firstGroup: Int32Array;

  constructor(private readonly constraints: Constraints) {
    const { program, multipliers } = constraints;
    const { places, groups, variables, fronts, types } = program;
    this.elements = places.map((place) => new Float64Array(place.variables.length ** 2));
    this.factor = new Multifrontal(
      variables,
      fronts,
      places.map((place) => place.variables),
    );
    this.border = new Float64Array(variables * multipliers);
    this.corner = new Float64Array(multipliers ** 2);
    this.total = new Float64Array(groups.length);
    this.meanValue = new Float64Array(groups.length * types.axes);
    this.meanLaw = new Float64Array(groups.length * multipliers);
    this.firstGroup = new Int32Array(places.length + 1);
    for (const { place } of groups) this.firstGroup[place + 1] = (this.firstGroup[place + 1] as number) + 1;
    for (let x = 0; x < places.length; x++) this.firstGroup[x + 1] = (this.firstGroup[x + 1] as number) + (this.firstGroup[x] as number);
  }

  factorise(w: Float64Array): void {
    const { program, multipliers: n, firstPacking, firstBound, firstSign, firstGrowth, signed } = this.constraints;
    const { axes } = program.types;
    this.border.fill(0);
    this.corner.fill(0);
    const square = new Float64Array(axes * axes);
    const cross = new Float64Array(axes * n);
    let row = firstPacking;
    for (let x = 0; x < program.places.length; x++) {
      const place = program.places[x] as Place;
      square.fill(0);
      cross.fill(0);
      for (let g = this.firstGroup[x] as number; g < (this.firstGroup[x + 1] as number); g++) this.addGroup(g, w, square, cross);
      const element = (this.elements[x] as Float64Array).fill(0);
      addSlopes(element, place, axes, square);
      this.addBorder(place, axes, cross);
      const size = place.variables.length;
      for (const { coefficients } of place.packing) {
        const weight = w[row++] as number;
        for (let i = 0; i < place.count; i++) for (let j = 0; j < place.count; j++) element[i * size + j] = (element[i * size + j] as number) + weight * (coefficients[i] as number) * (coefficients[j] as number);
      }
      for (let v = 0; v < place.count; v++) element[v * size + v] = (element[v * size + v] as number) + (w[firstBound + place.first + v] as number);
    }
    signed.forEach((j, at) => (this.corner[j * n + j] = (this.corner[j * n + j] as number) + (w[firstSign + at] as number)));
    this.factor.factorise(this.elements);
    this.factor.forward(this.border, n);
    for (let v = 0; v < firstGrowth; v++) subtractSquare(this.corner, n, 1, this.border, v * n);
    eliminate(this.corner, n, n);
  }

  /** Solves in place. */
  solve(right: Float64Array): void {
    const { constraints, border } = this;
    const { program, multipliers: n, firstGrowth, firstMultiplier } = constraints;
    const { axes } = program.types;
    const allocation = right.subarray(0, firstGrowth);
    const multipliers = right.subarray(firstMultiplier);
    for (let g = 0; g < program.groups.length; g++) {
      const growth = right[firstGrowth + g] as number;
      constraints.spread(program.places[(program.groups[g] as Group).place] as Place, this.meanValue, g * axes, growth, allocation);
      for (let j = 0; j < n; j++) multipliers[j] = (multipliers[j] as number) - growth * (this.meanLaw[g * n + j] as number);
    }
    this.factor.forward(allocation, 1);
    for (let v = 0; v < firstGrowth; v++) {
      const value = allocation[v] as number;
      for (let j = 0; j < n; j++) multipliers[j] = (multipliers[j] as number) - (border[v * n + j] as number) * value;
    }
    solveDense(this.corner, n, multipliers);
    for (let v = 0; v < firstGrowth; v++) {
      let value = allocation[v] as number;
      for (let j = 0; j < n; j++) value -= (border[v * n + j] as number) * (multipliers[j] as number);
      allocation[v] = value;
    }
    this.factor.backward(allocation);
    const slopes = constraints.slopesOf(right);
    for (let g = 0; g < program.groups.length; g++) {
      const { place } = program.groups[g] as Group;
      let growth = (right[firstGrowth + g] as number) / (this.total[g] as number);
      for (let e = 0; e < axes; e++) growth += (this.meanValue[g * axes + e] as number) * (slopes[place * axes + e] as number);
      for (let j = 0; j < n; j++) growth -= (this.meanLaw[g * n + j] as number) * (multipliers[j] as number);
      right[firstGrowth + g] = growth;
    }
  }

  /** Adds the weighted covariance of (-a_t, l_t) over the types of a group. */
  private addGroup(g: number, w: Float64Array, square: Float64Array, cross: Float64Array): void {
    const { program, multipliers: n } = this.constraints;
    const { typeOf } = program;
    const { axes, value, lawStart, lawAt, lawWeight } = program.types;
    const { first, end } = program.groups[g] as Group;
    const mean = this.meanValue.subarray(g * axes, (g + 1) * axes).fill(0);
    const law = this.meanLaw.subarray(g * n, (g + 1) * n).fill(0);
    let total = 0;
    for (let row = first; row < end; row++) {
      const type = typeOf[row] as number;
      const weight = w[row] as number;
      total += weight;
      for (let e = 0; e < axes; e++) mean[e] = (mean[e] as number) + weight * (value[type * axes + e] as number);
      for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) law[lawAt[k] as number] = (law[lawAt[k] as number] as number) + weight * (lawWeight[k] as number);
    }
    this.total[g] = total;
    for (let e = 0; e < axes; e++) mean[e] = (mean[e] as number) / total;
    for (let j = 0; j < n; j++) law[j] = (law[j] as number) / total;
    for (let row = first; row < end; row++) {
      const type = typeOf[row] as number;
      const weight = w[row] as number;
      for (let e = 0; e < axes; e++) {
        const apart = weight * ((value[type * axes + e] as number) - (mean[e] as number));
        for (let f = 0; f < axes; f++) square[e * axes + f] = (square[e * axes + f] as number) + apart * ((value[type * axes + f] as number) - (mean[f] as number));
        for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) cross[e * n + (lawAt[k] as number)] = (cross[e * n + (lawAt[k] as number)] as number) - apart * (lawWeight[k] as number);
      }
    }
    if (end - first > 2) this.addManyToCorner(first, end, w, total, law);
    else this.addFewToCorner(first, end, w, law);
  }

  /** The covariance of l_t for the states of a prior, of which each has a multiplier of its own: diagonal, less a square. */
  private addManyToCorner(first: number, end: number, w: Float64Array, total: number, law: Float64Array): void {
    const { program, multipliers: n } = this.constraints;
    const { lawStart, lawAt, lawWeight } = program.types;
    for (let row = first; row < end; row++) {
      const type = program.typeOf[row] as number;
      for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) {
        const at = (lawAt[k] as number) * (n + 1);
        this.corner[at] = (this.corner[at] as number) + (w[row] as number) * (lawWeight[k] as number) ** 2;
      }
    }
    subtractSquare(this.corner, n, total, law, 0);
  }

  /** The same from differences to the mean, so that nothing cancels when one of two types weighs next to nothing. */
  private addFewToCorner(first: number, end: number, w: Float64Array, law: Float64Array): void {
    const { program, multipliers: n } = this.constraints;
    const { lawStart, lawAt, lawWeight } = program.types;
    for (let row = first; row < end; row++) {
      const type = program.typeOf[row] as number;
      const apart = law.map((mean) => -mean);
      for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) apart[lawAt[k] as number] = (apart[lawAt[k] as number] as number) + (lawWeight[k] as number);
      subtractSquare(this.corner, n, -(w[row] as number), apart, 0);
    }
  }

  private addBorder({ variables, slope }: Place, axes: number, cross: Float64Array): void {
    const n = this.constraints.multipliers;
    const size = variables.length;
    for (let i = 0; i < size; i++) {
      const line = (variables[i] as number) * n;
      for (let e = 0; e < axes; e++) {
        const own = slope[e * size + i] as number;
        if (own === 0) continue;
        for (let j = 0; j < n; j++) this.border[line + j] = (this.border[line + j] as number) + own * (cross[e * n + j] as number);
      }
    }
  }
}

/** Adds D' square D at a place. */
function addSlopes(element: Float64Array, { variables, slope }: Place, axes: number, square: Float64Array): void {
  const size = variables.length;
  for (let i = 0; i < size; i++) {
    for (let e = 0; e < axes; e++) {
      const own = slope[e * size + i] as number;
      if (own === 0) continue;
      for (let f = 0; f < axes; f++) {
        const weight = own * (square[e * axes + f] as number);
        if (weight === 0) continue;
        for (let j = 0; j < size; j++) element[i * size + j] = (element[i * size + j] as number) + weight * (slope[f * size + j] as number);
      }
    }
  }
}

/** Subtracts weight v v' from the lower triangle, for the n numbers v from a place of an array on. */
function subtractSquare(matrix: Float64Array, n: number, weight: number, values: Float64Array, from: number): void {
  for (let i = 0; i < n; i++) {
    const own = weight * (values[from + i] as number);
    if (own === 0) continue;
    for (let j = 0; j <= i; j++) matrix[i * n + j] = (matrix[i * n + j] as number) - own * (values[from + j] as number);
  }
}
