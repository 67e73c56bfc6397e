/** How wide text is in a terminal, for carets that stand under what they point at. */

const tabWidth = 4;

/** Inclusive ranges of code points that occupy two columns (East Asian wide and full-width forms, emoji). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

const combining = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const control = /^\p{Cc}$/u;
/** Characters that reorder the text around them, so that a frame would not show what the compiler reads. */
const bidirectional = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/;

/** A line as it is printed: tabs expanded, control characters made visible, and the display column of every offset. */
export interface DisplayLine {
  readonly text: string;
  /** `columns[k]` is the display column (from 0) of code unit `k`; one more entry for the end of the line. */
  readonly columns: readonly number[];
}

/**
 * Lays a source line out for a terminal. Control characters and bidirectional overrides are replaced: printed raw they
 * could move the cursor or make the frame show something else than what was compiled.
 *
 * @example displayLine("\tx").columns // [0, 4, 5]
 */
export function displayLine(line: string): DisplayLine {
  const columns: number[] = [];
  let text = "";
  let column = 0;
  for (const character of line) {
    const shown = printable(character, column);
    for (let unit = 0; unit < character.length; unit += 1) columns.push(column);
    text += shown;
    column += character === "\t" ? shown.length : characterWidth(shown);
  }
  columns.push(column);
  return { text, columns };
}

/** The number of terminal columns that a text without tabs and line breaks occupies. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Prose that may quote the source, made safe to print: line breaks stay, other control characters become visible. */
export function safeText(text: string): string {
  let safe = "";
  for (const character of text) safe += character === "\n" ? "\n" : printable(character, 0);
  return safe;
}

function printable(character: string, column: number): string {
  if (character === "\t") return " ".repeat(tabWidth - (column % tabWidth));
  return control.test(character) || bidirectional.test(character) ? "\ufffd" : character;
}

function characterWidth(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x300) return 1;
  if (combining.test(character)) return 0;
  return wide.some(([low, high]) => point >= low && point <= high) ? 2 : 1;
}
