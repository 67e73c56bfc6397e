/** Formatting: the prettier plugin, as edits. It is loaded when it is first asked for. */
import type { FormatOptions } from "../../grammar/format.ts";
import type { Item, Span } from "../../grammar/index.ts";
import type { Range, TextEdit } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";

/** Edits that put the whole file into the canonical layout; none for a file with syntax errors, which stays as it is. */
export async function formatAll(snapshot: Snapshot, options: FormatOptions = {}): Promise<readonly TextEdit[]> {
  const formatted = await formatText(snapshot, options);
  return formatted === undefined ? [] : lineEdits(snapshot, formatted);
}

/**
 * Edits for the lines of a range, and for those of the declarations that it touches: half a declaration has no layout of
 * its own.
 */
export async function formatRange(snapshot: Snapshot, range: Range, options: FormatOptions = {}): Promise<readonly TextEdit[]> {
  const edits = await formatAll(snapshot, options);
  const wanted = widened(snapshot, { start: snapshot.document.offsetAt(range.start), end: snapshot.document.offsetAt(range.end) });
  return edits.filter((edit) => snapshot.document.offsetAt(edit.range.start) < wanted.end && snapshot.document.offsetAt(edit.range.end) > wanted.start);
}

async function formatText(snapshot: Snapshot, options: FormatOptions): Promise<string | undefined> {
  if (snapshot.parsed.faults.length > 0) return undefined;
  const { format, FormatError } = await import("../../grammar/format.ts");
  try {
    return await format(snapshot.text, options);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function widened(snapshot: Snapshot, range: Span): Span {
  const touched = snapshot.parsed.file.items.filter((item: Item) => item.span.start <= range.end && item.span.end >= range.start);
  return { start: Math.min(range.start, ...touched.map((item) => item.span.start)), end: Math.max(range.end, ...touched.map((item) => item.span.end)) };
}

/** More lines than this are replaced as a whole: the table below has the square of them. */
const LONGEST_TABLE = 1500;

/** One edit per run of lines that differ, so that cursors and marks elsewhere stay where they are. */
export function lineEdits(snapshot: Snapshot, after: string): TextEdit[] {
  const { text } = snapshot;
  if (text === after) return [];
  const a = text.split(/(?<=\n)/);
  const b = after.split(/(?<=\n)/);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const offsets = [0];
  for (const line of a) offsets.push((offsets.at(-1) ?? 0) + line.length);
  const edit = (from: number, to: number, lines: readonly string[]): TextEdit => ({
    range: snapshot.range({ start: offsets[from] ?? text.length, end: offsets[to] ?? text.length }),
    newText: lines.join(""),
  });
  const oldMiddle = a.slice(head, a.length - tail);
  const newMiddle = b.slice(head, b.length - tail);
  if (oldMiddle.length > LONGEST_TABLE || newMiddle.length > LONGEST_TABLE) return [edit(head, a.length - tail, newMiddle)];
  return runsOf(oldMiddle, newMiddle).map(({ from, to, lines }) => edit(head + from, head + to, lines));
}

/** The longest common subsequence of the lines, as the runs that are not in it. */
function runsOf(a: readonly string[], b: readonly string[]): { from: number; to: number; lines: readonly string[] }[] {
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] =
        a[i] === b[j] ? (length[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(length[(i + 1) * width + j] ?? 0, length[i * width + j + 1] ?? 0);
    }
  }
  const runs: { from: number; to: number; lines: readonly string[] }[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j];
    while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j])) {
      if (j >= b.length || (i < a.length && (length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0))) i++;
      else j++;
    }
    if (i > fromA || j > fromB) runs.push({ from: fromA, to: i, lines: b.slice(fromB, j) });
    while (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    }
  }
  return runs;
}
