/** Sets numbered in the order of their least members: the number of every element, and least member and size of every set. */
export interface Classes {
  readonly of: Int32Array;
  readonly representatives: Int32Array;
  readonly sizes: Int32Array;
}

/** Disjoint sets of 0 .. n-1 under union. */
export class DisjointSets {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, k) => k);
  }

  /** The least member of the set of k. */
  find(k: number): number {
    const { parent } = this;
    let root = k;
    while (parent[root] !== root) root = parent[root] as number;
    // Everything on the way points to the root, so that the next search is short.
    for (let at = k; parent[at] !== root;) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const x = this.find(a);
    const y = this.find(b);
    if (x !== y) this.parent[Math.max(x, y)] = Math.min(x, y);
  }

  /** The sets numbered in the order of their least members. */
  numbered(): Classes {
    const of = new Int32Array(this.parent.length);
    const representatives: number[] = [];
    const sizes: number[] = [];
    for (let k = 0; k < of.length; k++) {
      const root = this.find(k);
      if (root === k) {
        of[k] = representatives.push(k) - 1;
        sizes.push(1);
      } else {
        of[k] = of[root] as number;
        sizes[of[k] as number] = (sizes[of[k] as number] as number) + 1;
      }
    }
    return { of, representatives: Int32Array.from(representatives), sizes: Int32Array.from(sizes) };
  }
}
