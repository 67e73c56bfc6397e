/**
 * Names that the LP and MPS formats accept, one per row or column, and the way back.
 *
 * Both formats have readers that disagree about odd characters, so only ASCII letters, digits and `_` are used, and a
 * name never starts like a number (`e12` is one in CPLEX LP) nor equals a keyword.
 */

/** Longest name that every reader takes. */
export const maximalNameLength = 255;

/** Keywords of the CPLEX LP format and of the free MPS format, in lower case. */
const reserved = new Set(
  (
    "max maximize maximise maximum min minimize minimise minimum subject to such that st s_t bound bounds free inf infinity nan " +
    "general generals gen integer integers int binary binaries bin semi semis sos sos1 sos2 end obj " +
    "name rows columns rhs ranges objsense objsense_max endata marker intorg intend"
  ).split(" "),
);

/**
 * One emitted name per original, all different.
 *
 * @example emittedNames(["win[1, 2]", "end", "e1"]) // ["win_1_2", "n_end", "n_e1"]
 */
export function emittedNames(originals: Iterable<string>): string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  for (const original of originals) {
    const base = sanitised(original);
    let name = base;
    let count = repeats.get(base) ?? 1;
    while (taken.has(name)) {
      count++;
      const suffix = `__${count}`;
      name = base.slice(0, maximalNameLength - suffix.length) + suffix;
    }
    repeats.set(base, count);
    taken.add(name);
    names.push(name);
  }
  return names;
}

function sanitised(original: string): string {
  // The sign of a number carries meaning (`x[-1]` is not `x[1]`); other characters only separate.
  const plain = original
    .slice(0, 4 * maximalNameLength)
    .replace(/-(?=\d)/g, "m")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/_$/, "");
  const numeric = !/^[A-Za-z]/.test(plain) || /^[eE]\d*$|^[eE]\d+/.test(plain);
  const safe = numeric || reserved.has(plain.toLowerCase()) ? `n_${plain}` : plain;
  return safe.slice(0, maximalNameLength);
}

/** A sentence on one line of printable characters, cut into pieces short enough for every reader's line limit. */
export function commentLines(prefix: string, text: string): string[] {
  const printable = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
  const lines: string[] = [];
  for (let at = 0; at === 0 || at < printable.length; at += 200) lines.push(`${prefix} ${printable.slice(at, at + 200)}`.trimEnd());
  return lines;
}
