/**
 * The coarsest equitable partition of a linear program by colour refinement (Grohe, Kersting, Mladenov and Selman, Dimension
 * Reduction via Colour Refinement, 2014; the order of splitting is Hopcroft's, as in Paige and Tarjan 1987). Rows and columns
 * are the two sides of a graph whose edges are the nonzeros. In an equitable partition all rows of a class have, for every
 * class of columns and every coefficient, equally many entries there, and the same for columns. Exchangeable agents, states,
 * signals and actions fall into one class each, whoever declared them: orbits of symmetries are always inside classes.
 */
import type { Program } from "../lp/program.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { Coefficients } from "./row-images.ts";

export interface EquitablePartition {
  readonly rows: DisjointSets;
  readonly columns: DisjointSets;
}

/**
 * @returns undefined when every class is a single row or column, and for integer programs, whose optima need not be constant
 * on classes
 * @example
 * // maximize x + y, x <= 1, y <= 1, x + y <= 1: x and y are one class, and so are their bounds
 * equitablePartition(program)?.columns.numbered().sizes // [2]
 */
export function equitablePartition(program: Program): EquitablePartition | undefined {
  if (program.integer.length > 0) return undefined;
  const coefficients = new Coefficients(program);
  const refinement = new Refinement(program, coefficients.entries);
  const initial = [...coefficients.sides, ...columnColours(program, coefficients)];
  refinement.colour(initial);
  if (!refinement.refine()) return undefined;
  return refinement.partition();
}

/** Columns of equal objective and bounds have one colour; colours of columns are negative, those of rows are not. */
function columnColours(program: Program, coefficients: Coefficients): number[] {
  const objective = coefficients.number(program.objective);
  const known = new Map<string, number>();
  return Array.from(objective, (id, column) => {
    const key = `${id};${program.lower[column]?.toString() ?? ""};${program.upper[column]?.toString() ?? ""}`;
    const colour = known.get(key) ?? -1 - known.size;
    known.set(key, colour);
    return colour;
  });
}

/** Nodes 0 .. rows - 1 are rows, those after them columns. The members of a class stand next to each other in `members`. */
class Refinement {
  private readonly rowCount: number;
  private readonly nodeCount: number;
  /** Neighbours of every node, by `start`, with the number of the coefficient of the edge. */
  private readonly start: Int32Array;
  private readonly neighbour: Int32Array;
  private readonly weight: Int32Array;
  private readonly members: Int32Array;
  private readonly position: Int32Array;
  private readonly classOf: Int32Array;
  private readonly first: Int32Array;
  private readonly length: Int32Array;
  private classes = 0;
  private readonly pending: number[] = [];
  private readonly isPending: Uint8Array;
  /** Entries of a node in the splitting class with the coefficient at hand; zero between uses. */
  private readonly count: Int32Array;

  constructor(program: Program, entries: Int32Array) {
    const { rowCount, columnCount, index } = program;
    this.rowCount = rowCount;
    this.nodeCount = rowCount + columnCount;
    const edges = index.length;
    this.start = new Int32Array(this.nodeCount + 1);
    this.neighbour = new Int32Array(2 * edges);
    this.weight = new Int32Array(2 * edges);
    this.start.set(program.start.subarray(0, rowCount + 1));
    for (let k = 0; k < edges; k++) {
      const node = rowCount + (index[k] as number);
      this.neighbour[k] = node;
      this.weight[k] = entries[k] as number;
      this.start[node + 1] = (this.start[node + 1] as number) + 1;
    }
    for (let node = rowCount; node < this.nodeCount; node++) this.start[node + 1] = (this.start[node + 1] as number) + (this.start[node] as number);
    const next = this.start.slice(rowCount);
    for (let row = 0; row < rowCount; row++) {
      for (let k = program.start[row] as number; k < (program.start[row + 1] as number); k++) {
        const column = index[k] as number;
        const at = next[column] as number;
        next[column] = at + 1;
        this.neighbour[at] = row;
        this.weight[at] = entries[k] as number;
      }
    }
    this.members = Int32Array.from({ length: this.nodeCount }, (_, node) => node);
    this.position = this.members.slice();
    this.classOf = new Int32Array(this.nodeCount);
    this.first = new Int32Array(this.nodeCount + 1);
    this.length = new Int32Array(this.nodeCount + 1);
    this.isPending = new Uint8Array(this.nodeCount + 1);
    this.count = new Int32Array(this.nodeCount);
  }

  /** The classes to begin with. */
  colour(colours: readonly number[]): void {
    this.members.sort((a, b) => (colours[a] as number) - (colours[b] as number) || a - b);
    this.members.forEach((node, at) => {
      this.position[node] = at;
      if (at === 0 || colours[node] !== colours[this.members[at - 1] as number]) this.open(at);
      const own = this.classes - 1;
      this.classOf[node] = own;
      this.length[own] = (this.length[own] as number) + 1;
    });
    for (let own = 0; own < this.classes; own++) this.schedule(own);
  }

  /** Splits classes until none splits another. @returns false as soon as every node is alone */
  refine(): boolean {
    for (let splitter = this.pending.pop(); splitter !== undefined; splitter = this.pending.pop()) {
      if (this.classes === this.nodeCount) return false;
      this.isPending[splitter] = 0;
      for (const nodes of this.neighboursByWeight(splitter)) this.splitBy(nodes);
    }
    return this.classes < this.nodeCount;
  }

  partition(): EquitablePartition {
    const rows = new DisjointSets(this.rowCount);
    const columns = new DisjointSets(this.nodeCount - this.rowCount);
    this.members.forEach((node) => {
      const leader = this.members[this.first[this.classOf[node] as number] as number] as number;
      if (node < this.rowCount) rows.join(node, leader);
      else columns.join(node - this.rowCount, leader - this.rowCount);
    });
    return { rows, columns };
  }

  private open(at: number): number {
    const own = this.classes++;
    this.first[own] = at;
    return own;
  }

  private schedule(own: number): void {
    if (this.isPending[own] === 1) return;
    this.isPending[own] = 1;
    this.pending.push(own);
  }

  /** The other ends of all edges of a class, one list per coefficient; a node is in a list once per edge. */
  private neighboursByWeight(splitter: number): Iterable<readonly number[]> {
    const lists = new Map<number, number[]>();
    const from = this.first[splitter] as number;
    for (let at = from; at < from + (this.length[splitter] as number); at++) {
      const node = this.members[at] as number;
      for (let k = this.start[node] as number; k < (this.start[node + 1] as number); k++) {
        const list = lists.get(this.weight[k] as number);
        if (list) list.push(this.neighbour[k] as number);
        else lists.set(this.weight[k] as number, [this.neighbour[k] as number]);
      }
    }
    return lists.values();
  }

  /** Splits every class by how often its members are in the list. */
  private splitBy(nodes: readonly number[]): void {
    // Members that occur move to the end of their class, so that those that do not stay in front.
    const touched = new Map<number, number>();
    for (const node of nodes) {
      const before = this.count[node] as number;
      this.count[node] = before + 1;
      if (before > 0) continue;
      const own = this.classOf[node] as number;
      const moved = (touched.get(own) ?? 0) + 1;
      touched.set(own, moved);
      this.swap(this.position[node] as number, (this.first[own] as number) + (this.length[own] as number) - moved);
    }
    for (const [own, moved] of touched) if ((this.length[own] as number) > 1) this.split(own, moved);
    for (const node of nodes) this.count[node] = 0;
  }

  private split(own: number, moved: number): void {
    const end = (this.first[own] as number) + (this.length[own] as number);
    const counted = this.members.subarray(end - moved, end);
    const lowest = this.count[counted[0] as number] as number;
    if (counted.some((node) => this.count[node] !== lowest)) {
      counted.sort((a, b) => (this.count[a] as number) - (this.count[b] as number) || a - b);
      counted.forEach((node, k) => (this.position[node] = end - moved + k));
    } else if (moved === this.length[own]) return;
    const parts = [own];
    let previous = moved === this.length[own] ? (this.count[counted[0] as number] as number) : 0;
    for (let at = end - moved; at < end; at++) {
      const node = this.members[at] as number;
      if (this.count[node] !== previous) {
        const last = parts.at(-1) as number;
        this.length[last] = at - (this.first[last] as number);
        parts.push(this.open(at));
        previous = this.count[node] as number;
      }
      this.classOf[node] = parts.at(-1) as number;
    }
    const last = parts.at(-1) as number;
    this.length[last] = end - (this.first[last] as number);
    // What a class and all its parts but one do not split, that one does not split either: the largest is left out.
    const largest = parts.reduce((best, part) => ((this.length[part] as number) > (this.length[best] as number) ? part : best), own);
    const whole = this.isPending[own] === 1;
    for (const part of parts) if (whole || part !== largest) this.schedule(part);
  }

  private swap(a: number, b: number): void {
    const x = this.members[a] as number;
    const y = this.members[b] as number;
    this.members[a] = y;
    this.members[b] = x;
    this.position[y] = a;
    this.position[x] = b;
  }
}
