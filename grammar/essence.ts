/** What formatting must not change: the guard of the printer, shared by `format` and by the prettier plugin. */
import { lex } from "./lexer.ts";

/** The tokens of a text in their order and its comments in any order; layout and line ends are left out. */
function essence(text: string): string {
  const { tokens, comments } = lex(text);
  // One player reports and several report: the printer chooses the form.
  const words = tokens.map((word) =>
    word.tokenType.name === "Report" ? "reports" : word.tokenType.name === "String" ? word.image.replace(/\\(?=[^n"\\])/g, "\\\\") : word.image,
  );
  const remarks = comments.map((comment) => comment.text.replace(/\r\n/g, "\n").trimEnd()).sort();
  return JSON.stringify([words, remarks]);
}

/** Whether two texts are the same spec with the same comments. */
export function sameEssence(before: string, after: string): boolean {
  return essence(before) === essence(after);
}

/** @throws Error when the second text lacks a token or a comment of the first: a bug in the printer, never the author's fault */
export function guard(before: string, after: string): void {
  if (!sameEssence(before, after)) throw new Error("formatting would lose a part of the text; nothing was changed");
}

/** Comments may be moved by the first pass and settle in the next; more passes than this are never needed. */
const PASSES = 5;

/**
 * Formats until nothing changes any more.
 *
 * @throws Error as {@link guard}
 */
export async function settled(text: string, once: (text: string) => Promise<string>): Promise<string> {
  let before = text;
  for (let pass = 0; pass < PASSES; pass++) {
    const after = await once(before);
    guard(before, after);
    if (after === before) break;
    before = after;
  }
  return before;
}
