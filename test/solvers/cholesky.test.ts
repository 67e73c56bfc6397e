/** Sparse Cholesky by fronts against dense elimination, on matrices with the pattern of a grid. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eliminate, solveDense } from "../../runtime/solvers/cholesky/dense.ts";
import { dissect } from "../../runtime/solvers/cholesky/dissection.ts";
import { Multifrontal } from "../../runtime/solvers/cholesky/multifrontal.ts";

/** A grid of a x b points, its fronts, and the order in which points are eliminated. */
function grid(a: number, b: number): { readonly order: number[]; readonly fronts: { first: number; count: number; children: readonly number[] }[]; readonly at: (x: number, y: number) => number } {
  const coordinates = Int32Array.from({ length: 2 * a * b }, (_, m) => (m % 2 === 0 ? Math.floor(m / 2 / b) : (m / 2 - 0.5) % b));
  const order: number[] = [];
  const fronts = dissect(coordinates, 2).map(({ points, children }) => {
    const first = order.length;
    order.push(...points);
    return { first, count: points.length, children };
  });
  const number = new Int32Array(a * b);
  order.forEach((point, v) => (number[point] = v));
  return { order, fronts, at: (x, y) => number[x * b + y] as number };
}

describe("nested dissection", () => {
  it("orders every point once, and no front has neighbours in one that is not above it", () => {
    const { order, fronts, at } = grid(13, 9);
    expect([...order].sort((x, y) => x - y)).toEqual(Array.from({ length: 117 }, (_, p) => p));
    expect(fronts.length).toBeGreaterThan(4);
    const parent = new Map<number, number>(fronts.flatMap(({ children }, f) => children.map((child): [number, number] => [child, f])));
    const frontOf = (v: number): number => fronts.findIndex(({ first, count }) => v >= first && v < first + count);
    const above = (f: number): number[] => [f, ...(parent.has(f) ? above(parent.get(f) as number) : [])];
    for (let x = 0; x + 1 < 13; x++) {
      for (let y = 0; y + 1 < 9; y++) {
        const [one, other] = [frontOf(at(x, y)), frontOf(at(x + 1, y + 1))];
        expect(above(one).includes(other) || above(other).includes(one)).toBe(true);
      }
    }
  });
});

describe("the factor", () => {
  it("of a sum of elements on a grid solves like the dense one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }), fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })), (a, b, stream) => {
        const next = (): number => stream.next().value as number;
        const { fronts, at } = grid(a, b);
        const n = a * b;
        const dense = new Float64Array(n * n);
        const elements: Int32Array[] = [];
        const matrices: Float64Array[] = [];
        for (let x = 0; x < a; x++) {
          for (let y = 0; y < b; y++) {
            const element = Int32Array.from([at(x, y), ...(x + 1 < a ? [at(x + 1, y)] : []), ...(y + 1 < b ? [at(x, y + 1)] : [])]);
            const root = Array.from(element, () => Array.from(element, next));
            const matrix = Float64Array.from({ length: element.length ** 2 }, (_, m) => {
              const [i, j] = [Math.floor(m / element.length), m % element.length];
              return (i === j ? 1 : 0) + (root[i] ?? []).reduce((sum, value, c) => sum + value * (root[j]?.[c] ?? 0), 0);
            });
            elements.push(element);
            matrices.push(matrix);
            element.forEach((row, i) => element.forEach((column, j) => (dense[row * n + column] = (dense[row * n + column] as number) + (matrix[i * element.length + j] as number))));
          }
        }
        const factor = new Multifrontal(n, fronts, elements);
        factor.factorise(matrices);
        const right = Float64Array.from({ length: n }, next);
        const sparse = right.slice();
        factor.forward(sparse, 1);
        factor.backward(sparse);
        eliminate(dense, n, n);
        solveDense(dense, n, right);
        for (let v = 0; v < n; v++) expect(Math.abs((sparse[v] as number) - (right[v] as number))).toBeLessThan(1e-10);
      }),
      { numRuns: 40 },
    );
  });

  it("leaves the Schur complement behind what is eliminated", () => {
    // [[4, 2, 6], [2, 10, 3], [6, 3, 14]] without its first row and column: minus (2, 6)'(2, 6) / 4.
    const matrix = Float64Array.of(4, 0, 0, 2, 10, 0, 6, 3, 14);
    eliminate(matrix, 3, 1);
    const lower = [0, 3, 4, 6, 7, 8].map((at) => matrix[at]);
    expect(lower).toEqual([2, 1, 9, 3, 0, 5]);
  });

  it("forces the step of a dependent row to zero", () => {
    const matrix = Float64Array.of(1, 1, 1, 1);
    eliminate(matrix, 2, 2);
    const right = Float64Array.of(1, 1);
    solveDense(matrix, 2, right);
    expect([...right]).toEqual([1, 0]);
  });
});
