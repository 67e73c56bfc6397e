/** What fell together in a quotient, in the words of the spec. */
import { familyPosition } from "../lp/families.ts";
import type { Program } from "../lp/program.ts";
import type { Quotient } from "./quotient.ts";

/** A family of columns with classes of more than one member. */
export interface Merged {
  readonly family: string;
  readonly from: number;
  readonly to: number;
  /** Indices in which members of a class differ: `state` and `signals` where relabelling both leaves the program as it is. */
  readonly differ: readonly string[];
  /** Two members of one class. */
  readonly example: readonly [readonly string[], readonly string[]];
}

/**
 * @example
 * mergedColumns(program, quotient) // [{ family: "law", from: 8, to: 4, differ: ["state", "signals"], example: [["L", "a"], ["R", "b"]] }]
 */
export function mergedColumns(program: Program, { columns }: Quotient): Merged[] {
  return program.columnFamilies.flatMap((family): Merged[] => {
    const differ = new Set<number>();
    const classes = new Set<number>();
    let example: Merged["example"] | undefined;
    for (let column = family.first; column < family.first + family.count; column++) {
      const own = columns.of[column] as number;
      classes.add(own);
      const leader = columns.representatives[own] as number;
      // Members of other families are counted there, and have other indices.
      if (leader === column || familyPosition(program.columnFamilies, leader) !== familyPosition(program.columnFamilies, column)) continue;
      const [mine, theirs] = [program.columnIndices(column), program.columnIndices(leader)];
      mine.forEach((index, k) => index !== theirs[k] && differ.add(k));
      example ??= [theirs, mine];
    }
    if (!example) return [];
    const { name, count, indexNames } = family;
    return [{ family: name, from: count, to: classes.size, differ: indexNames.filter((_, k) => differ.has(k)), example }];
  });
}
