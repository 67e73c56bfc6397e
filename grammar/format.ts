/** `format`: the prettier plugin as a function, with a guard. Separate from `index.ts`, which must start fast. */
import * as prettier from "prettier/standalone";
import { lex } from "./lexer.ts";
import * as plugin from "./prettier-plugin.ts";
import { FormatError } from "./prettier-plugin.ts";

export { FormatError };

export interface FormatOptions {
  /** The width at which lines are broken if they can be; 100 by default. */
  readonly printWidth?: number;
  readonly tabWidth?: number;
  readonly useTabs?: boolean;
}

/** Comments may be moved by the first pass and settle in the next; more passes than this are never needed. */
const PASSES = 5;

/**
 * The text in the canonical layout. Formatting a formatted text changes nothing.
 *
 * @throws FormatError when the text has syntax errors
 * @throws Error when the result would lose a token or a comment (a bug in the printer, never the author's fault)
 * @example await format("param n=2") // "param n = 2\n"
 */
export async function format(text: string, options: FormatOptions = {}): Promise<string> {
  let before = text;
  for (let pass = 0; pass < PASSES; pass++) {
    const after = await prettier.format(before, { parser: "mech", plugins: [plugin], ...plugin.defaultOptions, ...options });
    guard(before, after);
    if (after === before) break;
    before = after;
  }
  return before;
}

/** What must survive: the tokens in their order and the comments in any order. */
function essence(text: string): string {
  const { tokens, comments } = lex(text);
  // One player reports and several report: the printer chooses the form.
  const words = tokens.map((word) =>
    word.tokenType.name === "Report" ? "reports" : word.tokenType.name === "String" ? word.image.replace(/\\(?=[^n"\\])/g, "\\\\") : word.image,
  );
  const remarks = comments.map((comment) => comment.text.replace(/\r\n/g, "\n").trimEnd()).sort();
  return JSON.stringify([words, remarks]);
}

function guard(before: string, after: string): void {
  if (essence(before) !== essence(after)) throw new Error("formatting would lose a part of the text; nothing was changed");
}
