/** The one type in which every part of the project says what is wrong with a spec. */
import type { Span } from "../../grammar/span.ts";
import { codes, type DiagnosticName } from "./codes.ts";
import type { CodeEntry, Severity } from "./entry.ts";

export interface Label {
  readonly span: Span;
  readonly text: string;
}

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that an editor can apply with one click. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  /** `MECH0201`; `mech explain MECH0201` says more. */
  readonly code: string;
  readonly severity: Severity;
  /** The headline, the same for every occurrence of the code. */
  readonly title: string;
  /** What is wrong here, in a sentence or two. */
  readonly text: string;
  readonly span: Span;
  /** Other places that matter, e.g. both declarations of an index set. */
  readonly labels: readonly Label[];
  readonly hint?: string;
  readonly fix?: Fix;
}

export interface DiagnosticDetails {
  readonly text: string;
  readonly span: Span;
  readonly labels?: readonly Label[];
  readonly hint?: string | undefined;
  readonly fix?: Fix | undefined;
}

/**
 * Builds a diagnostic from the table of codes. A misspelt name does not compile.
 *
 * @example
 * diagnostic("unknown-name", { text: "nothing is called `valu`", span, hint: "did you mean `value`?" })
 */
export function diagnostic(name: DiagnosticName, details: DiagnosticDetails): Diagnostic {
  const entry: CodeEntry = codes[name];
  const { code, severity, title } = entry;
  return {
    code,
    severity,
    title,
    text: details.text,
    span: details.span,
    labels: details.labels ?? [],
    ...(details.hint === undefined ? {} : { hint: details.hint }),
    ...(details.fix === undefined ? {} : { fix: details.fix }),
  };
}

/** Whether any of them is an error (warnings do not stop a compilation). */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

/**
 * A phrase as a sentence: with a capital letter and a full stop.
 *
 * @example asSentence("this bracket closes nothing") // "This bracket closes nothing."
 */
export function asSentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.?!]$/.test(phrase) ? "" : "."}`;
}
