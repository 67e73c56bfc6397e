/** The prettier plugin: `prettier --plugin <this module> file.mech`. */
import type { Parser, ParserOptions, Plugin, SupportLanguage } from "prettier";
import type { SyntaxFault } from "./ast.ts";
import { settled } from "./essence.ts";
import { parse } from "./parse.ts";
import { printer } from "./print/index.ts";
import type { Carrier } from "./print/comments.ts";
import { withFormattedRange } from "./range.ts";
import { lineColumn, lineStarts } from "./span.ts";

/** Thrown instead of formatting a text with syntax errors; the faults say what is wrong. */
export class FormatError extends Error {
  /** Where prettier's command line draws its frame. */
  readonly loc: { readonly start: { readonly line: number; readonly column: number } };

  constructor(
    readonly faults: readonly SyntaxFault[],
    text: string,
  ) {
    super(faults[0]?.message ?? "the text cannot be formatted");
    this.name = "FormatError";
    this.loc = { start: lineColumn(lineStarts(text), faults[0]?.span.start ?? 0) };
  }
}

/** @throws FormatError when the text has syntax errors: a tree with holes must not be printed */
function parseWhole(text: string): Carrier {
  const { file, faults } = parse(text);
  if (faults.length > 0) throw new FormatError(faults, text);
  return { ...file, source: text } as Carrier;
}

/**
 * Honours `rangeStart` and `rangeEnd`. Prettier finds no range in a language of a plugin and would change nothing; but it
 * prints what this function returns, so the range is formatted here.
 */
async function formatRange(text: string, options: ParserOptions<Carrier>): Promise<string> {
  const { rangeStart: start, rangeEnd: end, printWidth, tabWidth, useTabs } = options;
  if (start <= 0 && end >= text.length) return text;
  const { format } = await import("prettier/standalone");
  const plugin: Plugin<Carrier> = { languages, parsers, printers };
  const whole = await settled(text, (before) => format(before, { parser: "mech", plugins: [plugin], printWidth, tabWidth, useTabs, endOfLine: "lf" }));
  return withFormattedRange(text, whole, { start, end });
}

const parser: Parser<Carrier> = {
  preprocess: formatRange,
  parse: parseWhole,
  astFormat: "mech",
  hasPragma: (text) => /^\s*\/\/+\s*@(?:format|prettier)\s*$/m.test(text.slice(0, 200)),
  locStart: (node) => node.span.start,
  locEnd: (node) => node.span.end,
};

export const languages: SupportLanguage[] = [{ name: "Mech", parsers: ["mech"], extensions: [".mech"], vscodeLanguageIds: ["mech"], aliases: ["mech"] }];
export const parsers = { mech: parser };
export const printers = { mech: printer };
/** None of its own: `printWidth`, `tabWidth` and `useTabs` are prettier's. */
export const options: NonNullable<Plugin["options"]> = {};
export const defaultOptions = { printWidth: 100, tabWidth: 2 };
