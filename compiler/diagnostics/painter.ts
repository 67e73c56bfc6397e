/** The colours of a rendered diagnostic, given from outside: the compiler does not know whether it writes to a terminal. */
import type { Severity } from "./entry.ts";

export interface Painter {
  readonly headline: (severity: Severity, text: string) => string;
  readonly bold: (text: string) => string;
  /** Line numbers and the frame. */
  readonly gutter: (text: string) => string;
  /** Carets under the primary place. */
  readonly primary: (text: string) => string;
  /** Dashes and text of the other places. */
  readonly label: (text: string) => string;
  readonly hint: (text: string) => string;
}

const same = (text: string): string => text;

/** No colours at all. */
export const plainPainter: Painter = { headline: (_severity, text) => text, bold: same, gutter: same, primary: same, label: same, hint: same };
