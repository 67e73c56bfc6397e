/** Families of rows and columns: which one holds a member, and how a member is named and described. */
import type { Family } from "./program.ts";

/**
 * Position in `families` of the one that holds `member`, by binary search.
 *
 * @throws RangeError if none does.
 */
export function familyPosition(families: readonly Family[], member: number): number {
  let low = 0;
  let high = families.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((families[middle]?.first ?? 0) <= member) low = middle;
    else high = middle - 1;
  }
  const family = families[low];
  if (family === undefined || member < family.first || member >= family.first + family.count) throw new RangeError(`no family holds ${member}`);
  return low;
}

/** The family that holds `member`. @throws RangeError if none does. */
export function familyOf(families: readonly Family[], member: number): Family {
  const family = families[familyPosition(families, member)];
  if (family === undefined) throw new RangeError(`no family holds ${member}`);
  return family;
}

/** @example memberName("incentives_bidder", ["1", "2", "1"]) // "incentives_bidder[1, 2, 1]" */
export function memberName(family: string, indices: readonly string[]): string {
  return indices.length === 0 ? family : `${family}[${indices.join(", ")}]`;
}

/**
 * The sentence of a family with `{name}` replaced by the index value of a member. A placeholder that names no index
 * stays as it is.
 *
 * @example fillSentence("bidder {i} with {value}", ["i", "value"], ["1", "2"]) // "bidder 1 with 2"
 */
export function fillSentence(sentence: string, indexNames: readonly string[], indices: readonly string[]): string {
  return sentence.replace(/\{([^{}]*)\}/g, (placeholder, name: string) => {
    const position = indexNames.indexOf(name);
    return (position < 0 ? undefined : indices[position]) ?? placeholder;
  });
}
