/**
 * Nested dissection of a set of points of a grid (George 1973): a plane of points separates the rest into two halves that
 * are not neighbours, each half is dissected in turn, and separators are eliminated after what they separate. Points are
 * neighbours only if no coordinate differs by more than one. On a square of n points the factor of a matrix with this
 * pattern has O(n log n) entries and takes O(n^1.5) operations, the least order possible.
 */

/** A front: points that are eliminated together, after all points of the children. */
export interface Front {
  readonly points: readonly number[];
  readonly children: readonly number[];
}

/** Sets of points that are not worth dissecting. */
const fewPoints = 20;

/**
 * The fronts in an order in which they can be eliminated: children first.
 *
 * @param coordinates coordinate c of point p is `coordinates[p * dimensions + c]`
 * @example dissect(Int32Array.of(0, 1, 2), 1) // one front of three points
 */
export function dissect(coordinates: Int32Array, dimensions: number): readonly Front[] {
  const fronts: Front[] = [];
  const visit = (points: readonly number[]): number => {
    const cut = points.length > fewPoints ? cutOf(points, coordinates, dimensions) : undefined;
    if (!cut) return fronts.push({ points, children: [] }) - 1;
    const side = (which: (value: number) => boolean): number[] => points.filter((p) => which(coordinates[p * dimensions + cut.dimension] as number));
    const children = [side((value) => value < cut.at), side((value) => value > cut.at)].map(visit);
    return fronts.push({ points: side((value) => value === cut.at), children }) - 1;
  };
  visit(Array.from({ length: coordinates.length / dimensions }, (_, p) => p));
  return fronts;
}

/** The median plane across the longest extent; undefined if every plane would leave one side empty. */
function cutOf(points: readonly number[], coordinates: Int32Array, dimensions: number): { readonly dimension: number; readonly at: number } | undefined {
  let best: { dimension: number; values: number[] } | undefined;
  let longest = 1;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const values = points.map((p) => coordinates[p * dimensions + dimension] as number).sort((a, b) => a - b);
    const extent = (values[values.length - 1] as number) - (values[0] as number);
    if (extent > longest) [best, longest] = [{ dimension, values }, extent];
  }
  if (!best) return undefined;
  const { dimension, values } = best;
  const median = values[values.length >> 1] as number;
  return { dimension, at: Math.min(Math.max(median, (values[0] as number) + 1), (values[values.length - 1] as number) - 1) };
}
