/** "Did you mean": the nearest of the names that would have been right. */
import { distance } from "fastest-levenshtein";

/** Longer names are not compared: nobody mistypes them, and the distance takes quadratic time. */
const longestName = 64;

/**
 * The candidate nearest to `name`, or undefined when none is near. A candidate that differs only in case wins at once;
 * otherwise the edit distance must be at most a third of the length of `name` (and at least one edit is allowed); two
 * neighbouring letters that changed places, the commonest slip of all, are one edit. Among
 * equally near candidates the alphabetically first wins, so that the answer does not depend on the order of declaration.
 *
 * @example didYouMean("valeu", ["value", "win"]) // "value"
 */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > longestName) return undefined;
  const folded = name.toLowerCase();
  const allowed = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly text: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > allowed) continue;
    const edits = candidate.toLowerCase() === folded ? 0 : editsBetween(name, candidate);
    // A distance as long as the name itself would turn every short name into every other.
    if (edits > allowed || edits >= Math.max(name.length, candidate.length)) continue;
    if (best === undefined || edits < best.edits || (edits === best.edits && candidate < best.text)) best = { text: candidate, edits };
  }
  return best?.text;
}

function editsBetween(name: string, candidate: string): number {
  return isSwap(name, candidate) ? 1 : distance(name, candidate);
}

function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let first = 0;
  while (first < a.length && a[first] === b[first]) first += 1;
  return a.slice(first + 2) === b.slice(first + 2) && a[first] === b[first + 1] && a[first + 1] === b[first];
}

/** The suggestion as a hint line, ready for {@link DiagnosticDetails.hint}. */
export function didYouMeanHint(name: string, candidates: Iterable<string>): string | undefined {
  const nearest = didYouMean(name, candidates);
  return nearest === undefined ? undefined : `did you mean \`${nearest}\`?`;
}
