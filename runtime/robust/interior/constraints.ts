/**
 * The matrix G of the program about mechanisms (mechanism-program.ts): where its rows and columns are, and products with it.
 *
 * Columns: the allocation, the excess growths, the multipliers. Rows: beliefs, packing rows, q >= 0, signs of multipliers.
 */
import type { MechanismProgram, Place } from "./mechanism-program.ts";

export class Constraints {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly firstGrowth: number;
  readonly firstMultiplier: number;
  readonly multipliers: number;
  readonly firstPacking: number;
  readonly firstBound: number;
  readonly firstSign: number;
  /** Multipliers whose sign is limited. */
  readonly signed: readonly number[];
  /** D_e q at `place * axes + e`. */
  private readonly slopes: Float64Array;

  constructor(readonly program: MechanismProgram) {
    const { places, groups, variables, lawSign, types } = program;
    this.multipliers = lawSign.length;
    this.signed = [...lawSign].flatMap((sign, j) => (sign === 0 ? [] : [j]));
    this.firstPacking = program.typeOf.length;
    this.firstBound = this.firstPacking + places.reduce((sum, place) => sum + place.packing.length, 0);
    this.firstSign = this.firstBound + variables;
    this.rowCount = this.firstSign + this.signed.length;
    this.firstGrowth = variables;
    this.firstMultiplier = variables + groups.length;
    this.columnCount = this.firstMultiplier + this.multipliers;
    this.slopes = new Float64Array(places.length * types.axes);
  }

  /** G z. */
  apply(z: Float64Array, into: Float64Array): void {
    const { places, groups, typeOf, lawSign } = this.program;
    const { axes, value, lawStart, lawAt, lawWeight } = this.program.types;
    const slopes = this.slopesOf(z);
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g] as MechanismProgram["groups"][number];
      const growth = z[this.firstGrowth + g] as number;
      const at = group.place * axes;
      for (let row = group.first; row < group.end; row++) {
        const type = typeOf[row] as number;
        let sum = growth;
        for (let e = 0; e < axes; e++) sum -= (value[type * axes + e] as number) * (slopes[at + e] as number);
        for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) sum += (lawWeight[k] as number) * (z[this.firstMultiplier + (lawAt[k] as number)] as number);
        into[row] = sum;
      }
    }
    let row = this.firstPacking;
    for (const place of places) {
      for (const { coefficients } of place.packing) {
        let used = 0;
        for (let v = 0; v < place.count; v++) used += (coefficients[v] as number) * (z[place.first + v] as number);
        into[row++] = used;
      }
    }
    for (let v = 0; v < this.firstGrowth; v++) into[this.firstBound + v] = -(z[v] as number);
    this.signed.forEach((j, at) => (into[this.firstSign + at] = -(lawSign[j] as number) * (z[this.firstMultiplier + j] as number)));
  }

  /** G'y. */
  applyTransposed(y: Float64Array, into: Float64Array): void {
    const { places, groups, typeOf, lawSign } = this.program;
    const { axes, value, lawStart, lawAt, lawWeight } = this.program.types;
    into.fill(0);
    const mean = new Float64Array(axes);
    for (let g = 0; g < groups.length; g++) {
      const group = groups[g] as MechanismProgram["groups"][number];
      mean.fill(0);
      let sum = 0;
      for (let row = group.first; row < group.end; row++) {
        const type = typeOf[row] as number;
        const price = y[row] as number;
        sum += price;
        for (let e = 0; e < axes; e++) mean[e] = (mean[e] as number) + price * (value[type * axes + e] as number);
        for (let k = lawStart[type] as number; k < (lawStart[type + 1] as number); k++) {
          const column = this.firstMultiplier + (lawAt[k] as number);
          into[column] = (into[column] as number) + (lawWeight[k] as number) * price;
        }
      }
      into[this.firstGrowth + g] = sum;
      this.spread(places[group.place] as Place, mean, 0, -1, into);
    }
    let row = this.firstPacking;
    for (const place of places) {
      for (const { coefficients } of place.packing) {
        const price = y[row++] as number;
        for (let v = 0; v < place.count; v++) into[place.first + v] = (into[place.first + v] as number) + (coefficients[v] as number) * price;
      }
    }
    for (let v = 0; v < this.firstGrowth; v++) into[v] = (into[v] as number) - (y[this.firstBound + v] as number);
    this.signed.forEach((j, at) => (into[this.firstMultiplier + j] = (into[this.firstMultiplier + j] as number) - (lawSign[j] as number) * (y[this.firstSign + at] as number)));
  }

  /** D_e q at `place * axes + e`, in an array that the next call overwrites. */
  slopesOf(z: Float64Array): Float64Array {
    const { places, types } = this.program;
    for (let x = 0; x < places.length; x++) {
      const { variables, slope } = places[x] as Place;
      const size = variables.length;
      for (let e = 0; e < types.axes; e++) {
        let sum = 0;
        for (let at = 0; at < size; at++) sum += (slope[e * size + at] as number) * (z[variables[at] as number] as number);
        this.slopes[x * types.axes + e] = sum;
      }
    }
    return this.slopes;
  }

  /** Adds `factor * sum_e weights[from + e] D_e` at a place to the columns of the allocation. */
  spread({ variables, slope }: Place, weights: Float64Array, from: number, factor: number, into: Float64Array): void {
    const size = variables.length;
    for (let e = 0; e < this.program.types.axes; e++) {
      const weight = factor * (weights[from + e] as number);
      if (weight === 0) continue;
      for (let at = 0; at < size; at++) {
        const v = variables[at] as number;
        into[v] = (into[v] as number) + weight * (slope[e * size + at] as number);
      }
    }
  }
}
