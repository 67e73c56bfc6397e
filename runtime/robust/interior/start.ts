/**
 * Where the interior-point method begins: an allocation in the middle of its packing rows, beliefs that average to the
 * prior, and what makes both strictly feasible. Also the weights of its central path.
 */
import type { Cells } from "../cells.ts";
import type { Numbers } from "../numbers.ts";
import type { Constraints } from "./constraints.ts";
import type { Place } from "./mechanism-program.ts";
import type { Region } from "./region.ts";

/**
 * Exponent of the mass of a row in its weight. With 1 the path keeps beliefs at all places equally far from zero, which takes
 * twice the steps on priors with many states; with 0 tails dominate. Anything between 1/4 and 1/2 does equally well.
 */
const exponent = 0.4;

/** Prices of the rows about beliefs: the prior everywhere; over a box, interim values that keep the conditions strictly where they can. */
export function firstBeliefs(numbers: Numbers, cells: Cells, region: Region, { program }: Constraints): Float64Array {
  const { prior } = numbers;
  const prices = new Float64Array(program.typeOf.length);
  const share = prior ? undefined : middleOf(numbers);
  for (const { place, mass, first, end } of program.groups) {
    const { states } = cells.folding(region.cells[place] as number);
    for (let row = first; row < end; row++) {
      const type = program.typeOf[row] as number;
      if (prior) prices[row] = mass * states.reduce((sum, to, s) => sum + (to === type ? (prior[s] as number) : 0), 0);
      else prices[row] = mass * (type % 2 === 1 ? (share?.[type >> 1] ?? 0) : 1 - (share?.[type >> 1] ?? 0));
    }
  }
  return prices;
}

/** Interim values inside the box and the conditions, as shares of the way from the lower to the upper end. */
function middleOf({ axes, box, law }: Numbers): readonly number[] {
  return Array.from({ length: axes }, (_, e) => {
    const [bottom, top] = [box?.lower[e] ?? 0, box?.upper[e] ?? 0];
    const width = top - bottom;
    if (width === 0) return 1 / 2;
    let [low, high] = [bottom, top];
    for (const { values, sense, rhs } of law) {
      const weight = values[e] as number;
      if (weight === 0) continue;
      const bound = Math.min(top - width / 1000, Math.max(bottom + width / 1000, rhs / weight));
      if (sense === "=" || (sense === ">=") === weight > 0) low = Math.max(low, bound);
      if (sense === "=" || (sense === "<=") === weight > 0) high = Math.min(high, bound);
    }
    return ((low + high) / 2 - bottom) / width;
  });
}

/** Weight of every row on the central path: a power of its mass. */
export function weightsOf({ program, rowCount, firstPacking, firstBound }: Constraints, massAt: Float64Array, beliefs: Float64Array): Float64Array {
  const weight = new Float64Array(rowCount).fill(1);
  beliefs.forEach((price, row) => (weight[row] = price ** exponent));
  let row = firstPacking;
  program.places.forEach((place, x) => {
    const power = (massAt[x] as number) ** exponent;
    weight.fill(power, row, row + place.packing.length);
    row += place.packing.length;
    weight.fill(power, firstBound + place.first, firstBound + place.first + place.count);
  });
  return weight;
}

/** The first iterates. @param massAt probability of every place @param scale size of payoffs */
export function startOf(constraints: Constraints, massAt: Float64Array, beliefs: Float64Array, scale: number): { readonly z: Float64Array; readonly y: Float64Array } {
  const { program, rowCount, columnCount, firstGrowth, firstMultiplier, firstPacking, firstBound, firstSign, signed } = constraints;
  const z = new Float64Array(columnCount);
  const y = new Float64Array(rowCount);
  y.set(beliefs);
  for (const place of program.places) for (let v = 0; v < place.count; v++) z[place.first + v] = half(place, v);
  const image = new Float64Array(rowCount);
  constraints.apply(z, image);
  program.groups.forEach(({ first, end }, g) => (z[firstGrowth + g] = -image.subarray(first, end).reduce((most, each) => Math.max(most, each), -Infinity) - scale / 2));
  // What an allocation is worth at these beliefs has to be covered by prices of the packing rows.
  const worth = new Float64Array(columnCount);
  constraints.applyTransposed(y, worth);
  for (let v = 0; v < firstGrowth; v++) worth[v] = (program.objective[v] as number) - (worth[v] as number);
  let row = firstPacking;
  program.places.forEach((place, x) => {
    const mass = massAt[x] as number;
    const price = new Float64Array(place.count);
    for (const { coefficients } of place.packing) {
      const most = coefficients.reduce((high, each, v) => (each > 0 ? Math.max(high, (worth[place.first + v] as number) / each) : high), 0);
      y[row] = most + (scale / 4) * mass;
      coefficients.forEach((each, v) => (price[v] = (price[v] as number) + each * (y[row] as number)));
      row++;
    }
    price.forEach((each, v) => (y[firstBound + place.first + v] = Math.max(each - (worth[place.first + v] as number), 1e-3 * scale * mass)));
  });
  signed.forEach((j, at) => {
    y[firstSign + at] = scale / 10;
    z[firstMultiplier + j] = (scale / 10) * (program.lawSign[j] as number);
  });
  return { z, y };
}

/** Half of what number v may be if all numbers of its rows are equal. */
function half({ packing }: Place, v: number): number {
  const most = packing.reduce((least, { coefficients, rhs }) => ((coefficients[v] as number) > 0 ? Math.min(least, rhs / coefficients.reduce((sum, each) => sum + each, 0)) : least), Infinity);
  return most / 2;
}
