/**
 * Functions of profiles of actions on the ladder {0, 1/k, ..., k} (Brooks and Du 2024, Section 4), as arrays over profiles: the last
 * agent's rung runs fastest. Expectations are under independent discrete exponentials, the law that the upward derivative
 * is adjoint to.
 */
import { derivative, rungCount, virtual } from "../../../compiler/programs/robust/ladder.ts";
import type { Direction, Term } from "../../../compiler/programs/robust/ladder.ts";

/** Profiles that fit comfortably into memory as doubles, a few functions at a time. */
const mostProfiles = 4_000_000;

export class LadderFunctions {
  readonly rungs: number;
  readonly size: number;
  /** Probability of a rung. */
  readonly weights: readonly number[];
  /** Probability of a profile. */
  readonly law: Float64Array;
  private readonly strides: readonly number[];
  private readonly terms: Record<Direction, readonly (readonly Term[])[]>;
  private readonly virtualTerms: Record<Direction, readonly (readonly Term[])[]>;

  /**
   * @param exit whether agents may stay away; then the downward derivative at the bottom is that from an outcome of zero.
   * @throws RangeError unless k and the number of agents are positive integers, and the profiles not too many.
   * @example new LadderFunctions(2, 2).size // 25
   */
  constructor(
    readonly k: number,
    readonly agents: number,
    exit = true,
  ) {
    if (![k, agents].every((each) => Number.isSafeInteger(each) && each > 0)) throw new RangeError("a ladder has a positive number of steps and of agents");
    this.rungs = rungCount(k);
    this.size = this.rungs ** agents;
    if (this.size > mostProfiles) throw new RangeError(`${this.size} profiles of actions are too many`);
    const each = <T>(f: (rung: number) => T): readonly T[] => Array.from({ length: this.rungs }, (_, rung) => f(rung));
    // In doubles: as fractions the tail has thousands of digits.
    this.weights = each((rung) => (rung === this.rungs - 1 ? 1 : 1 / k) * (1 - 1 / k) ** rung);
    this.strides = Array.from({ length: agents }, (_, i) => this.rungs ** (agents - 1 - i));
    this.law = new Float64Array(this.size);
    for (let p = 0; p < this.size; p++) this.law[p] = this.strides.reduce((product, _, i) => product * (this.weights[this.rung(p, i)] ?? 0), 1);
    this.terms = { up: each((rung) => derivative("up", k, rung, exit)), down: each((rung) => derivative("down", k, rung, exit)) };
    this.virtualTerms = { up: each((rung) => virtual("up", k, rung, exit)), down: each((rung) => virtual("down", k, rung, exit)) };
  }

  /** The function with these values; actions are multiples of 1/k. */
  tabulate(f: (actions: readonly number[]) => number): Float64Array {
    const values = new Float64Array(this.size);
    for (let p = 0; p < this.size; p++) values[p] = f(this.actions(p));
    return values;
  }

  /** The actions of a profile. @example new LadderFunctions(2, 2).actions(6) // [1/2, 1/2] */
  actions(profile: number): number[] {
    return this.strides.map((_, i) => this.rung(profile, i) / this.k);
  }

  rung(profile: number, i: number): number {
    return Math.floor(profile / (this.strides[i] ?? 1)) % this.rungs;
  }

  expectation(f: Float64Array): number {
    let sum = 0;
    for (let p = 0; p < this.size; p++) sum += (this.law[p] ?? 0) * (f[p] ?? 0);
    return sum;
  }

  /** E[f | all but action i], a function that does not depend on action i. */
  average(f: Float64Array, i: number): Float64Array {
    const result = new Float64Array(this.size);
    const stride = this.strides[i] ?? 1;
    for (let p = 0; p < this.size; p++) {
      if (this.rung(p, i) !== 0) continue;
      let sum = 0;
      for (let a = 0; a < this.rungs; a++) sum += (this.weights[a] ?? 0) * (f[p + a * stride] ?? 0);
      for (let a = 0; a < this.rungs; a++) result[p + a * stride] = sum;
    }
    return result;
  }

  /** The discrete derivative in action i: one rung up (for guarantees) or down (for potentials). */
  derivative(direction: Direction, f: Float64Array, i: number): Float64Array {
    return this.combine(this.terms[direction], f, i);
  }

  /**
   * The discrete virtual value `w - dw/da_i` of interim values w, adjoint to the derivative: E[g D f] = E[f virtual(g)].
   */
  virtual(direction: Direction, w: Float64Array, i: number): Float64Array {
    return this.combine(this.virtualTerms[direction], w, i);
  }

  private combine(terms: readonly (readonly Term[])[], f: Float64Array, i: number): Float64Array {
    const result = new Float64Array(this.size);
    const stride = this.strides[i] ?? 1;
    for (let p = 0; p < this.size; p++) {
      const own = this.rung(p, i);
      let sum = 0;
      for (const { rung, coefficient } of terms[own] ?? []) sum += coefficient * (f[p + (rung - own) * stride] ?? 0);
      result[p] = sum;
    }
    return result;
  }
}
