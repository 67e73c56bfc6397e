/** One version of one file, with all that the features ask of it, computed when it is first asked for. */
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { compile } from "../../compiler/driver.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import type { ParseResult, Span } from "../../grammar/index.ts";
import { indexSymbols } from "../../compiler/symbols/indexer.ts";
import type { Range } from "./protocol.ts";
import { reparse } from "./reparse.ts";
import type { SymbolIndex } from "../../compiler/symbols/symbols.ts";

/** Rows of one construct of the spec. */
export interface FamilySize {
  readonly name: string;
  readonly span: Span;
  readonly rows: number;
}

/** The program of a spec in numbers. */
export interface ProgramSize {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  readonly integers: number;
  readonly families: readonly FamilySize[];
}

/** What the slow part of the compiler said about exactly this text. */
export interface SlowResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent when nothing is chosen or the spec does not compile. */
  readonly size?: ProgramSize;
}

/** Limits of the checks on every key: what takes longer is left to the slow part. */
export class Snapshot {
  readonly text: string;
  /** Set when the slow part of the compiler is done with this version. */
  slow: SlowResult | undefined;
  private tree: ParseResult | undefined;
  private index: SymbolIndex | undefined;
  private checked: { readonly diagnostics: readonly Diagnostic[]; readonly model?: Model } | undefined;
  private readonly before: { readonly text: string; readonly result: ParseResult } | undefined;
  private readonly earlierModel: Model | undefined;

  /**
   * @param previous an earlier version of the same file: its tree saves reading what did not change, and its model answers
   * questions while the present text has errors
   */
  constructor(
    readonly document: TextDocument,
    previous?: Snapshot,
  ) {
    this.text = document.getText();
    // Only results are kept and not the snapshot, or every version of the file would stay in memory.
    this.before = previous?.tree ? { text: previous.text, result: previous.tree } : previous?.before;
    this.earlierModel = previous?.checked?.model ?? previous?.earlierModel;
  }

  /** The tree and the syntax errors. */
  get parsed(): ParseResult {
    this.tree ??= reparse(this.text, this.before);
    return this.tree;
  }

  get symbols(): SymbolIndex {
    this.index ??= indexSymbols(this.parsed.file, this.text);
    return this.index;
  }

  /** What is wrong as far as can be said at once: syntax, names, index sets, kinds, priors, and what the model shows. */
  get fastDiagnostics(): readonly Diagnostic[] {
    return this.checks.diagnostics;
  }

  /** The model of this text; undefined when it has errors. */
  get model(): Model | undefined {
    return this.checks.model;
  }

  /** The model of this text, or else of the last version without errors; its spans may be off. */
  get lastModel(): Model | undefined {
    return this.model ?? this.earlierModel;
  }

  private get checks(): { readonly diagnostics: readonly Diagnostic[]; readonly model?: Model } {
    this.checked ??= compile(this.text, { stopAfter: "model", parsed: this.parsed });
    return this.checked;
  }

  /** All diagnostics that are known by now. */
  get diagnostics(): readonly Diagnostic[] {
    return this.slow?.diagnostics ?? this.fastDiagnostics;
  }

  range(span: Span): Range {
    return { start: this.document.positionAt(span.start), end: this.document.positionAt(span.end) };
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}

/** A snapshot of a text that belongs to no editor. @example snapshotOf("param n = 2").symbols.globals.get("n")?.kind // "param" */
export function snapshotOf(text: string, previous?: Snapshot, uri = "memory:///spec.mech"): Snapshot {
  return new Snapshot(TextDocument.create(uri, "mech", (previous?.document.version ?? 0) + 1, text), previous);
}
