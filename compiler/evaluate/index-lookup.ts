/** From the index values of a family to the position of its member: row-major over the index sets. */
import { Rational } from "../exact/rational.ts";
import { valueKey } from "./keys.ts";
import type { Value } from "./value.ts";

export class IndexLookup {
  readonly size: number;
  private readonly sets: readonly SetLookup[];

  constructor(readonly elements: readonly (readonly Value[])[]) {
    this.sets = elements.map((set) => new SetLookup(set));
    this.size = elements.reduce((product, set) => product * set.length, 1);
  }

  /** Position of a member, or -1 when some index is not in its set. */
  position(index: readonly Value[]): number {
    let position = 0;
    for (let k = 0; k < this.sets.length; k++) {
      const set = this.sets[k];
      const value = index[k];
      if (!set || value === undefined) return -1;
      const ordinal = set.ordinal(value);
      if (ordinal < 0) return -1;
      position = position * set.size + ordinal;
    }
    return position;
  }

  /** Index values of a member: the inverse of {@link position}. */
  at(position: number): Value[] {
    const index: Value[] = new Array<Value>(this.elements.length);
    let rest = position;
    for (let k = this.elements.length - 1; k >= 0; k--) {
      const set = this.elements[k] ?? [];
      index[k] = set[rest % set.length] as Value;
      rest = Math.floor(rest / set.length);
    }
    return index;
  }
}

/** Ordinal of an element: by offset for consecutive integers, by identity for interned values, by key otherwise. */
export class SetLookup {
  readonly size: number;
  private readonly low: number | undefined;
  private readonly byIdentity = new Map<Value, number>();
  private readonly byKey = new Map<string, number>();

  constructor(elements: readonly Value[]) {
    this.size = elements.length;
    const first = elements[0];
    const start = first instanceof Rational && first.isInteger() && typeof first.n === "number" ? first.n : undefined;
    const consecutive = start !== undefined && elements.every((element, k) => element instanceof Rational && !element.inexact && element.d === 1 && element.n === start + k);
    this.low = consecutive ? start : undefined;
    if (consecutive) return;
    elements.forEach((element, k) => {
      this.byIdentity.set(element, k);
      this.byKey.set(valueKey(element), k);
    });
  }

  /** Position of the value in the set, or -1. */
  ordinal(value: Value): number {
    if (this.low !== undefined) {
      if (!(value instanceof Rational) || value.d !== 1 || typeof value.n !== "number") return -1;
      const offset = value.n - this.low;
      return offset >= 0 && offset < this.size ? offset : -1;
    }
    return this.byIdentity.get(value) ?? this.byKey.get(valueKey(value)) ?? -1;
  }
}
