/**
 * Minimal conflicts: of an infeasible program, an irreducible set of constructs of the spec and, within, an irreducible
 * set of rows and bounds. Deletion filtering (Chinneck and Dravnieks 1991), started from the support of an exact Farkas
 * certificate; every step is a certificate too: of infeasibility when a group is dropped, of feasibility when it stays.
 */
import type { Rational } from "../../compiler/exact/rational.ts";
import { columnFamily, rowFamily } from "../../compiler/lp/inspect.ts";
import type { Family, Program } from "../../compiler/lp/program.ts";
import { relaxation } from "../solvers/derive.ts";
import { coprime, counted, describeColumn, describeRow } from "./member.ts";
import type { Member } from "./member.ts";
import { proved } from "./proof.ts";
import type { Infeasible, Solve } from "./proof.ts";
import { constraintOf, farkasMultipliers, lowerBound, subsystem, upperBound } from "./subsystem.ts";

export interface ConflictOptions {
  /**
   * `family` (default): first a minimal set of families, each with all its rows, then minimal rows inside it. `row`:
   * minimal rows of the whole program, which may touch more families than necessary.
   */
  readonly level?: "family" | "row";
  /** Programs to solve at most (default 400); beyond, the conflict is returned as far as it is reduced. */
  readonly solveLimit?: number;
}

/** One constraint that cannot be spared. */
export interface ConflictMember extends Member {
  readonly kind: "row" | "lower" | "upper";
  /** The row, or the column whose bound it is. */
  readonly position: number;
  /** Number of the constraint, see `subsystem.ts`. */
  readonly constraint: number;
  /**
   * Farkas weight, all weights scaled to coprime integers: nonnegative for `<=` rows and upper bounds, nonpositive for
   * `>=` rows and lower bounds. The weighted sum of the members reads `0 <= negative`.
   */
  readonly weight: Rational;
}

/** The members that came from one construct of the spec. */
export interface ConflictFamily {
  readonly family: string;
  readonly role: Family["role"];
  /** Rows that the construct generated, or the domains of its columns. */
  readonly kind: "rows" | "bounds";
  readonly span?: Family["span"];
  readonly members: readonly ConflictMember[];
}

export interface Conflict {
  readonly families: readonly ConflictFamily[];
  readonly members: readonly ConflictMember[];
  /** Every member was proved necessary: without it, the others have a solution. */
  readonly irreducible: boolean;
  /** At level `family`, every family was proved necessary even against all rows of the others. */
  readonly familiesIrreducible: boolean;
}

/**
 * A minimal conflict of an infeasible program. Of an integer program the linear relaxation is explained.
 *
 * @param certificate of the infeasibility; without it the program is solved first.
 * @returns undefined if no exact proof of infeasibility could be had: the (relaxed) program is feasible, or too hard.
 * @example
 * const conflict = await minimalConflict(program, solve);
 * conflict?.families.map((each) => each.family); // ["efficient", "balanced", "incentives_buyer", ...]
 */
export async function minimalConflict(program: Program, solve: Solve, certificate?: Infeasible, options: ConflictOptions = {}): Promise<Conflict | undefined> {
  const linear = relaxation(program);
  const proof = await proved(linear, () => (certificate ? Promise.resolve(certificate) : solve(linear)));
  if (proof?.kind !== "infeasible") return undefined;
  const filter = new DeletionFilter(linear, solve, options.solveLimit ?? 400, farkasMultipliers(linear, proof.farkas));
  const familiesIrreducible = (options.level ?? "family") === "family" && (await filter.run(familyGroups(linear)));
  const irreducible = await filter.run(Array.from(filter.multipliers.keys(), (constraint) => [constraint]));
  const members = describeMembers(linear, filter.multipliers);
  return { families: byFamily(members), members, irreducible, familiesIrreducible };
}

/** What could be given up reluctantly is tried last, and so stays: domains and feasibility go first, requirements last. */
const reluctance: Readonly<Record<Family["role"], number>> = {
  auxiliary: 0,
  definition: 0,
  prior: 1,
  probability: 1,
  allocation: 1,
  transfer: 1,
  feasible: 2,
  incentives: 3,
  participation: 4,
  require: 5,
};

type Group = readonly number[];

class DeletionFilter {
  private solved = 0;

  constructor(
    private readonly program: Program,
    private readonly solve: Solve,
    private readonly limit: number,
    /** Farkas multipliers of what is left. */
    public multipliers: Map<number, Rational>,
  ) {}

  /** Drops groups while what is left is infeasible. @returns whether every group left was proved necessary. */
  async run(groups: readonly Group[]): Promise<boolean> {
    const reluctanceOf = ([constraint]: Group): number => (constraint === undefined ? 0 : reluctance[familyOfConstraint(this.program, constraint).role]);
    const order = [...groups].sort((a, b) => reluctanceOf(a) - reluctanceOf(b));
    let left = this.supported(order);
    let complete = true;
    for (const group of order) {
      if (!left.includes(group)) continue;
      const rest = left.filter((each) => each !== group);
      const verdict = await this.refute(rest.flat());
      if (verdict === "unknown") complete = false;
      else if (verdict === "infeasible") left = this.supported(rest);
    }
    return complete;
  }

  private supported(groups: readonly Group[]): readonly Group[] {
    return groups.filter((group) => group.some((constraint) => this.multipliers.has(constraint)));
  }

  /** Solves the constraints alone. If they are infeasible, their multipliers replace the current ones. */
  private async refute(constraints: Group): Promise<"infeasible" | "feasible" | "unknown"> {
    if (this.solved++ >= this.limit) return "unknown";
    const part = subsystem(this.program, constraints);
    const proof = await proved(part, this.solve);
    if (proof?.kind !== "infeasible") return proof === undefined ? "unknown" : "feasible";
    const rows = constraints.filter((constraint) => constraint < this.program.rowCount).sort((a, b) => a - b);
    this.multipliers = new Map();
    for (const [constraint, weight] of farkasMultipliers(part, proof.farkas)) this.multipliers.set(this.original(part, rows, constraint), weight);
    return "infeasible";
  }

  /** The number in the program of a constraint of a part with the given rows. */
  private original(part: Program, rows: readonly number[], constraint: number): number {
    const what = constraintOf(part, constraint);
    if (what.kind === "row") return rows[what.row] ?? -1;
    return what.kind === "lower" ? lowerBound(this.program, what.column) : upperBound(this.program, what.column);
  }
}

function familyOfConstraint(program: Program, constraint: number): Family {
  const what = constraintOf(program, constraint);
  return what.kind === "row" ? rowFamily(program, what.row) : columnFamily(program, what.column);
}

/** One group per family of rows, and one per family of columns for its bounds. */
function familyGroups(program: Program): Group[] {
  const span = (first: number, count: number): number[] => Array.from({ length: count }, (_, k) => first + k);
  return [
    ...program.rowFamilies.map(({ first, count }) => span(first, count)),
    ...program.columnFamilies.map(({ first, count }) => [...span(lowerBound(program, first), count), ...span(upperBound(program, first), count)]),
  ];
}

function describeMembers(program: Program, multipliers: ReadonlyMap<number, Rational>): ConflictMember[] {
  const constraints = Array.from(multipliers.keys()).sort((a, b) => a - b);
  const weights = coprime(constraints.map((constraint) => multipliers.get(constraint) as Rational));
  return constraints.map((constraint, k) => {
    const what = constraintOf(program, constraint);
    const weight = weights[k] as Rational;
    if (what.kind === "row") return { ...describeRow(program, what.row), kind: "row", position: what.row, constraint, weight };
    const { kind, column: position } = what;
    const described = describeColumn(program, position);
    const bound = kind === "lower" ? program.lower[position] : program.upper[position];
    return { ...described, sentence: `${described.sentence} is at ${kind === "lower" ? "least" : "most"} ${bound}`, kind, position, constraint, weight };
  });
}

function byFamily(members: readonly ConflictMember[]): ConflictFamily[] {
  const groups = new Map<string, ConflictMember[]>();
  for (const member of members) {
    const key = `${member.kind === "row" ? "rows" : "bounds"} ${member.family}`;
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return Array.from(groups.values(), (group) => {
    const { family, role, kind, span } = group[0] as ConflictMember;
    return { family, role, kind: kind === "row" ? "rows" : "bounds", ...(span ? { span } : {}), members: group };
  });
}

/**
 * The conflict as lines of text: one per construct, with its first members in words.
 *
 * @param shown members per construct (default 3).
 */
export function conflictText(conflict: Conflict, shown = 3): string {
  const lines = conflict.families.map(({ family, kind, members }) => {
    const head = kind === "rows" ? `\`${family}\` (${counted(members.length, "row")})` : `the domain of \`${family}\` (${counted(members.length, "bound")})`;
    const details = members.slice(0, shown).map((member) => `      ${member.sentence}  [weight ${member.weight.abs()}]`);
    const more = members.length > shown ? [`      and ${members.length - shown} more`] : [];
    return [`  - ${head}`, ...details, ...more].join("\n");
  });
  const verdict = conflict.irreducible
    ? "No solution satisfies these together; without any one of them there is one."
    : "No solution satisfies these together; perhaps fewer already conflict.";
  return [verdict, ...lines].join("\n");
}
