/** `format`: the prettier plugin as a function, with a guard. Separate from `index.ts`, which must start fast. */
import * as prettier from "prettier/standalone";
import { settled } from "./essence.ts";
import * as plugin from "./prettier-plugin.ts";
import { FormatError } from "./prettier-plugin.ts";
import { withFormattedRange } from "./range.ts";
import type { Span } from "./span.ts";

export { FormatError };

export interface FormatOptions {
  /** The width at which lines are broken if they can be; 100 by default. */
  readonly printWidth?: number;
  readonly tabWidth?: number;
  readonly useTabs?: boolean;
  /** `lf` by default; `auto` keeps the line ends of the first line. */
  readonly endOfLine?: "lf" | "crlf" | "cr" | "auto";
  /** Only the declarations that this part of the text touches. Offsets are those of the text as it is given. */
  readonly range?: Span;
}

/**
 * The text in the canonical layout. Formatting a formatted text changes nothing.
 *
 * @throws FormatError when the text has syntax errors
 * @throws Error when the result would lose a token or a comment (a bug in the printer, never the author's fault)
 * @example await format("param n=2") // "param n = 2\n"
 */
export async function format(text: string, options: FormatOptions = {}): Promise<string> {
  const { range, endOfLine = "lf", ...layout } = options;
  const source = withLineFeeds(text);
  const whole = await settled(source, (before) => prettier.format(before, { parser: "mech", plugins: [plugin], ...plugin.defaultOptions, ...layout, endOfLine: "lf" }));
  const result = range ? withFormattedRange(source, whole, { start: withLineFeeds(text.slice(0, range.start)).length, end: withLineFeeds(text.slice(0, range.end)).length }) : whole;
  const lineEnd = endOfLine === "auto" ? firstLineEnd(text) : { lf: "\n", crlf: "\r\n", cr: "\r" }[endOfLine];
  return lineEnd === "\n" ? result : result.replaceAll("\n", lineEnd);
}

function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function firstLineEnd(text: string): string {
  return /\r\n?|\n/.exec(text)?.[0] ?? "\n";
}
