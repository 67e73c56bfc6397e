import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transpose } from "../../runtime/certify/integer-matrix.ts";
import type { IntegerMatrix } from "../../runtime/certify/integer-matrix.ts";
import { LinearSystem } from "../../runtime/certify/linear-system.ts";
import { factorise, solve, solveTransposed } from "../../runtime/certify/modular-lu.ts";
import { invert, multiply, primes, residue } from "../../runtime/certify/prime.ts";
import { reconstruct } from "../../runtime/certify/reconstruction.ts";

const p = primes[0] ?? 2;

/** Dense rows of integers, possibly beyond 2^53, as a sparse matrix. */
function sparse(rows: readonly (readonly bigint[])[]): IntegerMatrix {
  const start = [0];
  const index: number[] = [];
  const value: number[] = [];
  const big = new Map<number, bigint>();
  for (const row of rows) {
    row.forEach((entry, j) => {
      if (entry === 0n) return;
      if (!Number.isSafeInteger(Number(entry))) big.set(value.length, entry);
      index.push(j);
      value.push(Number.isSafeInteger(Number(entry)) ? Number(entry) : 0);
    });
    start.push(index.length);
  }
  return {
    rowCount: rows.length,
    columnCount: rows[0]?.length ?? 0,
    start: Int32Array.from(start),
    index: Int32Array.from(index),
    value: Float64Array.from(value),
    big,
  };
}

const times = (rows: readonly (readonly bigint[])[], x: readonly bigint[]): bigint[] =>
  rows.map((row) => row.reduce((sum, a, j) => sum + a * (x[j] ?? 0n), 0n));
const modular = (value: bigint): number => Number(((value % BigInt(p)) + BigInt(p)) % BigInt(p));

/** Square matrices with many zeros, and a right-hand side. */
function systems(entry: fc.Arbitrary<bigint>) {
  return fc.integer({ min: 1, max: 9 }).chain((n) =>
    fc.record({
      rows: fc.array(fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: entry }), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
      side: fc.array(entry, { minLength: n, maxLength: n }),
    }),
  );
}

const small = fc.bigInt({ min: -9n, max: 9n });
const huge = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe("arithmetic modulo a prime", () => {
  it("multiplies like bigints do", () => {
    fc.assert(fc.property(fc.nat(p - 1), fc.nat(p - 1), (a, b) => multiply(a, b, p, 1 / p) === Number((BigInt(a) * BigInt(b)) % BigInt(p))));
  });

  it("inverts every nonzero residue", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: p - 1 }), (a) => multiply(a, invert(a, p), p, 1 / p) === 1));
  });

  it("reduces negative numbers to least nonnegative residues", () => {
    expect(residue(-1, p)).toBe(p - 1);
    expect(residue(-p, p)).toBe(0);
  });
});

describe("modular LU", () => {
  it("solves with the matrix and with its transpose", () => {
    fc.assert(
      fc.property(systems(small), ({ rows, side }) => {
        const matrix = sparse(rows);
        const lu = factorise(matrix, p);
        fc.pre(lu.rank === rows.length);
        const x = new Float64Array(rows.length);
        solve(lu, Float64Array.from(side, modular), x);
        expect(times(rows, Array.from(x, BigInt)).map(modular)).toEqual(side.map(modular));
        const y = new Float64Array(rows.length);
        solveTransposed(lu, Float64Array.from(side, modular), y);
        const columns = rows.map((_, j) => rows.map((row) => row[j] ?? 0n));
        expect(times(columns, Array.from(y, BigInt)).map(modular)).toEqual(side.map(modular));
      }),
      { numRuns: 300 },
    );
  });

  it("finds the rank of a singular matrix", () => {
    expect(
      factorise(
        sparse([
          [1n, 2n, 3n],
          [2n, 4n, 6n],
          [1n, 0n, 1n],
        ]),
        p,
      ).rank,
    ).toBe(2);
    expect(
      factorise(
        sparse([
          [0n, 0n],
          [0n, 0n],
        ]),
        p,
      ).rank,
    ).toBe(0);
  });

  it("gives preferred rows their pivots first", () => {
    const lu = factorise(
      sparse([
        [1n, 1n, 1n],
        [1n, 1n, 2n],
        [1n, 0n, 0n],
        [0n, 1n, 0n],
      ]),
      p,
      2,
    );
    expect(Array.from(lu.pivotRow.subarray(0, 2)).sort()).toEqual([0, 1]);
    expect(lu.rank).toBe(3);
  });

  it("transposes twice to the same matrix", () => {
    const matrix = sparse([
      [1n, 0n, 10n ** 20n],
      [0n, 3n, 4n],
    ]);
    expect(transpose(transpose(matrix))).toEqual(matrix);
  });
});

describe("exact linear systems", () => {
  it.each([
    ["small", small],
    ["huge", huge],
  ] as const)("are solved exactly, also transposed, with %s entries", (_, entry) => {
    fc.assert(
      fc.property(systems(entry), ({ rows, side }) => {
        const system = LinearSystem.factor(sparse(rows));
        fc.pre(system !== undefined);
        const x = system?.solve(side, Infinity);
        expect(times(rows, x?.numerators ?? [])).toEqual(side.map((b) => b * (x?.denominator ?? 0n)));
        const y = system?.solveTransposed(side, Infinity);
        const columns = rows.map((_, j) => rows.map((row) => row[j] ?? 0n));
        expect(times(columns, y?.numerators ?? [])).toEqual(side.map((b) => b * (y?.denominator ?? 0n)));
      }),
      { numRuns: 150 },
    );
  });

  it("solves a Hilbert matrix, which no float solver can", () => {
    const n = 12;
    const lcm = 5354228880n; // of 1 .. 24
    const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => lcm / BigInt(i + j + 1)));
    const solution = LinearSystem.factor(sparse(rows))?.solve(
      rows.map((row) => row.reduce((a, b) => a + b, 0n)),
      Infinity,
    );
    expect(solution).toEqual({ numerators: new Array(n).fill(1n), denominator: 1n });
  });

  it("gives up at the deadline", () => {
    expect(LinearSystem.factor(sparse([[3n]]))?.solve([1n], 0)).toBeUndefined();
  });

  it("refuses a singular matrix", () => {
    expect(
      LinearSystem.factor(
        sparse([
          [1n, 2n],
          [2n, 4n],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe("rational reconstruction", () => {
  it("recovers fractions from their residues", () => {
    const modulus = BigInt(p) ** 4n;
    const inverse = (d: bigint): bigint => {
      let [r0, r1, t0, t1] = [modulus, d, 0n, 1n];
      while (r1 !== 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
      return t0;
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.bigInt({ min: -9999n, max: 9999n }), fc.bigInt({ min: 1n, max: 99n })), { minLength: 1, maxLength: 5 }), (fractions) => {
        const result = reconstruct((i) => (fractions[i]?.[0] ?? 0n) * inverse(fractions[i]?.[1] ?? 1n), fractions.length, modulus);
        fractions.forEach(([n, d], i) => expect((result?.numerators[i] ?? 0n) * d).toBe(n * (result?.denominator ?? 0n)));
      }),
    );
  });

  it("admits when the modulus is too small", () => {
    // No n / d with |n|, d <= 7 = floor(sqrt(101 / 2)) is 42 modulo 101.
    expect(reconstruct(() => 42n, 1, 101n)).toBeUndefined();
    expect(reconstruct((i) => [34n, 68n][i] ?? 0n, 2, 101n)).toEqual({ numerators: [1n, 2n], denominator: 3n });
  });
});
