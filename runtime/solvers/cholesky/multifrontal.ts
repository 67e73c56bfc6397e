/**
 * Sparse Cholesky factorisation of a sum of small dense matrices, by fronts (Duff and Reid 1983): every front gathers the
 * matrices that touch its variables first and what its children left over, eliminates its own variables densely, and
 * hands the rest up. The pattern is analysed once; interior-point methods then factor many matrices of the same pattern.
 */
import { eliminate } from "./dense.ts";

/** Variables are numbered in the order of their elimination; a front owns `count` of them, beginning at `first`. */
export interface FrontVariables {
  readonly first: number;
  readonly count: number;
  readonly children: readonly number[];
}

/** The variables of one summand; its matrix has as many rows. */
export type Element = Int32Array;

interface Analysed {
  readonly first: number;
  readonly pivots: number;
  /** All variables of the front, ascending: own ones, then those of later fronts. */
  readonly variables: Int32Array;
  readonly elements: readonly { readonly element: number; readonly at: Int32Array }[];
  /** Children, and where the variables they leave over stand here. */
  readonly children: readonly { readonly front: number; readonly at: Int32Array }[];
  /** Columns of the factor: `variables.length * pivots` by rows. */
  readonly factor: Float64Array;
  /** What is left over for the parent, by rows. */
  readonly rest: Float64Array;
}

export class Multifrontal {
  private readonly fronts: readonly Analysed[];
  private readonly work: Float64Array;
  /** Number of entries of the factor. */
  readonly entries: number;

  /** Analyses the pattern. Fronts come children first. */
  constructor(
    readonly size: number,
    fronts: readonly FrontVariables[],
    elements: readonly Element[],
  ) {
    const ownerOf = new Int32Array(size);
    fronts.forEach(({ first, count }, f) => ownerOf.fill(f, first, first + count));
    const owned: number[][] = fronts.map(() => []);
    elements.forEach((element, e) => {
      if (element.length > 0) owned[ownerOf[element.reduce((least, v) => Math.min(least, v), size)] as number]?.push(e);
    });
    const analysed: Analysed[] = [];
    const position = new Int32Array(size);
    fronts.forEach((front, f) => {
      const end = front.first + front.count;
      const later = new Set<number>();
      for (const e of owned[f] ?? []) for (const v of elements[e] as Element) if (v >= end) later.add(v);
      for (const child of front.children) for (const v of (analysed[child] as Analysed).variables) if (v >= end) later.add(v);
      const variables = Int32Array.from([...Array.from({ length: front.count }, (_, j) => front.first + j), ...[...later].sort((a, b) => a - b)]);
      variables.forEach((v, at) => (position[v] = at));
      const places = (list: Int32Array): Int32Array => list.map((v) => position[v] as number);
      analysed.push({
        first: front.first,
        pivots: front.count,
        variables,
        elements: (owned[f] ?? []).map((element) => ({ element, at: places(elements[element] as Element) })),
        children: front.children.map((child) => ({ front: child, at: places((analysed[child] as Analysed).variables.subarray((analysed[child] as Analysed).pivots)) })),
        factor: new Float64Array(variables.length * front.count),
        rest: new Float64Array((variables.length - front.count) ** 2),
      });
    });
    this.fronts = analysed;
    this.work = new Float64Array(analysed.reduce((most, { variables }) => Math.max(most, variables.length ** 2), 0));
    this.entries = analysed.reduce((sum, { factor }) => sum + factor.length, 0);
  }

  /** Factors the sum of the elements' matrices; `matrices[e]` holds that of element e by rows, of which all entries are read. */
  factorise(matrices: readonly Float64Array[]): void {
    for (const front of this.fronts) {
      const { pivots, factor, rest } = front;
      const size = front.variables.length;
      const matrix = this.work.subarray(0, size * size).fill(0);
      for (const { element, at } of front.elements) addElement(matrix, size, matrices[element] as Float64Array, at);
      for (const child of front.children) addChild(matrix, size, (this.fronts[child.front] as Analysed).rest, child.at);
      eliminate(matrix, size, pivots);
      for (let i = 0; i < size; i++) {
        const own = Math.min(i + 1, pivots);
        for (let j = 0; j < own; j++) factor[i * pivots + j] = matrix[i * size + j] as number;
      }
      const left = size - pivots;
      for (let i = 0; i < left; i++) {
        const row = (i + pivots) * size + pivots;
        for (let j = 0; j <= i; j++) rest[i * left + j] = matrix[row + j] as number;
      }
    }
  }

  /** Solves L X = B in place for `columns` right-hand sides, `right[v * columns + c]`. */
  forward(right: Float64Array, columns: number): void {
    for (const front of this.fronts) {
      if (columns === 1) {
        forwardOne(front, right);
        continue;
      }
      const { first, pivots, variables, factor } = front;
      for (let i = 0; i < variables.length; i++) {
        const row = (variables[i] as number) * columns;
        for (let j = 0; j < Math.min(i, pivots); j++) {
          const weight = factor[i * pivots + j] as number;
          if (weight === 0) continue;
          const other = (first + j) * columns;
          for (let c = 0; c < columns; c++) right[row + c] = (right[row + c] as number) - weight * (right[other + c] as number);
        }
        if (i >= pivots) continue;
        const inverse = 1 / (factor[i * pivots + i] as number);
        for (let c = 0; c < columns; c++) right[row + c] = (right[row + c] as number) * inverse;
      }
    }
  }

  /** Solves L' x = b in place for one right-hand side. */
  backward(right: Float64Array): void {
    for (let f = this.fronts.length - 1; f >= 0; f--) {
      const { first, pivots, variables, factor } = this.fronts[f] as Analysed;
      for (let i = variables.length - 1; i >= 0; i--) {
        const v = variables[i] as number;
        if (i < pivots) right[v] = (right[v] as number) / (factor[i * pivots + i] as number);
        const value = right[v] as number;
        const end = Math.min(i, pivots);
        const row = i * pivots;
        for (let j = 0; j < end; j++) right[first + j] = (right[first + j] as number) - (factor[row + j] as number) * value;
      }
    }
  }
}

function forwardOne({ first, pivots, variables, factor }: Analysed, right: Float64Array): void {
  for (let i = 0; i < variables.length; i++) {
    const end = Math.min(i, pivots);
    const row = i * pivots;
    let value = right[variables[i] as number] as number;
    for (let j = 0; j < end; j++) value -= (factor[row + j] as number) * (right[first + j] as number);
    right[variables[i] as number] = i < pivots ? value / (factor[row + i] as number) : value;
  }
}

function addElement(matrix: Float64Array, size: number, summand: Float64Array, at: Int32Array): void {
  const n = at.length;
  for (let i = 0; i < n; i++) {
    const row = at[i] as number;
    for (let j = 0; j < n; j++) {
      const column = at[j] as number;
      if (column > row) continue;
      const entry = row * size + column;
      matrix[entry] = (matrix[entry] as number) + (summand[i * n + j] as number);
    }
  }
}

/** Leftovers are lower triangles, and positions ascend in the front above as they do below. */
function addChild(matrix: Float64Array, size: number, remaining: Float64Array, at: Int32Array): void {
  const n = at.length;
  for (let i = 0; i < n; i++) {
    const row = (at[i] as number) * size;
    for (let j = 0; j <= i; j++) {
      const entry = row + (at[j] as number);
      matrix[entry] = (matrix[entry] as number) + (remaining[i * n + j] as number);
    }
  }
}
