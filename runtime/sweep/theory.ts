/** The values of closed forms in a result, as flat numbers for the columns of a sweep. */
import { Rational } from "../../compiler/exact/rational.ts";
import type { SweepNumber } from "./row.ts";

/** What a theorem says: its values by name among some words about it, with the fractions once more under `exact`. */
export interface TheoryBlock {
  readonly theorem: string;
  readonly exact?: Readonly<Record<string, string>>;
  readonly also?: readonly object[];
}

/** A table of a closed form (a law with hundreds of atoms) is cut off here; `mech solve --json` has it all. */
const mostNumbers = 200;

const words: ReadonlySet<string> = new Set(["theorem", "cite", "because", "exact", "also"]);

/**
 * The numbers of a theory block and of the further theorems in it; entries of lists are counted from 1. Where two
 * theorems use one name, the later value is named after its theorem.
 *
 * @example theoryNumbers({ theorem: "t", sensitivities: [0.5, 0.25], exact: {} }) // { "sensitivities[1]": 0.5, "sensitivities[2]": 0.25 }
 */
export function theoryNumbers(block: TheoryBlock): Record<string, SweepNumber> {
  const found: Record<string, SweepNumber> = {};
  addNumbers(block, found);
  return found;
}

function addNumbers(block: TheoryBlock, found: Record<string, SweepNumber>): void {
  for (const [name, entry] of Object.entries(block)) {
    if (words.has(name)) continue;
    const list: readonly unknown[] = Array.isArray(entry) ? entry : [entry];
    list.forEach((each, k) => {
      const path = Array.isArray(entry) ? `${name}[${k + 1}]` : name;
      const number = numberOf(each, block.exact?.[path]);
      if (number === undefined || Object.keys(found).length >= mostNumbers) return;
      // Theorems repeat what they share; a second name for the same number says nothing.
      if (found[path]?.value === number.value) return;
      found[path in found ? `${block.theorem}.${path}` : path] = number;
    });
  }
  for (const further of block.also ?? []) if ("theorem" in further && typeof further.theorem === "string") addNumbers(further as TheoryBlock, found);
}

function numberOf(entry: unknown, fraction: string | undefined): SweepNumber | undefined {
  if (typeof entry !== "number" || !Number.isFinite(entry)) return undefined;
  const exact = fraction === undefined ? undefined : Rational.parse(fraction);
  return exact ? { value: entry, exact: exact.toString() } : { value: entry };
}
